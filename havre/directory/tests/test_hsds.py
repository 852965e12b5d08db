"""The house writes its directory as others read it, and no more of it than a tier may see."""

import csv
import json

import pytest
from frictionless import Package, system

from havre.directory import actions, copies, fields
from havre.directory.hsds import nested, profile, tables, writing
from havre.directory.models import SEALED
from havre.directory.tests import hsds
from havre.directory.tests.scenes import BY, location, organization, service
from havre.lib import cells

pytestmark = pytest.mark.usefixtures("db")
TIERS = ("public", "partner", "responder")
STREET = "41 Hidden Lane"


def made(tier: str, table: str) -> list[dict]:
    return [one for name, one in writing.objects(tier) if name == table]


def by_key(tier: str, name: str) -> dict:
    return next(one for one in made(tier, "service") if one["name"] == name)


def test_the_scene_fills_every_field_of_the_catalogue():
    given = {"organization": hsds.OF_ORGANIZATION, "service": hsds.OF_SERVICE,
             "location": hsds.OF_LOCATION}  # fmt: skip
    for kind, values in given.items():
        assert set(fields.catalogue(kind)) - set(values) <= {"status", "visibility", "hidden"}


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_official_schemas_find_no_fault_in_what_is_full_and_what_is_bare(tier, language):
    hsds.full(), hsds.bare()
    tables_met = set()
    for table, one in writing.objects(tier):
        assert hsds.faults(table, one) == []
        tables_met.add(table)
    assert {"service", "organization", "taxonomy", "taxonomy_term"} <= tables_met
    for place in made(tier, "organization"):
        assert all(hsds.faults("location", each) == [] for each in place["locations"])


def test_the_official_schemas_do_find_faults():
    hsds.full()
    good = made("public", "service")[0]
    for change in ({"status": "open"}, {"id": "7"}, {"name": 3}, {"url": "no url"},
                   {"schedules": [good["schedules"][0] | {"freq": "DAILY"}]}):  # fmt: skip
        assert hsds.faults("service", good | change) != []
    assert hsds.faults("service", {k: v for k, v in good.items() if k != "name"}) != []


@pytest.mark.parametrize("tier", TIERS)
def test_no_property_is_written_that_neither_hsds_nor_our_profile_names(tier):
    hsds.full(), hsds.bare()
    known = {
        each["name"]: {field["name"] for field in each["schema"]["fields"]}
        for each in writing.data_package(tier)["resources"]
    }
    met = {table: set() for table in profile.PROPERTIES}
    for top, one in writing.objects(tier):
        for table, row in tables.rows(top, one, set()):
            assert row.keys() <= known[table]
            met.setdefault(table, set()).update(row)
    if tier == "responder":
        told = {table: set(own) & met[table] for table, own in profile.PROPERTIES.items()}
        unmet = {table: sorted(set(profile.PROPERTIES[table]) - told[table]) for table in told}
        assert {table: names for table, names in unmet.items() if names} == {
            "location": ["x_address", "x_hidden"],
            "schedule": ["x_opens_at"],
        }


@pytest.mark.requirement("000-12")
def test_a_copy_holds_what_its_tier_sees_and_nothing_else():
    hsds.full()
    public, responder = (
        json.dumps(list(writing.objects(tier))) for tier in ("public", "responder")
    )
    for words in ("rae@house.example", "613-555-0121", "613-555-0125", "house@willow.example"):
        assert words in responder
        assert words not in public
    assert '"x_tier": "public"' in public
    assert '"x_tier": "responder"' in responder
    assert "visibility" not in responder
    assert "metadata" not in responder


@pytest.mark.requirement("004-15")
@pytest.mark.requirement("000-12")
@pytest.mark.parametrize("tier", TIERS)
def test_a_hidden_place_has_no_address_object_and_no_point(tier, tmp_path, house):
    owner = organization("house")
    bed = service("hidden-bed", of=owner)
    home = location("home", owner, [bed], lat=45.4123, lon=-75.69,
                    address={"address_1": STREET, "postal_code": "K1A 0A1"})  # fmt: skip
    actions.seal_place(home, {"address_1": STREET, "lat": 45.4123, "lon": -75.69}, by=BY)
    place = by_key(tier, "hidden-bed")["service_at_locations"][0]["location"]
    assert {"addresses", "x_address", "latitude", "longitude"} & set(place) == set()
    assert (place["x_hidden"], place["x_settlement"]) == (True, "Ottawa")
    writing.write_tables(tmp_path / "out", tier)
    written = "".join(file.read_text() for file in (tmp_path / "out").iterdir())
    assert "Hidden Lane" not in written
    assert "45.4123" not in written


