"""The panel of a call: to whoever holds it, what can be done, and a sentence where it cannot."""

import pytest

from havre.audit.actions import verify
from havre.audit.models import Entry
from havre.channels.phone import calls, desk_phones, talk, transfers
from havre.channels.phone.models import OutwardCall, Pause, Relay, ToSay, Transfer
from havre.consents import actions as consents
from havre.consents.actions import Given
from havre.contacts import actions, offering, together
from havre.contacts.models import Contact
from havre.contacts.signals import Facts
from havre.desk.tests.hand import desk_of
from havre.disclosures.models import Disclosure, HandingOver
from havre.lib import clock
from havre.referrals import actions as referrals

pytestmark = pytest.mark.usefixtures("on_desk")


@pytest.fixture
def line_out(settings):
    settings.PHONE_CARRIER = "carrier.example"
    settings.PHONE_OUTWARD = {"+1613": "2"}


@pytest.fixture
def contact(house, line_out) -> Contact:
    """A call that Ana holds, and a bed that was offered in it."""
    ana = house.on_duty("ana")
    endpoint, _ = desk_phones.open_for(ana)
    desk_phones.says(endpoint, is_up=True)
    found = Contact.objects.get(id=calls.begin("fr", clock.now()))
    actions.take(found, by=ana)
    actions.learn(found.person, by=ana, called="Mina")
    referrals.offer(found, [house.bed], by=ana)
    return found


def yes(house, contact):
    given = Given(act="pass_on", recipient=house.shelter, share=("called",))
    return consents.give(contact, given, by=house.on_duty("ana"))


def panel(house, contact, name: str = "ana") -> str:
    return desk_of(house, name).get(f"/talk/{contact.id}/panels/call/").content.decode()


def conversation(house, contact, name: str = "ana") -> str:
    return desk_of(house, name).get(f"/talk/{contact.id}/messages/").content.decode()


def press(house, contact, what: str, name: str = "ana"):
    return desk_of(house, name).post(f"/talk/{contact.id}/call/{what}/")


def dials(house, contact, name: str = "ana", share: str = "called"):
    referral = contact.referral_set.get()
    return desk_of(house, name).post(f"/referrals/{referral.id}/call/", {"share": share})


def test_the_person_waits_and_all_are_together_again(house, contact):
    assert "Let the person wait a moment" in panel(house, contact)
    assert press(house, contact, "waiting").status_code == 302
    press(house, contact, "waiting")  # a double click
    assert Pause.objects.count() == 1
    assert "All together" in panel(house, contact)
    assert calls.now([contact.id])[contact.id].is_paused is True
    press(house, contact, "coming-back")
    assert calls.now([contact.id])[contact.id].is_paused is False


def test_a_relay_service_carries_it_and_whoever_reads_it_knows(house, contact):
    assert "A relay service carries it" in panel(house, contact)
    assert press(house, contact, "relay").status_code == 302
    press(house, contact, "relay")  # a double click
    assert Relay.objects.get().by == house.members["ana"]
    assert "one thing at a time" in panel(house, contact)
    assert "No relay service after all" in panel(house, contact)
    assert calls.now([contact.id])[contact.id].is_relay is True
    assert "A relay service carries this call" in conversation(house, contact)


def test_taken_back_it_is_usual_again_and_the_operator_was_greeted_once(house, contact):
    for what in ("relay", "no-relay", "no-relay", "relay"):
        press(house, contact, what)
    assert [each.ended_at is None for each in Relay.objects.order_by("at")] == [False, True]
    assert list(ToSay.objects.values_list("event", flat=True)) == ["taken", "relay"]
    press(house, contact, "no-relay")
    assert calls.now([contact.id])[contact.id].is_relay is False
    assert "No relay service carries this call after all." in conversation(house, contact)
    verbs = Entry.objects.filter(verb__contains="relayed").values_list("verb", flat=True)
    marked = ["call_relayed", "call_not_relayed"]
    assert list(verbs) == marked * 2
    assert verify().why == ""


