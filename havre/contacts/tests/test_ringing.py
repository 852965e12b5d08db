"""The house calls a member who looks elsewhere: that there is something, never what or who."""

import datetime as dt
import uuid

import pytest

from havre.contacts import actions, offering, ringing, together
from havre.contacts.models import Contact, Offer
from havre.contacts.tests.waiting import CHANNEL
from havre.lib import clock
from havre.staff import presence
from havre.staff.signin import SignedIn
from havre.vault import keys
from tests.people import House

pytestmark = pytest.mark.usefixtures("told")
SILENT: dict[str, list[str]] = {"waits": [], "wrote": [], "asks": []}


def counts(who: SignedIn) -> tuple[int, int, int]:
    found = ringing.for_whom(who)
    return len(found["waits"]), len(found["wrote"]), len(found["asks"])


def says(contact: Contact, text: str) -> None:
    actions.receive(
        actions.Words(text, uuid.uuid4()),
        contact_id=contact.id,
        file=contact.file,
        public=keys.public_of(contact.file, "conversation"),
    )


def test_calls_whom_somebody_is_offered_to_and_nobody_else(house: House, mina: Contact) -> None:
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    offering.keep_watch()
    offer = Offer.objects.get()
    assert offer.member == ana.member
    assert ringing.for_whom(ana) == SILENT | {"waits": [str(offer.id)]}
    assert ringing.for_whom(ben) == SILENT


def test_an_offer_that_was_taken_calls_no_more(house: House, mina: Contact) -> None:
    ana = house.on_duty("ana")
    offering.keep_watch()
    actions.take(mina, by=ana)
    assert counts(ana) == (0, 1, 0)


@pytest.mark.parametrize(
    ("step", "language", "called"),
    [
        ("all", "fr", {"ana"}),
        ("all", "uk", {"ana"}),  # the house does not write it: whoever could answer, with help
        ("supervisor", "uk", {"sue"}),
        ("told", "fr", set()),
    ],
)
def test_what_is_put_to_all_calls_who_could_answer_it(
    house: House, step: str, language: str, called: set[str]
) -> None:
    people = {name: house.on_duty(name) for name in ("ana", "sue")}
    contact = house.somebody_writes("Bonjour.", language=language, channel=CHANNEL)
    until = clock.now() + dt.timedelta(minutes=1)
    Offer.objects.create(contact=contact, step=step, until=until)
    assert {name for name, who in people.items() if counts(who)[0]} == called


def test_every_new_word_of_the_person_is_news_until_it_is_answered(
    house: House, mina: Contact
) -> None:
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    actions.take(mina, by=ana)
    first = ringing.for_whom(ana)["wrote"]
    says(mina, "Zimtstern")
    second = ringing.for_whom(ana)["wrote"]
    assert (len(first), len(second), first == second) == (1, 1, False)
    assert ringing.for_whom(ben) == SILENT
    assert "Zimtstern" not in str(second)
    actions.answer(mina, actions.Words("Oui.", uuid.uuid4()), by=ana)
    assert ringing.for_whom(ana) == SILENT


def test_what_a_colleague_asks_calls_whom_it_concerns(house: House) -> None:
    ana, sue = house.on_duty("ana"), house.on_duty("sue")
    together.ask_help(together.ALARM, by=ana)
    assert (counts(ana), counts(sue)) == ((0, 0, 0), (0, 0, 1))


@pytest.mark.parametrize("state", [presence.PAUSE, presence.AWAY])
def test_nothing_calls_whoever_is_on_a_break_or_away(
    house: House, mina: Contact, state: str
) -> None:
    ana, sue = house.on_duty("ana"), house.on_duty("sue")
    actions.take(mina, by=ana)
    together.ask_help(together.ALARM, by=sue)
    assert counts(ana) == (0, 1, 1)
    presence.be(ana.member, state)
    assert ringing.for_whom(ana) == SILENT
