"""Made-up services move into a house: all of them or none, in one transaction, told once."""

import datetime as dt
from collections.abc import Iterable
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction

from havre.audit.actions import record as audit
from havre.audit.verbs import Verb
from havre.directory import fields
from havre.directory.models import (
    Capacity,
    Confirmation,
    Counter,
    Location,
    Organization,
    Record,
    SearchDoc,
    Service,
    ServiceAtLocation,
)
from havre.lib import clock
from havre.prompt.made_up import cards
from havre.prompt.made_up.services import PREFIX, SERVICES, Made, organizations

BY = "made-up"
_AT_ONCE = 500  # organizations
Family = tuple[Made, list[Made]]
_R = TypeVar("_R", bound=Record)


class NotAlone(Exception):
    """The house holds services that somebody offers. Nothing was changed."""


@transaction.atomic
def move_in(size: int, seed: int, *, beside: bool = False) -> int:
    """Write `size` more made-up services; return how many there are now.

    Raises NotAlone if there are others and nobody said that these may stand beside them.
    """
    if not beside and Service.objects.exclude(key__startswith=PREFIX).exists():
        raise NotAlone
    there = Service.objects.filter(key__startswith=PREFIX).count()
    first = there + there % SERVICES
    now, n = clock.now(), _numbers(size)
    families = organizations(size, seed, first)
    while some := list(islice(families, _AT_ONCE)):
        _write(some, now)
        n = _tell_finder(some, n, now)
    audit(actor=BY, verb=Verb.DIRECTORY_IMPORTED)
    return there + size


def _numbers(size: int) -> int:
    """Take `size` numbers of changes; return the last that was given before."""
    Counter.objects.get_or_create(id=1)
    counter = Counter.objects.select_for_update().get(id=1)
    before = int(counter.n)
    counter.n = before + size
    counter.save(update_fields=["n"])
    return before


def _write(families: list[Family], now: dt.datetime) -> None:
    owners = [_row(Organization, owner, now) for owner, _ in families]
    Organization.objects.bulk_create(owners)
    Service.objects.bulk_create(
        _row(Service, each, now, organization_id=owner.id) for owner, each in _each(families)
    )
    placed = [(owner, each, each.place) for owner, each in _each(families) if each.place]
    Location.objects.bulk_create(
        _row(Location, place, now, organization_id=owner.id) for owner, _, place in placed
    )
    ServiceAtLocation.objects.bulk_create(
        ServiceAtLocation(service_id=each.id, location_id=place.id) for _, each, place in placed
    )
    services = [each for _, each in _each(families)]
    Capacity.objects.bulk_create(_beds(each, each.beds, now) for each in services if each.beds)
    Confirmation.objects.bulk_create(
        _asked(each, each.checked, now) for each in services if each.checked is not None
    )


def _tell_finder(families: list[Family], n: int, now: dt.datetime) -> int:
    docs = [
        SearchDoc(service=each.id, n=number, entries=cards.cards(owner, each, now))
        for number, (owner, each) in enumerate(_each(families), n + 1)
    ]
    SearchDoc.objects.bulk_create(docs)
    return n + len(docs)


def _each(families: list[Family]) -> Iterable[tuple[Made, Made]]:
    return ((owner, each) for owner, services in families for each in services)


def _row(model: type[_R], made: Made, now: dt.datetime, **of: Any) -> _R:
    row = model(id=made.id, key=made.key, changed_at=now, **of)
    known = fields.catalogue(fields.kind_of(row))
    for name, value in made.values.items():
        if known[name].column:
            setattr(row, name, value)
        else:
            row.content[name] = value
    return row


def _beds(service: Made, beds: tuple[int, int], now: dt.datetime) -> Capacity:
    free, most = beds
    return Capacity(
        service_id=service.id, available=free, maximum=most, at=now,
        expires=now + cards.BELIEVED, by=BY,
    )  # fmt: skip


def _asked(service: Made, days: int, now: dt.datetime) -> Confirmation:
    asked = cards.asked_on(days, now)
    return Confirmation(
        kind=fields.SERVICE, record=service.id, how=cards.ASKED_HOW, result="confirmed",
        due=cards.due_on(service, asked), at=asked, by=BY,
    )  # fmt: skip
