"""Whatever is said and taken back in whatever order, what left was agreed to in that moment."""

import datetime as dt
from contextlib import ExitStack

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from havre.consents import actions as consents
from havre.consents.models import Consent
from havre.consents.refusals import NotPermitted
from havre.contacts import actions as contacts
from havre.disclosures.door import finish_interrupted
from havre.lib import wire
from havre.referrals.actions import NotThatWay
from tests.hands import Story, begin, clock_at, later

WORDS = {"called": "ZANZIBAR", "pronouns": "QUOKKA", "reach": "OBSIDIAN", "wish": "MERIDIAN"}
shares = st.sets(st.sampled_from(sorted(WORDS)), min_size=1)
steps = st.one_of(
    st.tuples(st.just("consent"), shares, st.sampled_from([1, 7, 30])),
    st.tuples(st.just("withdraw"), st.integers(0, 4)),
    st.tuples(st.just("wait"), st.sampled_from([1, 6, 29])),
    st.tuples(st.just("share"), shares, st.booleans()),
    st.tuples(st.just("share"), shares, st.just(True)),
    st.tuples(st.just("night")),
)


class Replay:
    """One order of events, beside a ledger of our own that is a few lines and reads no row."""

    def __init__(self, story: Story, commit) -> None:
        self.story, self.commit = story, commit
        self.now = later()
        self.ledger: dict[object, tuple[set[str], dt.datetime]] = {}
        self.offers()

    def offers(self) -> None:
        with clock_at(self.now):
            self.story.is_offered_a_bed()

    def consent(self, share: set[str], days: int) -> None:
        self.offers()  # a yes moves the newest offer on
        consent = self.story.says_yes(*share, days=days)
        self.ledger[consent.id] = (share, self.now + dt.timedelta(days=days))

    def withdraw(self, which: int) -> None:
        for key in list(self.ledger)[which : which + 1]:
            del self.ledger[key]
            consents.withdraw(Consent.objects.get(id=key), by=self.story.ana)

    def wait(self, days: int) -> None:
        self.now += dt.timedelta(days=days)

    def share(self, share: set[str], carried_at_once: bool) -> None:
        with ExitStack() as stack:
            if carried_at_once:
                stack.enter_context(self.commit())
            try:
                with transaction.atomic():
                    self.story.is_put_in_touch(*share)
            except (NotPermitted, NotThatWay):
                return
            assert self.may_leave(share)

    def night(self) -> None:
        self.now += dt.timedelta(minutes=3)
        with clock_at(self.now), self.commit():
            finish_interrupted(actor="nightly run")

    def may_leave(self, share: set[str]) -> bool:
        return any(share <= agreed and self.now < until for agreed, until in self.ledger.values())

    def play(self, step: tuple) -> None:
        before = len(wire.SENT_IN_MEMORY)
        with clock_at(self.now), transaction.atomic():
            getattr(self, step[0])(*step[1:])
        for letter in wire.SENT_IN_MEMORY[before:]:
            left = {name for name, word in WORDS.items() if word in letter.body}
            if left:
                event("something left")
                assert self.may_leave(left)
                assert letter.to == "in@linden.example"


@pytest.mark.requirement("000-16")
@pytest.mark.hostile(19)
def test_what_left_was_agreed_to_in_that_moment(house, django_capture_on_commit_callbacks):
    story = begin(house, offered=False)
    contacts.learn(story.person, by=story.ana, **WORDS)
    letters = []

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.lists(steps, max_size=9))
    def replay(order):
        wire.SENT_IN_MEMORY.clear()
        main, keystore = transaction.savepoint(), transaction.savepoint(using="keystore")
        try:
            played = Replay(story, lambda: django_capture_on_commit_callbacks(execute=True))
            for step in order:
                played.play(step)
            letters.extend(wire.SENT_IN_MEMORY)
        finally:
            transaction.savepoint_rollback(main)
            transaction.savepoint_rollback(keystore, using="keystore")

    replay()
    assert len(letters) > 10  # something could leave, and did
