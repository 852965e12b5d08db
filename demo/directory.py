"""The demo's directory: taken in as any document is, and looked after as if for two years.

Who confirmed what, how many beds were said, and words that nobody vouches for stand in `care.json`;
no document says these of itself.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.directory import actions, exchange, fields
from havre.directory.capacity import say_beds
from havre.directory.models import Capacity, Confirmation, Service

GUARDED_FOR, OTHERS_FOR = dt.timedelta(days=90), dt.timedelta(days=365)  # until asked again
Told = dict[str, Any]


def read(name: str) -> Told:
    """One of this folder's documents."""
    told: Told = json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return told


@transaction.atomic
def stock(now: dt.datetime, *, by: str) -> None:
    """Fill an empty directory and look after it, as it would stand `now`."""
    exchange.take_in(read("directory.json"), by=by)
    care = read("care.json")
    services = {each.key: each for each in Service.objects.all()}
    for one in care["changed"]:
        _change(services[one["service"]], one, by)
    for one in care["confirmed"]:
        _confirm(services[one["service"]], one, now, by)
    for one in care["beds"]:
        _say_beds(services[one["service"]], one, now, by)
    cared_for = {one["service"] for one in (*care["confirmed"], *care["beds"])}
    actions.reproject(services[key] for key in sorted(cared_for))


@transaction.atomic
def bring_to(now: dt.datetime, *, since: dt.datetime, by: str) -> None:
    """Beds are as old as at the first start; where anybody else said some, theirs stand."""
    others = Capacity.objects.exclude(by=by).values("service")
    seeded = Capacity.objects.filter(by=by).exclude(service__in=others)
    passed = now - since
    seeded.update(at=F("at") + passed, expires=F("expires") + passed)
    actions.reproject(Service.objects.filter(id__in=seeded.values("service")))


def _change(service: Service, one: Told, by: str) -> None:
    words = fields.value_of(service, one["field"]) | {one["language"]: one["text"]}
    actions.change(service, {one["field"]: words}, by=by, as_said=one["as"])


def _confirm(service: Service, one: Told, now: dt.datetime, by: str) -> None:
    at = now - dt.timedelta(days=one["days_ago"])
    Confirmation.objects.create(
        kind=fields.SERVICE,
        record=service.id,
        title=one.get("title", ""),
        how=one["how"],
        result=one["result"],
        due=(at + (GUARDED_FOR if service.is_guarded else OTHERS_FOR)).date(),
        by=by,
        at=at,
    )
    record(actor=by, verb=Verb.DIRECTORY_CONFIRMED, target=str(service.id))


def _say_beds(service: Service, one: Told, now: dt.datetime, by: str) -> None:
    say_beds(
        service,
        one["available"],
        by=by,
        hours=one["hours"],
        unit=one.get("unit", "bed"),
        maximum=one.get("maximum"),
        waiting=one.get("waiting"),
        at=now - dt.timedelta(minutes=one["minutes_ago"]),
    )
