"""A number that does not lead there: one says so, two warn everybody, a curator looks after it."""

import uuid

import pytest

from havre.audit.models import Entry
from havre.desk.tests.hand import desk_of
from havre.directory import actions, doubts, reports
from havre.directory.access import cards_of
from havre.directory.models import PARTNER, PUBLIC, RESPONDER, DeadNumber, NumberSettled
from havre.directory.tests.scenes import organization, service

NUMBER, DIRECT = "613-555-0171", "613-555-0119"


@pytest.fixture
def bed(house):
    """A shelter with a number for everybody and one for responders."""
    rows = [{"number": NUMBER}, {"number": DIRECT, "purpose": "direct"}]
    return service(of=organization("home"), phones=rows)


def doubted(row, viewer: str = RESPONDER) -> list[str]:
    return cards_of([str(row.id)], viewer=viewer)[0].doubted


def test_one_word_warns_nobody_and_two_peoples_everybody(bed):
    for _ in range(3):
        reports.report(bed, NUMBER, "dead", by="ana")
    assert (DeadNumber.objects.count(), doubted(bed)) == (1, [])
    reports.report(bed, "(613) 555-0171", "wrong", by="sue")  # written another way
    assert [doubted(bed, tier) for tier in (PUBLIC, PARTNER, RESPONDER)] == [[NUMBER]] * 3
    assert Entry.objects.filter(verb="number_reported", target=str(bed.id)).count() == 2


@pytest.mark.requirement("000-12")
def test_a_warning_tells_nobody_a_number_that_they_may_not_see(bed):
    for by in ("ana", "sue"):
        reports.report(bed, DIRECT, "full", by=by)
    assert (doubted(bed, PUBLIC), doubted(bed)) == ([], [DIRECT])


def test_a_switchboard_is_dead_for_every_service_of_its_organization(house):
    home = organization("home", phones=[{"number": NUMBER}])
    one, two = service("one", of=home), service("two", of=home)
    other = service("other", of=organization("away", phones=[{"number": NUMBER}]))
    reports.report(one, NUMBER, "dead", by="ana")
    reports.report(two, NUMBER, "fax", by="sue")
    assert [doubted(each) for each in (one, two, other)] == [[NUMBER], [NUMBER], []]


def test_it_is_right_after_all_and_nobody_is_warned_until_two_say_so_again(bed):
    for by in ("ana", "sue"):
        report = reports.report(bed, NUMBER, "dead", by=by)
    reports.settle(report, reports.RIGHT, by="dee")
    assert (doubted(bed), NumberSettled.objects.count(), reports.waiting()) == ([], 2, [])
    with pytest.raises(reports.Settled):
        reports.settle(report, reports.RIGHT, by="dee")
    reports.report(bed, NUMBER, "dead", by="ana")
    assert doubted(bed) == []
    reports.report(bed, NUMBER, "dead", by="sue")
    assert doubted(bed) == [NUMBER]


def test_it_is_mended_only_where_another_number_stands(bed):
    report = reports.report(bed, NUMBER, "dead", by="ana")
    with pytest.raises(reports.StandsThere):
        reports.settle(report, reports.MENDED, by="dee")
    assert NumberSettled.objects.count() == 0
    actions.change(bed, {"phones": [{"number": "613-555-0120"}]}, by="dee")
    assert [doubt.stands for doubt in reports.waiting()] == [False]
    reports.settle(report, reports.MENDED, by="dee")
    assert NumberSettled.objects.get().outcome == "mended"


def test_two_ways_of_writing_a_number_are_one():
    assert doubts.same("1 (613) 555-0171") == doubts.same("+1 613.555.0171") == "+16135550171"
    assert doubts.same("1-800-Havre-00") == doubts.same("1 800 HAVRE 00")
    assert doubts.same("9-1-1") != doubts.same("2-1-1")


@pytest.mark.usefixtures("on_desk")
def test_whoever_listens_says_so_beside_the_number_and_the_curator_settles_it(house, bed):
    ana, sue, dee = (desk_of(house, name) for name in ("ana", "sue", "dee"))
    found = ana.post("/services/found/", {"words": "bed"}).content.decode()
    at = f"/directory/{bed.id}/number/"
    assert (found.count(f'value="dead:{NUMBER}"'), "Does not lead there?" in found) == (1, True)
    for wrong in (f"odd:{NUMBER}", "dead:613-555-0666", "dead", "", f"dead:{NUMBER} "):
        assert ana.post(at, {"number": wrong}).status_code == 404
    said = ana.post(at, {"number": f"dead:{NUMBER}"}, headers={"HX-Request": "true"})
    assert ("Noted." in said.content.decode(), "<html" in said.content.decode()) == (True, False)
    assert "<html" in sue.post(at, {"number": f"dead:{NUMBER}"}).content.decode()
    warning = "Perhaps no longer right"
    assert warning in ana.post("/services/found/", {"words": "bed"}).content.decode()
    page = dee.get("/directory/numbers/").content.decode()
    assert (NUMBER in page, "Ana" in page, "Tout le monde est averti" in page) == (True,) * 3
    settle = f"/directory/numbers/{DeadNumber.objects.latest('at').id}/"
    assert sue.post(settle, {"outcome": "right"}).status_code == 404
    assert dee.post(settle, {"outcome": "gone"}).status_code == 404
    assert dee.post(settle, {"outcome": "mended"})["Location"].endswith("said=stands")
    assert dee.post(settle, {"outcome": "right"})["Location"].endswith("said=right")
    assert dee.post(settle, {"outcome": "right"})["Location"].endswith("said=settled")
    assert warning not in ana.post("/services/found/", {"words": "bed"}).content.decode()
    assert NUMBER not in dee.get("/directory/numbers/?said=right").content.decode()


@pytest.mark.usefixtures("on_desk")
def test_nobody_reports_a_number_of_a_service_that_is_not_there(house, bed):
    ana, body = desk_of(house, "ana"), {"number": f"dead:{NUMBER}"}
    assert ana.post(f"/directory/{uuid.uuid4()}/number/", body).status_code == 404
    actions.suspend(bed.organization, by="dee")
    assert ana.post(f"/directory/{bed.id}/number/", body).status_code == 404
    assert DeadNumber.objects.count() == 0
