"""Whatever happens in a night, in whatever order: nobody is lost, nobody is held by two."""

import datetime as dt
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from havre.contacts import actions, offering, queue, together
from havre.contacts.models import Asked, Contact, Message, Offer, Taking, Unclosed
from havre.contacts.signals import Facts
from havre.contacts.tests.waiting import CHANNEL
from havre.contacts.wishes import WISHES
from havre.staff import presence
from havre.staff.access import Denied
from havre.staff.models import DeskSession, Member
from havre.staff.signin import SignedIn
from tests.hands import clock_at, rolled_back

pytestmark = [pytest.mark.usefixtures("told"), pytest.mark.requirement("000-08")]
NAMES = ("ana", "ben", "sue")
REFUSALS = (
    actions.AlreadyTaken,
    actions.Closed,
    actions.NotWanted,
    actions.SomebodyIsAsked,
    together.NotWanted,
    together.Over,
    Denied,
)


@dataclass
class Night:
    """The house, its people, and a clock that a step moves on."""

    house: object
    now: dt.datetime = field(default_factory=timezone.now)
    who: dict[str, SignedIn] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    said: int = 0

    def begins(self) -> None:
        """Three are on duty; one of them is a woman whom people may ask for."""
        self.who = {name: self.house.on_duty(name) for name in NAMES}
        brings = {"ben": "woman youth", "sue": "youth labour"}
        for name, skills in brings.items():
            Member.objects.filter(id=self.who[name].id).update(skills=skills, languages="fr en")

    def write(self, who: SignedIn, contact: Contact | None) -> None:
        self.house.somebody_writes("Bonjour.", channel=CHANNEL)
        self.said += 1

    def take(self, who: SignedIn, contact: Contact) -> None:
        actions.take(contact, by=who)

    def answer(self, who: SignedIn, contact: Contact) -> None:
        if contact.taken_by == who.member:
            actions.answer(contact, actions.Words("Je suis là.", uuid.uuid4()), by=who)

    def pass_on(self, who: SignedIn, contact: Contact) -> None:
        offering.pass_on(contact, by=who)

    def give_back(self, who: SignedIn, contact: Contact) -> None:
        offering.give_back(contact, by=who)

    def close(self, who: SignedIn, contact: Contact) -> None:
        if contact.taken_by == who.member:
            actions.close(contact, by=who, outcome="not_ready", facts=Facts(), no_wish="not_asked")

    def hand_over(self, who: SignedIn, contact: Contact) -> None:
        if contact.taken_by == who.member:
            together.ask_help("hand_over", by=who, contact=contact)

    def come(self, who: SignedIn, contact: Contact) -> None:
        for help in together.seen_by(who):
            together.come(help, by=who)

    def ask_woman(self, who: SignedIn, contact: Contact) -> None:
        self._wish(contact, "woman")

    def ask_indigenous(self, who: SignedIn, contact: Contact) -> None:
        """Nobody tonight knows those services."""
        self._wish(contact, "indigenous")

    def _wish(self, contact: Contact, wish: str) -> None:
        if not contact.is_closed:  # the page of what is closed asks nothing
            offering.asked_by_the_person(contact.id, wish, key=uuid.uuid5(contact.id, wish))

    def hand_on_for_youth(self, who: SignedIn, contact: Contact) -> None:
        if contact.is_closed:
            return
        offering.ask(contact, "youth", by=who)
        offering.give_back(contact, by=who)

    def ask_danger(self, who: SignedIn, contact: Contact) -> None:
        offering.asked_by_the_person(contact.id, "danger", key=uuid.uuid5(contact.id, "danger"))

    def want_somebody_else(self, who: SignedIn, contact: Contact) -> None:
        offering.ask(contact, "not", by=who, member=who.member)
        offering.give_back(contact, by=who)

    def rest(self, who: SignedIn, contact: Contact) -> None:
        presence.be(who.member, presence.PAUSE)

    def go_on(self, who: SignedIn, contact: Contact) -> None:
        presence.be(who.member, presence.AVAILABLE)

    def fall_silent(self, who: SignedIn, contact: Contact) -> None:
        self.silent.add(who.member.name)

    def come_back(self, who: SignedIn, contact: Contact) -> None:
        self.silent.discard(who.member.name)

    def wait(self, seconds: int) -> None:
        """The clock moves on; whoever is there gives signs of life; the house keeps watch."""
        self.now += dt.timedelta(seconds=seconds)
        with clock_at(self.now):
            for name, who in self.who.items():
                if name not in self.silent:
                    DeskSession.objects.filter(member=who.member).update(alive_at=self.now)
            for _ in range(12):
                if not offering.keep_watch():
                    break
            else:
                raise AssertionError("the house never comes to rest")
            self.nobody_is_lost()

    def nobody_is_lost(self) -> None:
        """Held by somebody who is there, or waiting with the house still looking for somebody."""
        there = {each.member.id for each in presence.on_duty()}
        held = Taking.objects.filter(contact__closure=None)
        assert {taking.member_id for taking in held} <= there
        assert Message.objects.filter(sender="person", kind="words").count() == self.said
        colleagues, turns = queue.colleagues(), queue.turns()
        assert len(turns) + held.count() == Contact.objects.open().count()
        for turn in turns:
            assert turn.current or not colleagues or queue.next_step(turn, colleagues) is None
            free = [each for each in queue.suited(turn, colleagues) or [] if each.is_free]
            fresh = {each.id for each in free if "responder" in each.on.roles}
            asked = {offer.member_id for offer in turn.offers}
            assert turn.current or turn.in_danger or fresh <= asked
        standing = Offer.objects.filter(step=queue.ONE, ending=None, until__gt=self.now)
        asked_at_once = Counter(standing.values_list("member", flat=True))
        assert max(asked_at_once.values(), default=0) <= 1
        assert not standing.exclude(contact__closure=None).exists()
        assert set(Unclosed.objects.values_list("contact", flat=True)) == {
            *Contact.objects.filter(closure=None).values_list("id", flat=True)
        }
        closed = Contact.objects.exclude(closure=None)
        assert not Asked.objects.filter(contact__in=closed, what__in=WISHES).exists()


STEPS = [
    name
    for name in vars(Night)
    if not name.startswith("_") and name not in {"begins", "wait", "nobody_is_lost"}
]
STEPS = [name for name in STEPS if callable(getattr(Night, name))]
EVENTS = st.tuples(
    st.sampled_from([*STEPS, *["write"] * 3, *["take"] * 6, "fall_silent", "come_back"]),
    st.sampled_from(NAMES),
    st.integers(0, 5),
    st.sampled_from([0, 1, 5, 21, 30, 41, 90, 200, 400]),
)


@given(events=st.lists(EVENTS, min_size=30, max_size=60))
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # making a night shorter takes minutes; the night itself says enough
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nobody_is_lost_and_nobody_is_held_by_two_whatever_happens(house, events):
    with rolled_back():
        night = Night(house)
        night.begins()
        for step, name, which, seconds in events:
            open_ones = list(Contact.objects.with_state().order_by("opened_at", "id"))
            contact = open_ones[which % len(open_ones)] if open_ones else None
            if contact or step == "write":
                with clock_at(night.now), suppress(*REFUSALS):
                    getattr(night, step)(night.who[name], contact)
            night.wait(seconds)
