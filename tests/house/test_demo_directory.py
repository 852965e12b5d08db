"""The demo's directory is nobody's: made-up numbers, both languages, every jurisdiction, and what a
real one has too: gaps, beds that are no longer known, words that nobody vouches for."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from demo import directory, night
from havre.directory import exchange, fields
from havre.directory.models import (
    FACTS,
    TIERS,
    Capacity,
    Confirmation,
    Location,
    Organization,
    SearchDoc,
    Service,
)
from havre.lib import clock, taxonomy
from tests.house.test_wording import judges

TOLD = directory.read("directory.json")
CARE = directory.read("care.json")
MADE_UP = [one for one in TOLD["organizations"] if one["fictitious"]]
NAMED = [one for one in TOLD["organizations"] if not one["fictitious"]]
OURS = {one["key"] for one in MADE_UP}
# What the page that names them gives of fifteen partners, and of the police unit that wrote it.
GIVEN = {"key", "kind", "kind_said_by_source", "names", "names_given_in", "fictitious",
         "email_verified", "source", "is_partner"}  # fmt: skip
GIVEN_OF_POLICE = GIVEN | {"email", "phones"}


def texts(value: object, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """(where, words by language) of everything said in both languages."""
    if isinstance(value, dict) and value and set(value) <= {"en", "fr"}:
        yield path, value
    elif isinstance(value, dict):
        for name, found in value.items():
            yield from texts(found, f"{path}.{name}")
    elif isinstance(value, list):
        for at, found in enumerate(value):
            name = found.get("key", at) if isinstance(found, dict) else at
            yield from texts(found, f"{path}.{name}")


def written(value: object) -> Iterator[str]:
    """Every piece of text anywhere in it."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for found in value:
            yield from written(found)
    elif isinstance(value, str):
        yield value


@pytest.fixture
def stocked(house) -> dt.datetime:
    """A house with that directory in it, as it stands at this moment."""
    now = clock.now()
    directory.stock(now, by="demo")
    return now


def test_everything_is_said_in_both_languages_with_equal_care():
    said = list(texts({"directory": TOLD, "care": CARE["notice"]}))
    assert len(said) > 400
    assert [where for where, words in said if not (words.get("en") and words.get("fr"))] == []
    long = [(w, len(t["en"]) / len(t["fr"])) for w, t in said if len(t["en"]) > 80]
    assert [where for where, ratio in long if not 0.55 < ratio < 1.5] == []


def test_french_is_typed_as_french_is():
    french = [(where, words["fr"]) for where, words in texts(TOLD)]
    bad = re.compile(r"[^\u00a0](?:[:»](?!//))|«[^\u00a0]|\d h\b|'")
    assert [where for where, text in french if bad.search(text)] == []


@pytest.mark.requirement("000-18")
def test_nothing_in_it_judges_anybody():
    said = list(texts({"services": TOLD["services"], "made up": MADE_UP}))
    found = [w for w, t in said for code, text in t.items() if judges(code, text)]
    assert (len(said) > 300, found) == (True, [])


def test_no_number_address_or_page_in_it_can_be_anybodys():
    ours = [*MADE_UP, *TOLD["services"], *TOLD["locations"]]
    said = [text for text in written(ours) if text]
    numbers = [text for text in said if re.fullmatch(r"[+0-9 ().-]{10,}", text) and "/" not in text]
    numbers = [text for text in numbers if not re.fullmatch(r"\d{4}-\d\d-\d\d", text)]
    assert len(numbers) > 60
    assert [n for n in numbers if not re.search(r"\b555-01\d\d$", n)] == []
    hosts = [m[1] for text in said for m in re.finditer(r"(?:@|https?://)([\w.-]+)", text)]
    assert len(hosts) > 60
    assert [host for host in hosts if not host.endswith(".example")] == []
    streets = [
        one["address_1"]
        for place in TOLD["locations"]
        for one in (place.get("address"), (place.get("exact") or {}).get("address"))
        if one
    ]
    assert len(streets) == len(TOLD["locations"])
    assert [
        street for street in streets if "Example" not in street and "Exemple" not in street
    ] == []


def test_who_is_named_by_the_source_carries_only_what_it_gives():
    assert len(NAMED) == 16
    wider = {
        one["key"]: sorted(set(one) - (GIVEN_OF_POLICE if one["kind"] == "police" else GIVEN))
        for one in NAMED
    }
    assert {key: names for key, names in wider.items() if names} == {}
    assert {one["organization"] for one in (*TOLD["services"], *TOLD["locations"])} <= OURS


def test_the_country_is_there_and_every_kind_and_need_in_it():
    services = TOLD["services"]
    provinces = set(taxonomy.codes("province")) - {"OUT", "several", "unknown"}
    assert {one["province"] for one in services if "province" in one} == provinces
    kinds = set(taxonomy.codes("service_kind"))
    assert kinds - {one["kind"] for one in services} == set()
    needs = set(taxonomy.codes("need")) - {"none_stated"}
    assert needs - {need for one in services for need in one["needs"]} == set()
    spoken = {code for one in services for code in one["languages"]}
    assert {"pa", "tl", "es", "zh", "yue", "ar", "uk", "iu", "cr", "ti"} - spoken == set()
    assert sum(one["reach"] == "national" for one in services) >= 5


