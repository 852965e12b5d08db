"""The house guards who listens against one hard contact after the other, and nobody pays for it."""

import uuid

import pytest

from havre.contacts import actions, offering, queue, transport
from havre.contacts.models import Asked, Contact, Offer
from havre.contacts.signals import Facts
from havre.desk.tests.hand import desk_of
from havre.staff import care

CHANNEL = "practice"  # a channel of these tests: whoever writes by it is always there


@pytest.fixture(autouse=True)
def always_there(monkeypatch):
    monkeypatch.setitem(transport._here, CHANNEL, set)


@pytest.fixture
def mina(house):
    return house.somebody_writes("Bonjour.", channel=CHANNEL)


def ends(contact: Contact, who, **more) -> None:
    facts = {"outcome": "supported", "facts": Facts(), "no_wish": "not_said"} | more
    actions.close(Contact.objects.get(id=contact.id), by=who, **facts)


def says_danger(contact: Contact) -> None:
    offering.asked_by_the_person(contact.id, "danger", key=uuid.uuid4())


def test_who_closed_a_hard_one_is_spared_and_who_closed_another_is_not(house, mina):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    actions.take(mina, by=ana)
    ends(mina, ana, hard=True)
    second = house.somebody_writes("Salut.", channel=CHANNEL)
    actions.take(second, by=ben)
    ends(second, ben)
    spared = {each.on.member.alias: each.is_spared for each in queue.colleagues()}
    assert spared == {"Ana": True, "Ben": False}
    assert [sum(care.meter_of(who).hard) for who in (ana, ben)] == [1, 0]


def test_danger_that_was_said_spares_who_listened_whoever_closes(house, mina):
    ana, sue = house.on_duty("ana"), house.on_duty("sue")
    actions.take(mina, by=ana)
    says_danger(mina)
    ends(mina, sue)
    assert care.spared() == {ana.id, sue.id}


@pytest.mark.usefixtures("on_desk")
def test_in_danger_it_is_put_to_the_others_on_the_board_of_who_is_spared(house, mina):
    ana, ben = desk_of(house, "ana"), desk_of(house, "ben")
    care.spare(house.members["ana"])
    says_danger(mina)
    offering.keep_watch()
    assert [offer.step for offer in Offer.objects.all()] == ["all"]
    assert "this one need not be yours" in ana.get("/waiting/").content.decode()
    assert "Everyone is asked" in ben.get("/waiting/").content.decode()
    assert ana.post(f"/talk/{mina.id}/taking/").status_code == 302  # willing hands are never held


@pytest.mark.requirement("000-28")
def test_no_number_of_calls_changes_how_somebody_in_danger_is_asked_for(house):
    tired, fresh = house.on_duty("ana"), house.on_duty("ben")
    care.spare(tired.member)
    asked = []
    for _ in range(21):
        contact = house.somebody_writes("C’est encore moi.", channel=CHANNEL)
        Asked.objects.create(contact=contact, what="danger")
        turn = queue.turn_of(contact)
        asked.append([each.id for each in queue.to_be_asked(turn, queue.colleagues())])
    assert asked == [[fresh.id]] * 21


@pytest.mark.usefixtures("on_desk")
@pytest.mark.parametrize(
    ("how", "then"),
    [
        (("", False), "/?closed=yes"),
        (("on", False), "/care/?hard=yes"),
        (("", True), "/care/?hard=yes"),
    ],
)
def test_closing_leads_to_care_only_after_a_hard_one(house, mina, how, then):
    ticked, danger = how
    ana = desk_of(house, "ana")
    ana.post(f"/talk/{mina.id}/taking/")
    if danger:
        says_danger(mina)
    form = {"outcome": "supported", "no_wish": "not_said", "hard": ticked}
    assert ana.post(f"/talk/{mina.id}/closure/", form)["Location"] == then
