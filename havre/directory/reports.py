"""«This number does not lead there»: whoever listens says so, whoever curates looks after it.

One word may be a slip, or somebody's wish to silence a shelter; two people's warns everybody, and
the number itself stays until a curator has looked.
"""

from dataclasses import dataclass, field

from django.db import transaction

from havre.audit.actions import record as audit
from havre.audit.verbs import Verb
from havre.directory import actions, doubts, fields
from havre.directory.models import DeadNumber, NumberSettled, Organization, Record, Service

WHATS = ("dead", "wrong", "fax", "full")
MENDED, RIGHT = "mended", "right"


class StandsThere(Exception):
    """It is not mended: the number stands in the directory as before. Nothing changed."""


class Settled(Exception):
    """Somebody settled it before. Nothing changed."""


@dataclass(slots=True)
class Doubt:
    """One number of an organization, and everything said of it that nobody settled.

    `warns`: enough different people said so; `stands`: it is still in the directory.
    """

    organization: Organization
    number: str
    reports: list[DeadNumber] = field(default_factory=list)
    warns: bool = False
    stands: bool = False


@transaction.atomic
def report(service: Service, number: str, what: str, *, by: str) -> DeadNumber:
    """Somebody dialled it in vain. One report a person and number; the newest word counts."""
    organization = _locked(service)
    before = doubts.doubted(organization.id)
    same = doubts.same(number)
    mine = [r for r in doubts.open_of(organization.id) if r.by == by]
    found = next((row for row in mine if doubts.same(row.number) == same), None)
    if found is None:
        found = DeadNumber.objects.create(service=service, number=number, what=what, by=by)
        audit(actor=by, verb=Verb.NUMBER_REPORTED, target=str(service.id))
    elif found.what != what:
        found.what = what
        found.save(update_fields=["what"])
    if doubts.doubted(organization.id) != before:
        actions.reproject(organization.service_set.all())
    return found


@transaction.atomic
def settle(reported: DeadNumber, outcome: str, *, by: str) -> None:
    """A curator looked: the number is RIGHT after all, or another stands there (MENDED).

    Settles whatever was said of that number. Raises Settled, StandsThere.
    """
    organization = _locked(reported.service)
    rows = [
        row
        for row in doubts.open_of(organization.id)
        if doubts.same(row.number) == doubts.same(reported.number)
    ]
    if reported.pk not in {row.pk for row in rows}:
        raise Settled
    if outcome == MENDED and doubts.same(reported.number) in _standing(organization):
        raise StandsThere
    for row in rows:
        NumberSettled.objects.create(report=row, outcome=outcome, by=by)
    for service in {row.service_id for row in rows}:
        audit(actor=by, verb=Verb.NUMBER_SETTLED, target=str(service))
    actions.reproject(organization.service_set.all())


def waiting() -> list[Doubt]:
    """Every number that nobody settled: those that warn everybody first, then the oldest."""
    found: dict[tuple[object, str], Doubt] = {}
    rows = DeadNumber.objects.filter(numbersettled=None).order_by("at", "id")
    for row in rows.select_related("service__organization"):
        owner, same = row.service.organization, doubts.same(row.number)
        found.setdefault((owner.id, same), Doubt(owner, row.number)).reports.append(row)
    for doubt in found.values():
        doubt.warns = len({row.by for row in doubt.reports}) >= doubts.ENOUGH
        doubt.stands = doubts.same(doubt.number) in _standing(doubt.organization)
    return sorted(found.values(), key=lambda doubt: not doubt.warns)


def _locked(service: Service) -> Organization:
    """Two people at once are two people."""
    rows = Organization.objects.select_for_update()
    return rows.get(service=service)


def _standing(organization: Organization) -> set[str]:
    """Every number in its entries, whoever may see it."""
    services = list(organization.service_set.all())
    rows: list[Record] = [organization, *services]
    written = [each["number"] for row in rows for each in fields.value_of(row, "phones")]
    gates = [fields.value_of(each, "route").get("number", "") for each in services]
    return {doubts.same(number) for number in [*written, *filter(None, gates)]}
