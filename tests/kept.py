"""Years of a line at once: contacts that were offered, taken, answered, left and closed long ago.

Rows alone, without keys: nobody opens them. They stand on the members who are there already.
"""

import datetime as dt
import uuid
from itertools import cycle

from django.db import transaction

from havre.consents.models import Consent
from havre.contacts.models import (
    Asked,
    Beside,
    Closure,
    Contact,
    Help,
    HelpEnding,
    InterpreterCall,
    Interpreting,
    Message,
    Offer,
    OfferEnding,
    Person,
    Release,
    Taking,
)
from havre.directory.models import Organization
from havre.disclosures.models import Disclosure, Ending
from havre.lib import clock
from havre.staff.models import Called, Interpreter, Member, Presence
from havre.vault.sealed import _Stored

_OLD = dt.timedelta(days=3)  # what was closed since is on the board, and «lately» for others
_BATCH = 2_000
_WORDS = _Stored(b"opened by nobody")


@transaction.atomic
def keep(count: int) -> None:
    """So many contacts more, one a minute until three days ago, all of them closed."""
    members = cycle(Member.objects.order_by("name"))
    for begun in range(0, count, _BATCH):
        these = range(begun, min(count, begun + _BATCH))
        last = clock.now() - _OLD
        _story([last - dt.timedelta(minutes=n) for n in these], [next(members) for _ in these])


def _story(times: list[dt.datetime], members: list[Member]) -> None:
    persons = [Person(file=uuid.uuid4()) for _ in times]
    contacts = [
        Contact(file=person.file, person=person, channel="webchat", language="fr", opened_at=at)
        for person, at in zip(persons, times, strict=True)
    ]
    Person.objects.bulk_create(persons)
    Contact.objects.bulk_create(contacts)
    told = list(zip(contacts, members, times, strict=True))
    minute = dt.timedelta(minutes=1)
    Asked.objects.bulk_create([Asked(contact=c, what="danger", at=at) for c, _, at in told])
    offers = [
        Offer(contact=c, step=step, member=to, at=at, until=at + minute)
        for c, member, at in told
        for step, to in (("one", member), ("one", member), ("all", None), ("supervisor", None))
    ]
    Offer.objects.bulk_create(offers)
    OfferEnding.objects.bulk_create(
        [OfferEnding(offer=offer, how="missed", at=offer.until) for offer in offers]
    )
    Release.objects.bulk_create(
        [Release(contact=c, member=member, why="silent", at=at) for c, member, at in told]
    )
    Taking.objects.bulk_create([Taking(contact=c, member=m, at=at) for c, m, at in told])
    Message.objects.bulk_create(
        [
            Message(file=c.file, contact=c, sender=sender, author=by, text=_WORDS, said_at=at)
            for c, member, at in told
            for sender, by in (("person", None), ("staff", member), ("person", None))
        ]
    )
    Beside.objects.bulk_create(
        [Beside(contact=c, member=m, since=at, ended_at=at + minute) for c, m, at in told]
    )
    Closure.objects.bulk_create(
        [Closure(contact=c, by=m, outcome="supported", at=at + minute) for c, m, at in told]
    )
    _of_colleagues(told)
    _of_what_left(told[::4])


def _of_colleagues(told: list[tuple[Contact, Member, dt.datetime]]) -> None:
    helps = [Help(kind="hand", member=m, contact=c, at=at) for c, m, at in told]
    Help.objects.bulk_create(helps)
    HelpEnding.objects.bulk_create([HelpEnding(help=h, how="came", at=h.at) for h in helps])
    Presence.objects.bulk_create(
        [Presence(member=m, state="available", since=at, ended_at=at) for _, m, at in told]
    )
    Called.objects.bulk_create(
        [Called(event=uuid.uuid4(), step=1, member=m, how="sent", at=at) for _, m, at in told]
    )
    interpreter, _ = Interpreter.objects.get_or_create(name="Kept", struck_at=clock.now())
    calls = [
        InterpreterCall(file=c.file, contact=c, member=m, language="es", at=at, over_at=at)
        for c, m, at in told
    ]
    InterpreterCall.objects.bulk_create(calls)
    Interpreting.objects.bulk_create(
        [
            Interpreting(
                call=call,
                interpreter=interpreter,
                member=call.member,
                let_in_by=call.member,
                joined_at=call.at,
                ended_at=call.at,
                how="over",
            )
            for call in calls
        ]
    )


def _of_what_left(told: list[tuple[Contact, Member, dt.datetime]]) -> None:
    shelter, _ = Organization.objects.get_or_create(key="kept", kind="ngo", names={"en": "Kept"})
    consents = [
        Consent(file=c.file, contact=c, act="share", until=at, asked_by=m, said_at=at)
        for c, m, at in told
    ]
    Consent.objects.bulk_create(consents)
    left = [
        Disclosure(
            file=consent.file,
            contact=consent.contact,
            consent=consent,
            recipient=shelter,
            content=_WORDS,
            by=consent.asked_by,
            at=consent.said_at,
        )
        for consent in consents
    ]
    Disclosure.objects.bulk_create(left)
    Ending.objects.bulk_create([Ending(disclosure=row, how="sent", at=row.at) for row in left])
