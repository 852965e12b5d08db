"""The phones of those on duty: opened by a signed-in desk, gone with its session.

A phone in the browser (`BROWSER`: WebRTC) or on the table (`TABLE`: SIP). The engine cannot offer
both to one phone: each takes another kind of encrypted sound. A member's own telephone on the table
(`tables`) stays when they go, and rings only while they are signed in and chose it.
"""

import datetime as dt
import hashlib
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q

from havre.channels.phone.models import (
    DeskPhone,
    TableTelephone,
    endpoint_of,
    table_endpoint_of,
)
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.lib.prepared import PreparedQuery
from havre.staff.models import DeskSession, Member
from havre.staff.signin import IDLE, SHIFT, SignedIn
from havre.vault import own

REALM = "havre"
BROWSER, TABLE = "browser", "table"
TOPIC = "phone"  # rings when phones, or what is said to callers, changed
_CAME: dict[str, float] = {}  # endpoint → when it last registered, as our program heard it
_SILENT: dict[str, float] = {}  # endpoint → since when it counts as gone, though it is registered
_LIVE = PreparedQuery(
    lambda now, busy, since: (
        DeskPhone.objects.filter(
            until__gt=now,
            session__seen_at__gt=busy,
            session__opened_at__gt=since,
            member__deactivation=None,
        )
        .select_related("member", "session")
        .order_by("id")
    ),
    now=dt.datetime,
    busy=dt.datetime,
    since=dt.datetime,
)
_CHOSEN = PreparedQuery(lambda: TableTelephone.objects.filter(is_chosen=True))
_RINGS = PreparedQuery(
    lambda now, busy, since: (
        DeskSession.objects.filter(
            Q(member__tabletelephone__is_chosen=True)
            | Q(member__deskphone__session=F("id"), member__deskphone__until__gt=now),
            seen_at__gt=busy,
            opened_at__gt=since,
            member__deactivation=None,
        )
        .select_related("member__deskphone", "member__tabletelephone")
        .order_by("seen_at", "id")  # of several desks of one member, the last one counts
    ),
    now=dt.datetime,
    busy=dt.datetime,
    since=dt.datetime,
)
_NO_KEYS = b""  # whoever answers by phone opens nothing that is sealed


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone that may ring for somebody who is signed in."""

    member: Member
    session: DeskSession
    endpoint: str
    is_up: bool

    @property
    def member_id(self) -> uuid.UUID:
        """Whose it is."""
        return self.member.id


def open_for(who: SignedIn, kind: str = BROWSER) -> tuple[str, str]:
    """(endpoint, password) of this desk's phone; the same each time while the session lives.

    A second desk of the same member takes the phone over. Raises ValueError for another kind.
    """
    if kind not in (BROWSER, TABLE):
        raise ValueError(f"{kind} is no kind of phone")
    endpoint, password = endpoint_of(who.id), own.derive_id(who.token, "desk-phone").hex
    told = {
        "session": who.session,
        "kind": kind,
        "realm": REALM,
        "digest": digest_of(endpoint, password),
        "until": who.session.opened_at + SHIFT,
    }
    with transaction.atomic():
        before = DeskPhone.objects.filter(member=who.member, **told)
        if not before.exists():
            fresh = {"opened_at": clock.now(), "is_up": False}
            DeskPhone.objects.update_or_create(member=who.member, defaults=told | fresh)
            ring(TOPIC)
    return endpoint, password


def current() -> list[Phone]:
    """Every phone that may ring now: of each member whose desk is signed in, the one they chose."""
    now = clock.now()
    found = {
        each.member_id: Phone(each.member, each, phone.endpoint, phone.is_up)
        for each in _RINGS.all(now=now, busy=now - IDLE, since=now - SHIFT)
        if (phone := _rings_at(each))
    }
    return list(found.values())


def for_the_engine() -> dict[str, tuple[str, str]]:
    """Every phone that may be registered: endpoint → (kind, digest). Whatever was not chosen rings
    for nobody, but it stays registered, so that it can be chosen at any time."""
    now = clock.now()
    live = _LIVE.all(now=now, busy=now - IDLE, since=now - SHIFT)
    tables = TableTelephone.objects.filter(member__deactivation=None)
    found = {each.endpoint: (each.kind, each.digest) for each in live}
    return found | {each.endpoint: (TABLE, each.digest) for each in tables}


def names() -> Callable[[uuid.UUID], str]:
    """How the engine names the phone that a member chose."""
    tables = {each.member_id for each in _CHOSEN.all()}
    return lambda member: table_endpoint_of(member) if member in tables else endpoint_of(member)


def _rings_at(desk: DeskSession) -> DeskPhone | TableTelephone | None:
    """The phone that rings for this desk, if one does: the chosen one on the table goes first."""
    table: TableTelephone | None = getattr(desk.member, "tabletelephone", None)
    if table is not None and table.is_chosen:
        return table
    browser: DeskPhone | None = getattr(desk.member, "deskphone", None)
    return browser if browser is not None and browser.session_id == desk.id else None


def whose(endpoint: str) -> SignedIn | None:
    """Who answers at this endpoint, without any key; None if their desk is not signed in."""
    found = next((each for each in current() if each.endpoint == endpoint), None)
    return SignedIn(found.member, found.session, _NO_KEYS) if found else None


def there(endpoints: Iterable[str]) -> list[SignedIn]:
    """Who of these is signed in and has a phone that is registered now, without any key."""
    those = frozenset(endpoints)
    up = [each for each in current() if each.is_up and each.endpoint in those] if those else []
    return [SignedIn(each.member, each.session, _NO_KEYS) for each in up]


def is_of_the_desk(endpoint: str) -> bool:
    """Whether the engine's name of something is that of a member's phone."""
    return member_of(endpoint) is not None


def member_of(endpoint: str) -> uuid.UUID | None:
    """Whose phone has this name; None for a name of no phone of the desk."""
    try:
        found = uuid.UUID(endpoint[1:])
    except ValueError:
        return None
    return found if endpoint in (endpoint_of(found), table_endpoint_of(found)) else None


def says(endpoint: str, *, is_up: bool) -> bool:
    """The engine says whether it is registered. Whether that is news."""
    member = member_of(endpoint)
    if member is None:
        return False
    _SILENT.pop(endpoint, None)
    if is_up:
        _CAME[endpoint] = time.monotonic()
    kind = DeskPhone if endpoint == endpoint_of(member) else TableTelephone
    changed = kind.objects.filter(member=member, is_up=not is_up).update(is_up=is_up) > 0
    if changed:
        ring(f"member:{member}")
    return changed


def fell_silent(endpoint: str, since: float) -> None:
    """A talk that began at `since` (steady seconds) broke off: it is not rung until it comes back.

    One that registered anew after that has come back already: a window that was loaded again.
    """
    if _CAME.get(endpoint, 0.0) <= since:
        says(endpoint, is_up=False)
        _SILENT[endpoint] = time.monotonic()


def silent_for(seconds: float) -> list[str]:
    """The phones that fell silent so long ago, and of which the engine said nothing since."""
    before = time.monotonic() - seconds
    return [endpoint for endpoint, since in list(_SILENT.items()) if since <= before]


def answering() -> set[uuid.UUID]:
    """The members whose phone would ring now."""
    return {each.member_id for each in current() if each.is_up}


def is_up(member: Member) -> bool:
    """Whether this member's phone would ring now."""
    return member.id in answering()


def digest_of(endpoint: str, password: str) -> str:
    """HA1 of the digest with which telephones sign in (RFC 2617, 3.2.2.2): all that is stored."""
    said = f"{endpoint}:{REALM}:{password}".encode()
    return hashlib.md5(said).hexdigest()  # noqa: S324 -- RFC 3261; 128 random bits, one shift
