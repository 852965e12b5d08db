"""The one verb of this channel: log what happened elsewhere."""

import datetime as dt
import uuid
from contextlib import suppress
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.channels.offline.models import WAYS, Logged
from havre.contacts import actions as contacts
from havre.contacts.models import Contact, Taking
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.staff.signin import SignedIn
from havre.vault import keys


class NotYet(ValueError):
    """A contact that has not happened yet cannot be logged."""


@dataclass(frozen=True, slots=True)
class Happened:
    """How somebody reached us, in which language, and roughly when."""

    way: str
    language: str
    day: dt.date | None = None
    part: str = ""


def log(happened: Happened, *, by: SignedIn, key: uuid.UUID) -> uuid.UUID:
    """Open a record that never waits: whoever logs it holds it. The id of the contact.

    The same `key` again opens nothing more. Raises NotYet, and ValueError for another channel.
    """
    if happened.way not in WAYS:
        raise ValueError(f"{happened.way} is no way of this channel")
    if happened.day and happened.day > clock.line_time(clock.now()).date():
        raise NotYet
    if not Contact.objects.filter(id=key).exists():
        with suppress(IntegrityError):  # a double click: the other was first
            _store(happened, by, key)
    return key


def _store(happened: Happened, by: SignedIn, key: uuid.UUID) -> None:
    files = keys.make_file()  # the keystore commits first
    with transaction.atomic():
        contact = contacts.reach(
            files, contact_id=key, channel=happened.way, language=happened.language
        )
        Taking.objects.create(contact=contact, member=by.member)
        Logged.objects.create(contact=contact, day=happened.day, part=happened.part)
        record(actor=by.actor, verb=Verb.LOGGED, target=keys.pseudonym(contact.file))
        ring("queue")
