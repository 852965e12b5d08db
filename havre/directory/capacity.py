"""How many places are free: said by whoever knows, believed for some hours, then unknown again."""

import datetime as dt

from django.db import transaction

from havre.audit.actions import record as audit
from havre.audit.verbs import Verb
from havre.directory import actions
from havre.directory.models import Capacity, Service
from havre.directory.shapes import Malformed
from havre.lib import clock

HOURS, LONGEST = 12, 7 * 24  # how long a word is believed: as long as nothing is said, at most
MOST = 999
UNITS = ("bed", "room", "place")


@transaction.atomic
def say_beds(
    service: Service,
    available: int,
    *,
    by: str,
    hours: float = HOURS,
    unit: str = "bed",
    maximum: int | None = None,
    waiting: int | None = None,
    at: dt.datetime | None = None,
) -> Capacity:
    """So many are free, of `maximum`, and so many wait. After `hours` nobody knows any more.

    `at`: when it was said (aware), now as long as nothing is given. Raises Malformed.
    """
    figures = [n for n in (available, maximum, waiting) if n is not None]
    if not all(0 <= n <= MOST for n in figures):
        raise Malformed(f"places free are 0 to {MOST}", "number")
    if maximum is not None and available > maximum:
        raise Malformed("more places are free than there are", "number")
    if not 0 < hours <= LONGEST or unit not in UNITS:
        raise Malformed(f"is believed for at most {LONGEST} hours, of a known unit", "number")
    said = at or clock.now()
    made = Capacity.objects.create(
        service=service, unit=unit, available=available, maximum=maximum, waiting=waiting,
        expires=said + dt.timedelta(hours=hours), by=by, at=said,
    )  # fmt: skip
    audit(actor=by, verb=Verb.BEDS_SAID, target=str(service.id))
    actions.reproject([service])
    return made


def tap(service: Service, available: int, *, by: str) -> Capacity:
    """The same by two taps: what was said of its size before still holds. Raises Malformed."""
    before = Capacity.objects.filter(service=service).order_by("-at", "-id").first()
    unit = before.unit if before else "bed"
    size = before.maximum if before else None
    if size is not None and available > size:
        size = None  # it has grown
    return say_beds(service, available, by=by, unit=unit, maximum=size)