def test_it_has_what_a_real_one_has():
    at = Counter(key for place in TOLD["locations"] for key in place["services"])
    assert max(at.values()) == 3
    assert max(len(place["services"]) for place in TOLD["locations"]) == 2
    assert sum("exact" in place for place in TOLD["locations"]) == 2
    services = TOLD["services"]
    assert sum("alert" in one for one in services) == 1
    assert [one["key"] for one in services if one.get("status") == "temporarily closed"] == [
        "grey-granary-homes"
    ]
    assert {said for one in services for said in one.get("facts", {}).values()} == {
        "yes",
        "no",
        "ask",
    }
    assert (
        min(len(FACTS) - len(one.get("facts", {})) for one in services) > 0
    )  # we do not know, and say so
    assert [one["key"] for one in services if not one.get("hours")] != []
    assert {one["police_for"] for one in MADE_UP if one["kind"] == "police"} == {
        "support",
        "investigation",
    }
    digits = [re.sub(r"\D", "", row["number"]) for one in MADE_UP for row in one["phones"]]
    assert [number for number, n in Counter(digits).items() if n > 1] == ["4035550114"]
    assert all(
        night.read()["people"]["rae"]["organization"] == "white-linden"
        and one["service"] in {each["key"] for each in services}
        for section in ("confirmed", "beds", "changed")
        for one in CARE[section]
    )


@pytest.mark.parametrize("one", TOLD["services"], ids=lambda one: one["key"])
def test_the_hours_in_words_are_the_hours_in_figures(one):
    words = one.get("hours", {}).get("en", "")
    openings = one.get("openings", [])
    always = [row for row in openings if (row["opens"], row["closes"]) == ("00:00", "24:00")]
    around_the_clock = re.search(r"[Dd]ay and night|Always open", words)
    assert bool(always) == bool(around_the_clock)
    if always or not openings:
        return
    said = {_clock(*found) for found in re.findall(r"(\d+)(?::(\d\d))?\s([ap])\.m\.", words)}
    said |= {"12:00"} if "noon" in words else set()
    said |= {"24:00"} if "midnight" in words else set()
    assert said == {row[end] for row in openings for end in ("opens", "closes")}


@pytest.mark.requirement("000-12")
def test_it_is_taken_in_whole_and_no_street_of_a_shelter_is_in_any_card(stocked):
    counts = (Organization, Service, Location)
    told = ("organizations", "services", "locations")
    assert [m.objects.count() for m in counts] == [
        len(TOLD[name]) + (name != "locations") for name in told
    ]
    kept = json.dumps(list(SearchDoc.objects.values_list("entries", flat=True)))
    kept += "".join(json.dumps(exchange.written(tier)) for tier in TIERS[:3])
    assert "210 Example Street" in kept
    assert [s for s in ("9 Example Crescent", "2 Example Mews", "46.4912") if s in kept] == []


def test_who_was_asked_and_what_was_said_of_beds_is_of_many_ages(stocked):
    today = stocked.date()
    heard = Confirmation.objects.exclude(result="unreached").values_list("due", flat=True)
    assert {due >= today for due in heard} == {True, False}
    assert Confirmation.objects.filter(result="unreached").count() == 3
    assert {one.expires > stocked for one in Capacity.objects.all()} == {True, False}
    said = {one["as"] for each in Service.objects.all() for one in each.said.values()}
    assert said == {"human", "machine", "stale"}
    card = SearchDoc.objects.get(service=Service.objects.get(key="slate-kettle-shelter").id)
    assert card.entries["public"]["beds"]["available"] == 2
    kept_back = SearchDoc.objects.get(service=Service.objects.get(key="tin-whistle-exit").id)
    tiers = {tier: "application" in found for tier, found in kept_back.entries.items()}
    assert tiers == {"public": False, "responder": True}
    assert "sealed" not in json.dumps(card.entries["public"])


def test_a_new_start_brings_the_beds_back_but_not_over_what_somebody_said(stocked):
    mended = Service.objects.get(key="tall-silo-shelter")
    moved = Service.objects.get(key="white-linden-shelter")
    before = Capacity.objects.get(service=moved)
    theirs = Capacity.objects.create(
        service=mended, available=7, by="rae", at=stocked, expires=stocked + dt.timedelta(hours=12)
    )
    later = stocked + dt.timedelta(days=3)
    directory.bring_to(later, since=stocked, by="demo")
    after = Capacity.objects.get(service=moved)
    assert (after.at - before.at, after.expires > later) == (later - stocked, True)
    assert Capacity.objects.filter(service=mended).order_by("-at").first() == theirs
    entry = SearchDoc.objects.get(service=moved.id).entries["public"]
    assert entry["beds"]["at"] == after.at.isoformat()


def test_every_field_of_a_service_is_filled_somewhere():
    used = {name for one in TOLD["services"] for name in one}
    assert set(fields.catalogue(fields.SERVICE)) - used == set()


def _clock(hour: str, minute: str, half: str) -> str:
    return f"{int(hour) % 12 + 12 * (half == 'p'):02}:{minute or '00'}"
