"""The house asks who goes, and never holds anybody."""

import uuid

import pytest

from havre.audit.models import Entry
from havre.contacts import offering
from havre.contacts.models import Contact
from havre.desk.tests.hand import desk_of
from havre.handover.models import Acknowledgement, OpenTask
from havre.staff.models import DeskSession
from tests.hands import begin

pytestmark = pytest.mark.usefixtures("on_desk")
GO = {"ask": "yes"}  # as the button on every page says


@pytest.fixture
def story(house):
    return begin(house, "Zimtstern")


def left(house, kind: str = "conversation") -> str:
    return str(OpenTask.objects.get(kind=kind).id)


def test_the_button_asks_first_who_holds_somebody_and_nobody_else(house, story):
    ana, ben, ada = desk_of(house, "ana"), desk_of(house, "ben"), desk_of(house, "ada")
    assert [desk.post("/sign-out/", GO)["Location"] for desk in (ana, ben, ada)] == [
        "/leaving/",
        "/",
        "/",
    ]
    page = ana.get("/leaving/").content.decode()
    assert ("Hand over and sign out" in page, "Zimtstern" in page) == (True, False)


@pytest.mark.hostile(62)
def test_nothing_ever_blocks_the_way_out(house, story):
    ana = desk_of(house, "ana")
    sessions = DeskSession.objects.count()
    answer = ana.post("/sign-out/")
    assert (answer["Location"], answer["Clear-Site-Data"]) == ("/", '"cookies", "storage"')
    assert DeskSession.objects.count() == sessions - 1
    assert Contact.objects.get(id=story.contact_id).taken_by == house.members["ana"]


@pytest.mark.hostile(62)
def test_handing_over_and_going_is_one_press(house, story):
    ana = desk_of(house, "ana")
    answer = ana.post("/handover/tasks/", {"and_out": "yes"})
    assert (answer["Location"], answer["Clear-Site-Data"]) == ("/", '"cookies", "storage"')
    assert ana.get("/waiting/").status_code == 302
    assert Contact.objects.get(id=story.contact_id).taken_by is None


def test_who_left_it_already_is_not_asked_again(house, story):
    ana = desk_of(house, "ana")
    assert ana.post("/handover/tasks/")["Location"] == "/handover/?left=yes"
    assert "Left by you" in ana.get("/handover/?left=yes").content.decode()
    assert ana.post("/sign-out/", GO)["Location"] == "/"


def test_having_a_conversation_leads_to_it_and_the_board_says_no_more(house, story):
    desk_of(house, "ana").post("/handover/tasks/", {"and_out": "yes"})
    ben = desk_of(house, "ben")
    assert "Ana left 1 open task" in ben.get("/waiting/").content.decode()
    answer = ben.post("/handover/acknowledgement/", {"task": left(house)})
    assert answer["Location"] == f"/talk/{story.contact_id}/"
    assert "Ana left" not in ben.get("/waiting/").content.decode()
    assert "Ben has it" in ben.get("/handover/").content.decode()


def test_a_colleague_who_was_first_and_one_who_is_not_wanted_are_told_so(house, story):
    ben = desk_of(house, "ben")
    offering.ask(story.contact, "not", by=story.ana, member=house.members["ben"])
    desk_of(house, "ana").post("/handover/tasks/", {"and_out": "yes"})
    answer = ben.post("/handover/acknowledgement/", {"task": left(house)})
    assert (answer.status_code, "A colleague answers" in answer.content.decode()) == (409, True)
    assert not Acknowledgement.objects.exists()


@pytest.mark.hostile(13)
@pytest.mark.hostile(26)
def test_a_stranger_says_it_in_vain(house, story):
    story.says_yes("called", days=1)
    story.ends()
    desk_of(house, "ana").post("/handover/tasks/", {"note": "Zimtstern", "contact": "x"})
    ben = desk_of(house, "ben")
    page = ben.get("/handover/").content.decode()
    assert str(story.contact_id) not in page
    given = [left(house, "permission"), str(uuid.uuid4()), "x", ""]
    for task in given:
        assert ben.post("/handover/acknowledgement/", {"task": task}).status_code == 404
    denied = Entry.objects.filter(verb="denied", actor=str(house.members["ben"].id))
    assert (denied.count(), Acknowledgement.objects.exists()) == (4, False)
    for name in ("lou", "dee", "ada"):
        assert desk_of(house, name).get("/handover/").status_code == 404
