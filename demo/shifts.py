"""The demo's rota: six more colleagues, who never sign in, and one stretch that nobody covers."""

import datetime as dt
import json
import uuid
from pathlib import Path
from secrets import token_bytes
from typing import Any

from django.conf import settings

from havre.staff import rostering
from havre.staff.actions import Newcomer, Prepared, add_member
from havre.staff.models import Member, Shift
from havre.staff.rostering import When
from havre.vault.staffkeys import Locked, Publics

_WEEK, _DAY = dt.timedelta(weeks=1), dt.timedelta(days=1)


def seed(*, by: str) -> None:
    """Put everybody on, through the real actions. In French, Sundays from 15:00 to 19:00 lack."""
    told = json.loads((Path(__file__).parent / "rota.json").read_text(encoding="utf-8"))
    for name, colleague in told["colleagues"].items():
        _add(name, colleague, by)
    people = {member.name: member for member in Member.objects.all()}
    monday = rostering.today() - rostering.today().weekday() * _DAY
    for duty in (Shift.ANSWER, Shift.SUPERVISE):
        for one in told[duty]:
            _roster(people[one["who"]], duty, one, first=monday - _WEEK, by=by)
    for one in told["instead"]:
        shifts = Shift.objects.filter(member=people[one["of"]], weekday=one["day"])
        day = monday + one["weeks_ahead"] * _WEEK + one["day"] * _DAY
        rostering.take_over(shifts.get(), day, people[one["who"]] if one["who"] else None, by=by)
    for one in told["days"]:
        rostering.note_day(_next(one["month"], one["day"]), one["note"], holds=True, by=by)


def _add(name: str, colleague: dict[str, Any], by: str) -> None:
    """Somebody whose keys are noise: no passphrase opens them."""
    noise = Prepared(
        uuid.uuid4(),
        Publics(token_bytes(32), token_bytes(32)),
        Locked(token_bytes(16), token_bytes(32), token_bytes(64)),
    )
    newcomer = Newcomer(name, colleague["alias"], (colleague["role"],), team=colleague["team"])
    member = add_member(newcomer, noise, {}, by=by)
    Member.objects.filter(id=member.id).update(languages=" ".join(colleague["languages"]))


def _roster(who: Member, duty: str, one: dict[str, Any], *, first: dt.date, by: str) -> None:
    starts, minutes = dt.time.fromisoformat(one["starts"]), one["hours"] * 60
    whens = [When(day, starts, minutes, first) for day in one["days"]]
    channels = tuple(settings.LIVE_CHANNELS) if duty == Shift.ANSWER else ()
    rostering.roster(who, duty, whens, by=by, channels=channels, place=one.get("place", 1))


def _next(month: int, day: int) -> dt.date:
    today = rostering.today()
    this_year = dt.date(today.year, month, day)
    return this_year if this_year >= today else dt.date(today.year + 1, month, day)
