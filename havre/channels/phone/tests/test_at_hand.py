"""What the desk says of the call that rings there or goes on: its language, never who calls."""

import pytest

from havre.channels.phone import calls, desk_phones
from havre.channels.phone.models import Call
from havre.contacts import actions, together
from havre.contacts.models import Contact, Offer
from havre.desk.tests.hand import desk_of
from havre.lib import clock
from havre.staff.models import Member
from tests.hands import clock_at, later

pytestmark = pytest.mark.usefixtures("on_desk")
NOTHING = {"says": "", "talk": "", "contact": "", "table": ""}


@pytest.fixture
def desks(house):
    """Ana and Ben, who speak French, each with a phone that would ring."""
    Member.objects.filter(name__in=("ana", "ben")).update(languages="fr")
    for name in ("ana", "ben"):
        endpoint, _ = desk_phones.open_for(house.on_duty(name))
        desk_phones.says(endpoint, is_up=True)
    return house


def told(house, name: str, path: str = "/phone/caller/") -> dict[str, str]:
    return desk_of(house, name).get(path).json()


def opened_by(contact_id) -> dict[str, str]:
    talk = f"/talk/{contact_id}/#h-safety"
    return NOTHING | {"says": "In French.", "talk": talk, "contact": str(contact_id)}


def asked_first(contact_id) -> tuple[str, str]:
    """Whose phone rings, and whose does not."""
    name = Offer.objects.get(contact=contact_id, ending=None).member.name
    return name, "ben" if name == "ana" else "ana"


def test_whoever_is_rung_reads_its_language_and_nobody_else_does(desks):
    assert told(desks, "ana") == NOTHING
    contact = calls.begin("fr", clock.now())
    rung, other = asked_first(contact)
    assert told(desks, rung) == NOTHING | {"says": "In French."}
    assert told(desks, other) == NOTHING
    assert told(desks, "sue") == NOTHING


def test_a_relay_call_says_so_while_it_rings_here_and_on_the_board(desks):
    contact = calls.begin("fr", clock.now(), is_relay=True)
    rung, _ = asked_first(contact)
    says = "In French. A relay service carries the call."
    assert told(desks, rung) == NOTHING | {"says": says}
    board = desk_of(desks, rung).get("/").content.decode()
    assert ("Calls, in French" in board, "Relay call" in board) == (True, True)
    assert "Writes in" not in board


def test_once_it_is_answered_its_conversation_is_told_to_whoever_answered_alone(desks):
    contact = calls.begin("fr", clock.now())
    rung, other = asked_first(contact)
    answering = desks.on_duty(rung)
    assert calls.answered(contact, f"m{answering.id.hex}") is True
    assert told(desks, rung) == opened_by(contact)
    assert told(desks, other) == NOTHING
    page = desk_of(desks, rung).get(opened_by(contact)["talk"]).content.decode()
    assert '<h2 id="h-safety" tabindex="-1">' in page
    assert ("Safe to talk" in page, "Safe to write" in page) == (True, False)


def test_whoever_sits_beside_it_is_told_too_and_whoever_interprets_is_not(desks):
    contact = calls.begin("fr", clock.now())
    rung, other = asked_first(contact)
    calls.answered(contact, f"m{desks.on_duty(rung).id.hex}")
    together.sit_beside(Contact.objects.get(id=contact), by=desks.on_duty("sue"))
    assert told(desks, "sue") == opened_by(contact)
    assert told(desks, "ines") == NOTHING
    assert told(desks, other) == NOTHING


def test_the_talk_that_goes_on_comes_before_one_that_was_taken_on_the_page(desks):
    first, second = calls.begin("fr", clock.now()), calls.begin("fr", clock.now())
    for contact in (first, second):
        who = desks.on_duty("ana")
        if Contact.objects.with_state().get(id=contact).taken_by is None:
            actions.take(Contact.objects.get(id=contact), by=who)
    Call.objects.filter(contact=first).update(answered_at=clock.now())
    assert told(desks, "ana") == opened_by(first)
    calls.left(first)
    assert told(desks, "ana") == opened_by(second)


def test_a_call_that_nobody_has_seen_for_long_is_no_call(desks):
    contact = calls.begin("fr", clock.now())
    rung, _ = asked_first(contact)
    calls.answered(contact, f"m{desks.on_duty(rung).id.hex}")
    with clock_at(later(minutes=2)):
        assert told(desks, rung) == NOTHING


def test_it_is_said_in_french_to_whoever_reads_french(desks):
    rung, _ = asked_first(calls.begin("fr", clock.now(), is_relay=True))
    desk = desk_of(desks, rung)
    desk.post("/language/", {"language": "fr", "here": "/"})
    says = "En français. Un service de relais transmet l’appel."
    assert desk.get("/phone/caller/").json() == NOTHING | {"says": says}


def test_looking_writes_nothing(desks):
    contact = calls.begin("fr", clock.now())
    rung, _ = asked_first(contact)
    before = list(Offer.objects.values_list()), list(Call.objects.values_list())
    desk = desk_of(desks, rung)
    assert desk.post("/phone/caller/").status_code == 405
    desk.get("/phone/caller/")
    assert (list(Offer.objects.values_list()), list(Call.objects.values_list())) == before
