"""One's own shifts for one's own calendar: from when to when, under one neutral word, no more.

A calendar cannot sign in, so the address is the secret: 256 random bits, kept as a hash. Whoever
has it learns when one member is busy; not who, where, what for, or that there is a line.
"""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import clock
from havre.staff import rota
from havre.staff.coverage import Stint, Stretch
from havre.staff.models import Feed, Member

BEFORE, AHEAD = dt.timedelta(days=7), dt.timedelta(days=56)
LIFE = dt.timedelta(days=400)  # as privacy.toml says; then one makes a new one
_DAY = dt.timedelta(days=1)
_MOMENT = "%Y%m%dT%H%M%SZ"


@transaction.atomic
def open_feed(member: Member) -> str:
    """A new secret for one's address; the one before opens nothing any more. Shown once."""
    token = secrets.token_urlsafe(32)
    own = {"token_hash": _hash(token), "made_at": clock.now()}
    Feed.objects.update_or_create(member=member, defaults=own)
    record(actor=str(member.id), verb=Verb.FEED_OPENED)
    return token


@transaction.atomic
def close_feed(member: Member) -> None:
    """The address opens nothing any more."""
    if Feed.objects.filter(member=member).delete()[0]:
        record(actor=str(member.id), verb=Verb.FEED_CLOSED)


def feed_of(member: Member) -> Feed | None:
    """The address they have, by its hash; None if they have none or it is over."""
    return _standing().filter(member=member).first()


def behind(token: str) -> Feed | None:
    """The feed of whoever works here and has this secret."""
    found = _standing().filter(token_hash=_hash(token), member__deactivation=None)
    return found.select_related("member").first()


def calendar_of(feed: Feed) -> str:
    """Their shifts as iCalendar (RFC 5545), in UTC."""
    now = clock.now()
    span = Stretch(now - BEFORE, now + AHEAD)
    days = [clock.line_time(moment).date() for moment in (span.start - _DAY, span.end)]
    stints = rota.plan_of(days[0], days[1]).stints(span)
    with translation.override(feed.member.language):
        word = _("Busy")
    mine = [stint for stint in stints if stint.member and stint.member.id == feed.member_id]
    events = [line for stint in mine for line in _event(feed, stint, word, now)]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//calendar//calendar//EN"]
    return "\r\n".join([*head, *events, "END:VCALENDAR", ""])


def _event(feed: Feed, stint: Stint, word: str, now: dt.datetime) -> list[str]:
    """The same shift on the same day has the same code in every copy; it leads to nothing."""
    code = hashlib.sha256(f"{feed.id}|{stint.shift.id}|{stint.day}".encode()).hexdigest()[:32]
    return [
        "BEGIN:VEVENT",
        f"UID:{code}",
        f"DTSTAMP:{now:{_MOMENT}}",
        f"DTSTART:{stint.span.start:{_MOMENT}}",
        f"DTEND:{stint.span.end:{_MOMENT}}",
        f"SUMMARY:{word}",
        "END:VEVENT",
    ]


def _standing() -> QuerySet[Feed]:
    return Feed.objects.filter(made_at__gt=clock.now() - LIFE)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