@pytest.mark.requirement("004-15")
@pytest.mark.parametrize("tier", ["public", "responder"])
def test_an_open_shelters_street_is_in_no_copy_but_a_responders(tier):
    owner = organization("house")
    location("home", owner, [service(of=owner)], lat=45.4123, lon=-75.69,
             address={"address_1": STREET, "postal_code": "K1A 0A1"})  # fmt: skip
    place = made(tier, "service")[0]["service_at_locations"][0]["location"]
    assert ("addresses" in place) == (tier == "responder")
    assert "latitude" not in place


def test_words_stand_in_one_language_and_all_of_them_beside():
    hsds.full()
    beds = by_key("public", "Beds")
    assert beds["x_translations"]["name"] == {"en": "Beds", "fr": "Lits"}
    assert (beds["alert"], beds["x_translations"]["alert"]) == ("Complet", {"fr": "Complet"})
    assert "application_process" not in beds["x_translations"]


def test_hours_are_rules_in_the_time_of_their_place():
    hsds.full()
    weekday, weekend, words = by_key("public", "Beds")["schedules"]
    assert (weekday["byday"], weekday["opens_at"], weekday["freq"]) == (
        "MO,TU",
        "09:00:00",
        "WEEKLY",
    )
    assert (weekday["timezone"], weekday["x_timezone"]) == (-5, "America/Toronto")
    assert (weekend["closes_at"], weekend["x_closes_at"], weekend["x_kind"]) == (
        "00:00:00", "24:00", "phone",
    )  # fmt: skip
    assert (words["x_kind"], words["description"]) == ("words", "Day and night")


def test_an_extension_with_zeros_is_text_and_another_is_a_number():
    hsds.full()
    first, second = by_key("public", "Beds")["phones"]
    assert ("extension" in first, first["x_extension"]) == (False, "007")
    assert (second["extension"], second["type"]) == (12, "textphone")


def test_ids_stay_the_same_from_one_copy_to_the_next():
    hsds.full()
    one, two = (list(writing.objects("responder")) for _ in range(2))
    assert one == two


def test_what_closed_or_is_suspended_is_told_and_not_kept_silent():
    gone, paused = service("gone", status="defunct"), service("paused")
    actions.suspend(paused.organization, by=BY)
    told = {one["id"]: one["status"] for one in made("public", "service")}
    assert told == {str(gone.id): "defunct", str(paused.id): "inactive"}


def test_what_a_tier_may_not_see_at_all_is_not_even_counted(tmp_path):
    service("secret", visibility=SEALED)
    service("inner", visibility="responder")
    assert made("public", "service") == []
    assert len(made("responder", "service")) == 1
    assert writing.write_json(tmp_path / "x", "public") == 0


@pytest.mark.parametrize("tier", TIERS)
def test_the_tables_are_a_package_in_which_frictionless_finds_no_fault(tier, tmp_path):
    hsds.full(), hsds.bare()
    folder = tmp_path / "package"
    assert writing.write_tables(folder, tier) == 2
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["rowNumber", "fieldName", "type", "note"]) == []
    assert not (folder / "metadata.csv").exists()
    assert report.stats["tasks"] == 22


def test_frictionless_does_find_a_row_that_leads_nowhere(tmp_path):
    hsds.full()
    folder = tmp_path / "package"
    writing.write_tables(folder, "public")
    places = folder / "locations.csv"
    places.write_text("".join(places.read_text().splitlines(keepends=True)[:1]))
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    assert "foreign-key" in {row[0] for row in report.flatten(["type"])}


@pytest.mark.hostile(8)
@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\uff1d"])
def test_no_cell_of_words_is_a_formula(first, tmp_path):
    hsds.full()
    bad = f'{first}HYPERLINK("http://bad.example","x")'
    service("bad", names={"en": bad}, happens={"en": bad}, documents=[{"name": {"en": bad}}])
    writing.write_tables(tmp_path / "x", "responder")
    met = 0
    for path in (tmp_path / "x").glob("*.csv"):
        with path.open(newline="") as file:
            for cell in (cell for row in csv.reader(file) for cell in row):
                if cell[:1] in "=+-@\t\r\n\uff1d" and cell:
                    float(cell)  # a number of ours: a longitude, an offset
                met += cells.read(cell) == bad
    assert met >= 3


@pytest.mark.hostile(8)
@pytest.mark.parametrize(
    "words", ["=1", "'=1", "''=1", "'", "''", "x", "", "'x", "+1 613", "\tx", "-", "it's"]
)
def test_a_harmless_cell_is_read_as_it_was(words):
    assert cells.read(cells.harmless(words)) == words
    assert cells.harmless(words)[:1] not in set("=+-@\t")


def test_a_full_service_in_french_is_french_where_it_can_be():
    found = hsds.full()
    made_in_french = nested.service(next(copies.services("public")), tier="public", language="fr")
    assert (made_in_french["id"], made_in_french["name"]) == (str(found.id), "Lits")
    assert made_in_french["description"] == "Dix lits"
    assert made_in_french["application_process"] == "Call."
    assert made_in_french["languages"][0]["name"] == "Français"