def test_the_number_says_it_too_once_and_it_can_be_taken_back(house, contact):
    other = Contact.objects.get(id=calls.begin("fr", clock.now(), is_relay=True))
    assert calls.now([other.id])[other.id].is_relay is True
    actions.close(contact, by=house.on_duty("ana"), outcome="listened", facts=Facts(),
                  no_wish="not_asked")  # fmt: skip
    actions.take(other, by=house.on_duty("ana"))
    press(house, other, "no-relay")
    assert calls.found(other.id, is_relay=True)  # our program died, and the next one asks again
    assert calls.now([other.id])[other.id].is_relay is False
    press(house, other, "relay")
    assert "relay" not in ToSay.objects.filter(call__contact=other).values_list("event", flat=True)


def test_who_takes_it_over_has_a_relay_call_still(house, contact):
    press(house, contact, "relay")
    offering.give_back(contact, by=house.on_duty("ana"))
    waits = calls.now([contact.id])[contact.id]
    assert (waits.holder, waits.is_relay) == ("", True)
    actions.take(contact, by=house.on_duty("ben"))
    assert "A relay service carries this call" in conversation(house, contact, "ben")
    assert "No relay service after all" in panel(house, contact, "ben")
    assert press(house, contact, "no-relay").status_code == 404  # Ana holds it no more
    assert Relay.objects.get().ended_at is None


def test_whoever_helps_beside_it_sees_it_and_cannot_change_it(house, contact):
    press(house, contact, "relay")
    together.sit_beside(contact, by=house.on_duty("sue"))
    shown = panel(house, contact, "sue")
    assert "one thing at a time" in shown
    assert "No relay service after all" not in shown


def test_the_person_is_told_of_each(house, contact):
    press(house, contact, "waiting")
    press(house, contact, "coming-back")
    assert list(ToSay.objects.values_list("event", flat=True)) == [
        "taken",
        "aside",
        "back",
    ]


def test_a_service_is_offered_to_be_called_once_there_is_a_yes_and_a_number(house, contact):
    assert "Call them" not in panel(house, contact)
    yes(house, contact)
    assert "Call them" in panel(house, contact)
    house.shelter.phones = []
    house.shelter.save()
    assert "Call them" not in panel(house, contact)


def test_calling_it_lets_the_person_wait_and_says_what_may_be_told(house, contact):
    yes(house, contact)
    assert dials(house, contact).status_code == 302
    shown = panel(house, contact)
    assert "Linden is being called." in shown
    assert "All together" in shown
    assert dials(house, contact).status_code == 422  # a double click calls once
    assert Transfer.objects.count() == Disclosure.objects.count() == 1


def test_without_a_yes_a_sentence_says_so_and_nothing_is_called(house, contact):
    answer = dials(house, contact)
    assert answer.status_code == 422
    assert "has not said yes" in answer.content.decode()
    assert Transfer.objects.count() == Pause.objects.count() == 0


@pytest.mark.parametrize("lacks", [{"PHONE_CARRIER": ""}, {"PHONE_OUTWARD": {}}])
def test_a_line_with_no_way_out_calls_nobody(house, contact, settings, lacks):
    for name, value in lacks.items():
        setattr(settings, name, value)
    yes(house, contact)
    assert "Call them" not in panel(house, contact)
    answer = dials(house, contact)
    assert answer.status_code == 422
    assert "no carrier" in answer.content.decode()


def test_where_the_line_may_not_call_a_sentence_says_so_and_nothing_leaves(
    house, contact, settings
):
    settings.PHONE_OUTWARD = {"+1514": "2"}
    yes(house, contact)
    answer = dials(house, contact)
    assert answer.status_code == 422
    assert "may not call where that number is" in answer.content.decode()
    assert Transfer.objects.count() == Pause.objects.count() == Disclosure.objects.count() == 0


