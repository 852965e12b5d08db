"""Time in the demo: an act is done at its own minute, and a new start brings the night back."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_bytes
from unittest import mock
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from havre.channels.webchat.models import Session
from havre.consents.models import Consent, Withdrawal
from havre.contacts.models import Closure, Contact, Message, Note, Taking
from havre.disclosures.models import Disclosure, Ending, HandingOver
from havre.lib import clock
from havre.referrals.models import Referral, Step
from havre.safety.models import SafetyCheck
from havre.statistics.models import PendingTally
from havre.vault import keys, own

# Every moment of a conversation: the model, its way to the contact, its columns.
_MOMENTS: tuple[tuple[type[Model], str, str], ...] = (
    (Contact, "id", "opened_at"),
    (Taking, "contact_id", "at"),
    (Message, "contact_id", "said_at"),
    (Note, "contact_id", "at"),
    (Closure, "contact_id", "at"),
    (SafetyCheck, "contact_id", "at"),
    (Consent, "contact_id", "said_at"),
    (Withdrawal, "consent__contact_id", "at"),
    (Referral, "contact_id", "offered_at"),
    (Step, "referral__contact_id", "at"),
    (Disclosure, "contact_id", "at"),
    (HandingOver, "disclosure__contact_id", "at"),
    (Ending, "disclosure__contact_id", "at"),
)


@contextmanager
def at(minutes_ago: float, *, of: dt.datetime) -> Iterator[None]:
    """Inside, it is so many minutes before `of`. The audit chain keeps its order if acts do."""
    moment = of - dt.timedelta(minutes=minutes_ago)
    with mock.patch.object(timezone, "now", return_value=moment):
        yield


def open_browsers(contacts: list[UUID]) -> None:
    """Whoever still waits has the page open, as if on a phone somewhere: for ten minutes."""
    for contact in Contact.objects.waiting().filter(id__in=contacts):
        Session.objects.filter(contact=contact).delete()
        Session.objects.create(
            id=uuid4(),
            contact=contact,
            file=contact.file,
            public=own.session_pair(token_bytes(32))[0],
            conversation=keys.public_of(contact.file, "conversation"),
            language=contact.language,
        )


@transaction.atomic
def bring_to(now: dt.datetime, *, since: dt.datetime, contacts: list[UUID]) -> None:
    """Move the seeded conversations from the night of `since` to this one.

    A conversation in which something was done since stays where it is. The audit is never moved.
    """
    for contact in contacts:
        if Contact.objects.filter(id=contact).exists() and not _touched(contact, since):
            _move(contact, now - since)


def _touched(contact: UUID, since: dt.datetime) -> bool:
    return any(
        model._default_manager.filter(**{way: contact, f"{column}__gt": since}).exists()
        for model, way, column in _MOMENTS
    )


def _move(contact: UUID, by: dt.timedelta) -> None:
    for model, way, column in _MOMENTS:
        model._default_manager.filter(**{way: contact}).update(**{column: F(column) + by})
    Consent.objects.filter(contact=contact).update(until=F("until") + by)
    closure = Closure.objects.filter(contact=contact).first()
    if closure:
        month = clock.month_of(closure.at)
        PendingTally.objects.filter(contact=contact).update(month=month)
