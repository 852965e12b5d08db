"""The house goes where no network is: locked by words, or printed for everybody."""

import pytest

from havre.audit.models import Entry
from havre.audit.verbs import Verb
from havre.directory import actions, booklet, packs, views_pack
from havre.directory.finder.wanted import Wanted
from havre.directory.tests.scenes import BY, location, organization, service
from havre.lib import clock
from havre.prompt import packing

WORDS = "rabbit knot alder garden gravel sweater"
STREET = "41 Hidden Lane"


@pytest.fixture
def shelf(house, settings, tmp_path):
    """A shelter whose street is sealed, with a line for responders alone; a national line."""
    settings.DATA = tmp_path
    owner = organization("house")
    bed = service(
        "safe",
        of=owner,
        names={"en": "Slate House bed", "fr": "Un lit à l’Ardoise"},
        settlement="Sudbury",
        province="ON",
        phones=[{"number": "705-555-0112"}, {"number": "705-555-0119", "tier": "responder"}],
    )
    home = location("home", owner, [bed], settlement="Sudbury")
    actions.seal_place(home, {"address_1": STREET}, by=BY)
    service("line", reach="national", names={"en": "Long Night", "fr": "Longue nuit ᐃᓄᒃ"})
    return bed


def test_a_pack_opens_with_its_words_and_finds_as_the_desk_does(shelf):
    pack = packs.made("responder", WORDS, by="dee")
    index = packs.opened(pack, "  Rabbit KNOT alder garden  gravel sweater ")
    assert shelf.id in {hit.id for hit in index.find(Wanted(place="Sudbury"), clock.now()).hits}
    assert Entry.objects.order_by("-n").first().verb == Verb.DIRECTORY_PACKED


@pytest.mark.requirement("004-15")
@pytest.mark.requirement("000-12")
def test_a_pack_tells_nothing_without_its_words_and_never_a_sealed_street(shelf, tmp_path):
    pack = packs.made("responder", WORDS, by="dee")
    assert b"Slate" not in pack
    assert b"705-555" not in pack
    card = packs.opened(pack, WORDS).card(shelf.id)
    assert card is not None
    assert b"705-555-0119" in card
    assert STREET.encode() not in card
    assert list(tmp_path.glob("pack-*")) == []
    public = packs.opened(packs.made("public", WORDS, by="dee"), WORDS).card(shelf.id)
    assert public is not None
    assert b"705-555-0119" not in public


@pytest.mark.parametrize("at", [0, 12, 30, -1])
def test_a_pack_that_was_changed_or_has_other_words_does_not_open(shelf, at):
    pack = bytearray(packs.made("public", WORDS, by="dee"))
    with pytest.raises(packs.NotOpened):
        packs.opened(bytes(pack), "six other words that are wrong")
    pack[at] ^= 1
    with pytest.raises(packs.NotOpened):
        packs.opened(bytes(pack), WORDS)
    with pytest.raises(packs.NotOpened):
        packs.opened(b"", WORDS)


def test_the_page_of_a_pack_asks_no_table(shelf, settings, client, django_assert_num_queries):
    views_pack.hold(packs.opened(packs.made("responder", WORDS, by="dee"), WORDS))
    packing.application()
    settings.ALLOWED_HOSTS = ["testserver"]
    with django_assert_num_queries(0):
        assert client.get("/").status_code == 200
        found = client.post("/", {"place": "Sudbury"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert "705-555-0119" in found.content.decode()


@pytest.mark.requirement("000-12")
@pytest.mark.hostile(7)
def test_a_booklet_holds_what_everybody_may_know(shelf, tmp_path, monkeypatch):
    said: list[str] = []
    keep = booklet._plain
    monkeypatch.setattr(booklet, "_plain", lambda words: said.append(words) or keep(words))
    actions.change(shelf, {"summaries": {"en": "<b>Beds</b> & {{7*7}}", "fr": "Lits"}}, by=BY)
    file = tmp_path / "ontario.pdf"
    assert booklet.write(file, "ON") >= 2
    assert file.read_bytes().startswith(b"%PDF-")
    told = "\n".join(said)
    assert "Slate House bed" in told
    assert "705-555-0112" in told
    assert "705-555-0119" not in told
    assert STREET not in told
    assert keep("Kanehsatà:ke – «Œuvre» ’ ᐃ ő") == "Kanehsatà:ke – «Œuvre» ’ ? o"