@pytest.mark.parametrize(
    ("limit", "says"),
    [
        ("PHONE_OUTWARD_AT_ONCE", "makes as many calls as it may"),
        ("PHONE_OUTWARD_HOUR", "has made as many calls as it may in an hour"),
        ("PHONE_OUTWARD_COST", "has spent on calls what it may"),
    ],
)
def test_a_limit_of_the_line_stops_it_and_the_door_says_it_never_left(
    house, contact, settings, *, limit, says
):
    setattr(settings, limit, 1)
    others = OutwardCall.objects.create(cents=0, ended_at=ended(limit))
    yes(house, contact)
    dials(house, contact)
    row = Transfer.objects.get()
    assert transfers.dial(row.disclosure_id) == ""
    assert says in panel(house, contact)
    assert Disclosure.objects.get().state == "stopped"
    assert HandingOver.objects.count() == 0
    assert OutwardCall.objects.get() == others
    assert calls.now([contact.id])[contact.id].is_paused is False

    setattr(settings, limit, 100)  # later it can be tried again, by the same yes
    assert "Call them" in panel(house, contact)
    assert dials(house, contact).status_code == 302
    assert says not in panel(house, contact)
    again = Transfer.objects.get(ended_at=None)
    assert transfers.dial(again.disclosure_id) == "Local/+16135550118@outward/n"


def test_a_call_counts_for_the_limits_from_its_dialling_to_its_end(house, contact):
    yes(house, contact)
    dials(house, contact)
    disclosure = Transfer.objects.get().disclosure_id
    assert transfers.dial(disclosure) != ""
    assert transfers.dial(disclosure) == ""  # another look: nothing is dialled twice
    counted = Transfer.objects.get().outward
    assert counted.ended_at is None
    assert OutwardCall.objects.filter(ended_at=None).count() == 1
    transfers.went(disclosure)
    assert OutwardCall.objects.filter(ended_at=None).count() == 0


def test_a_yes_taken_back_counts_for_no_limit_any_more(house, contact):
    consent = yes(house, contact)
    dials(house, contact)
    consents.withdraw(consent, by=house.on_duty("ana"))
    assert transfers.dial(Transfer.objects.get().disclosure_id) == ""
    assert OutwardCall.objects.filter(ended_at=None).count() == 0


def ended(limit: str):
    return None if limit == "PHONE_OUTWARD_AT_ONCE" else clock.now()


def test_the_two_are_left_alone_only_once_all_are_together(house, contact):
    yes(house, contact)
    dials(house, contact)
    assert press(house, contact, "leaving").status_code == 422
    Transfer.objects.update(answered_at=clock.now())
    assert press(house, contact, "leaving").status_code == 422  # the person still waits
    press(house, contact, "coming-back")
    assert press(house, contact, "leaving").status_code == 302
    assert "talk alone" in panel(house, contact)


@pytest.mark.parametrize("name", ["ben", "sue"])
def test_nobody_else_touches_it_not_even_from_beside(house, contact, name):
    yes(house, contact)
    together.sit_beside(contact, by=house.on_duty("sue"))
    for what in ("waiting", "coming-back", "letting-go", "leaving", "relay", "no-relay"):
        assert press(house, contact, what, name).status_code == 404
    assert dials(house, contact, name).status_code == 404
    assert Transfer.objects.count() == Pause.objects.count() == 0


def test_once_the_caller_hung_up_nothing_can_be_done_any_more(house, contact):
    yes(house, contact)
    calls.left(contact.id)
    assert "The call is over." in panel(house, contact)
    for what in ("waiting", "relay", "no-relay"):
        assert press(house, contact, what).status_code == 422
    assert dials(house, contact).status_code == 422
    with pytest.raises(talk.Over):
        talk.let_wait(contact, by=house.on_duty("ana"))


def test_a_yes_taken_back_ends_what_was_wanted(house, contact):
    consent = yes(house, contact)
    dials(house, contact)
    consents.withdraw(consent, by=house.on_duty("ana"))
    now = calls.now([contact.id])[contact.id]
    assert (now.out, Transfer.objects.filter(ended_at=None).count()) == (None, 0)
    assert calls.now([contact.id])[contact.id].is_paused is False
    assert Disclosure.objects.get().state == "stopped"


def test_the_panel_stands_in_the_workspace_of_a_call_alone(house, contact):
    assert 'id="panel-call"' in desk_of(house, "ana").get(f"/talk/{contact.id}/").content.decode()
    written = house.somebody_writes("Allô")
    actions.take(written, by=house.on_duty("ana"))
    page = desk_of(house, "ana").get(f"/talk/{written.id}/").content.decode()
    assert 'id="panel-call"' not in page
