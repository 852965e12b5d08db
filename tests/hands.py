"""What the tests of several rooms do by hand: move the clock, play a story up to a point."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from unittest.mock import patch

from django.db import transaction
from django.utils import timezone

from havre.consents import actions as consents
from havre.consents.actions import Given
from havre.consents.models import Consent
from havre.contacts import actions as contacts
from havre.contacts.models import Contact, Person
from havre.contacts.signals import Facts
from havre.referrals import actions as referrals
from havre.referrals.models import Referral
from havre.staff.signin import SignedIn
from tests.people import House

SAID = {
    "called": "Mina",
    "pronouns": "iel, au pluriel",
    "reach": "mardi à 10 h",
    "wish": "Un lit, sans question.",
    "province": "ON",
    "needs": "emergency_shelter",
}


@contextmanager
def clock_at(moment: dt.datetime) -> Iterator[None]:
    """The machine's clock, as Django reads it, stands at this moment."""
    with patch.object(timezone, "now", lambda: moment):
        yield


def later(**span: float) -> dt.datetime:
    """The moment that is so far from now."""
    return timezone.now() + dt.timedelta(**span)


class _GoesWrong(Exception):
    """After everything was done, and before it is committed."""


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction in which something goes wrong at the very end."""
    with suppress(_GoesWrong), transaction.atomic():
        yield
        raise _GoesWrong


@dataclass
class Story:
    """Somebody wrote, Ana took it, learned something and offered a bed."""

    house: House
    ana: SignedIn
    contact_id: object

    @property
    def contact(self) -> Contact:
        """As the database has it now."""
        return Contact.objects.get(id=self.contact_id)

    @property
    def person(self) -> Person:
        """As the database has it now."""
        return self.contact.person

    @property
    def referral(self) -> Referral:
        """The newest offer."""
        return Referral.objects.filter(contact=self.contact_id).last()

    def says_yes(self, *share: str, **more: object) -> Consent:
        """A yes to the shelter for these items."""
        given = {"act": "pass_on", "recipient": self.house.shelter, "share": share} | more
        return consents.give(self.contact, Given(**given), by=self.ana)

    def is_offered_a_bed(self) -> Referral:
        """Another offer of the same bed."""
        return referrals.offer(self.contact, [self.house.bed], by=self.ana)[0]

    def is_put_in_touch(self, *share: str) -> object:
        """Through the door."""
        return referrals.put_in_touch(self.referral, frozenset(share), by=self.ana)

    def ends(self, **facts: object) -> None:
        """Closed, with the wish that is written."""
        contacts.close(self.contact, by=self.ana, outcome="not_ready", facts=Facts(**facts))


def begin(house: House, *texts: str, offered: bool = True) -> Story:
    """A story up to the offer."""
    ana = house.on_duty("ana")
    contact = house.somebody_writes(*(texts or ("J’ai besoin d’un lit.",)))
    contacts.take(contact, by=ana)
    story = Story(house, ana, contact.id)
    contacts.learn(story.person, by=ana, **SAID)
    if offered:
        story.is_offered_a_bed()
    return story


@contextmanager
def undone() -> Iterator[None]:
    """As if it had not been: both databases go back to where they stood."""
    with transaction.atomic(), transaction.atomic(using="keystore"):
        yield
        for name in ("default", "keystore"):
            transaction.set_rollback(True, using=name)
