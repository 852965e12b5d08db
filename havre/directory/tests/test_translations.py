"""A curator finds the words that nobody vouches for, and says that somebody read them."""

import pytest

from havre.desk.tests.hand import desk_of
from havre.directory import actions
from havre.directory.curating import translations
from havre.directory.models import Change
from havre.directory.tests.scenes import BY, location, organization, service

pytestmark = pytest.mark.usefixtures("on_desk")


@pytest.fixture
def legal(house):
    """Its notice only in English, its summary in French stale."""
    made = service("legal", kind="legal", needs=["legal_family"], alert={"en": "Moved"},
                   summaries={"en": "Advice", "fr": "Conseils"})  # fmt: skip
    actions.change(made, {"summaries": {"en": "Free advice", "fr": "Conseils"}}, by=BY)
    return made


def told() -> list[tuple[str, str, str, str]]:
    return [(each.name, each.field, each.language, each.state) for each in translations.due()]


def test_stale_machine_and_missing_words_are_found_in_that_order(house, legal):
    assert told() == [("legal", "summaries", "fr", "stale"), ("legal", "alert", "fr", "missing")]
    actions.change(legal, {"alert": {"en": "Moved", "fr": "Parti"}}, by=BY, as_said="machine")
    assert told() == [("legal", "summaries", "fr", "stale"), ("legal", "alert", "fr", "machine")]
    counts = translations.counts(translations.due())
    assert counts["fr"] == {"stale": 1, "machine": 1, "missing": 0}
    assert counts["en"] == {"stale": 0, "machine": 0, "missing": 0}


def test_words_of_organizations_and_places_too_and_none_of_what_is_gone(house):
    owner = organization("o", names={"en": "Only English"})
    place = location("p", owner, [], transportation={"fr": "Métro"})
    assert told() == [("Only English", "names", "fr", "missing"),
                      ("p", "transportation", "en", "missing")]  # fmt: skip
    actions.change(place, {"status": "defunct"}, by=BY)
    assert [each[0] for each in told()] == ["Only English"]


def test_another_language_than_the_lines_is_never_missing_but_may_be_stale(house, legal):
    actions.change(legal, {"alert": {"en": "Moved", "fr": "Parti", "es": "Se fue"}}, by=BY)
    actions.change(legal, {"alert": {"en": "Back", "fr": "Revenu", "es": "Se fue"}}, by=BY)
    assert ("legal", "alert", "es", "stale") in told()
    assert list(translations.counts(translations.due())) == ["en", "fr", "es"]


def test_the_list_leads_to_the_box_and_one_press_vouches(house, legal):
    dee = desk_of(house, "dee")
    page = dee.get("/directory/words/", {"language": "fr", "state": "stale"}).content.decode()
    assert f"/directory/{legal.id}/edit/about/#f-summaries-fr" in page
    assert "#f-alert-fr" not in page
    form = dee.get(f"/directory/{legal.id}/edit/about/").content.decode()
    assert 'id="f-summaries-fr"' in form
    said = {"field": "summaries", "language": "fr", "state": "stale"}
    answer = dee.post(f"/directory/{legal.id}/words/", said)
    assert answer["Location"] == "/directory/words/?language=fr&state=stale&done=right"
    assert told() == [("legal", "alert", "fr", "missing")]
    made = Change.objects.get(record=legal.id, version=3)
    assert (made.why, made.before, made.after) == ("vouched", {}, {})
    assert "lus et trouvés justes" in dee.get(f"/directory/{legal.id}/").content.decode()
    assert dee.post(f"/directory/{legal.id}/words/", said).status_code == 404  # pressed twice
    assert Change.objects.filter(record=legal.id).count() == 3


@pytest.mark.parametrize("said", [{}, {"field": "alert", "language": "fr"},
                                  {"field": "phones", "language": "en"},
                                  {"field": "<b>", "language": "\u202e"}])  # fmt: skip
def test_nobody_vouches_for_words_that_wait_for_nobody(house, legal, said):
    before = Change.objects.count()
    assert desk_of(house, "dee").post(f"/directory/{legal.id}/words/", said).status_code == 404
    assert Change.objects.count() == before


def test_who_only_reads_along_is_led_to_the_record_and_odd_addresses_show_all(house, legal):
    sue = desk_of(house, "sue")
    for asked in ({}, {"language": "xx", "state": "<b>", "from": "-1"}, {"from": "999999"}):
        page = sue.get("/directory/words/", asked).content.decode()
        assert "/edit/" not in page
        assert f"/directory/{legal.id}/words/" not in page
