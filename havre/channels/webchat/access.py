"""What an open browser may see again: its own session and its own copies, nothing of anybody.

No read here ever touches a contact, a message or a key of the house: the front could not.
"""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import math
import shutil
import uuid
from dataclasses import dataclass, field
from enum import StrEnum

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q

from havre.channels.webchat.models import GRACE, IN_THE_BOX, REFUSED, Pause, Session, SessionCopy
from havre.contacts import writing
from havre.contacts.models import Line
from havre.contacts.turn import CAN, DANGER
from havre.contacts.wishes import on_offer
from havre.lib import clock, lang
from havre.lib.doorbell import SOFT
from havre.lib.prepared import PreparedQuery
from havre.vault import keys, own
from havre.vault.refusals import CannotRead

COOKIE = "__Host-front"
LONG_WAIT = 5  # minutes; from then on the page says that it takes long, and names the number
_REMEMBERED = dt.timedelta(days=1)  # so long a browser that was paused pauses longer the next time
_OVERLAP = dt.timedelta(seconds=10)  # rows of slower transactions, seen again rather than missed
_ROOM = 16 * 1024 * 1024  # bytes that must be free before we say that we can take a message

_SESSION = PreparedQuery(
    lambda id, since: Session.objects.filter(id=id, seen_at__gte=since),
    id=uuid.UUID,
    since=dt.datetime,
)
_SINCE = PreparedQuery(
    lambda session, since: SessionCopy.objects.filter(
        Q(at__gt=since) | Q(kind__in=("line", "safety", "asked", "sign")), session=session
    ),
    session=uuid.UUID,
    since=dt.datetime,
)
_EVENTS = PreparedQuery(
    lambda session: SessionCopy.objects.filter(session=session, kind="line"), session=uuid.UUID
)


class State(StrEnum):
    """What the person's page says truthfully about waiting."""

    NOBODY = "nobody"
    WAITING = "waiting"
    SILENT = "silent"  # waiting, and nothing was written yet
    LONG = "long"
    HERE = "here"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Talk:
    """An open browser: its row, and the secret from its cookie that opens its copies."""

    session: Session
    secret: bytes

    @property
    def cookie(self) -> str:
        """The secret as its cookie carries it."""
        return base64.urlsafe_b64encode(self.secret).rstrip(b"=").decode()

    def id_for(self, purpose: str) -> uuid.UUID:
        """The id of something that happens once in a conversation."""
        return own.derive_id(self.secret, purpose)

    @property
    def seed(self) -> bytes:
        """What six words of this open browser are drawn from: asked twice, the same words."""
        return hmac.digest(own.session_pair(self.secret)[1], b"six words", hashlib.sha256)

    def message_id(self, key: uuid.UUID, text: str) -> uuid.UUID:
        """One id per form and words: a double click counts once, other words never get lost.

        Keyed, so that nobody who holds the database can confirm a guess at the words.
        """
        _, private = own.session_pair(self.secret)
        mark = hmac.digest(private, b"message|" + key.bytes + text.encode(), hashlib.sha256)
        return uuid.UUID(bytes=mark[:16])


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, opened with the session's own key. `text` is None if it cannot be read."""

    id: uuid.UUID
    kind: str
    text: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that one open browser shows."""

    copies: list[Copy] = field(default_factory=list)
    draft: str | None = None  # what stands in the box
    was_refused: bool = False  # it was sent and could not be; else it was not sent yet
    state: State = State.WAITING

    @property
    def is_closed(self) -> bool:
        """Whether the line closed it."""
        return self.state == State.CLOSED

    @property
    def may_ask(self) -> set[str]:
        """What can still be asked for while nobody is here yet."""
        if self.state in (State.HERE, State.CLOSED):
            return set()
        return {DANGER, *on_offer()} - {copy.text for copy in self.copies if copy.kind == "asked"}

    @property
    def sign(self) -> str:
        """That they cannot write, or are not alone, as they last pressed; or empty."""
        signs = [copy.text or "" for copy in self.copies if copy.kind == "sign"]
        return signs[-1] if signs and signs[-1] != CAN else ""

    @property
    def safety_is_answered(self) -> bool:
        """Whether the first question still stands."""
        return any(copy.kind == "safety" for copy in self.copies)


def secret_bytes(text: str) -> bytes | None:
    """The 32 bytes of a cookie, or of a start page's key; None if it is none of ours."""
    try:
        secret = base64.b64decode(text.encode() + b"=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == 32 else None


def find(cookie: str | None) -> Talk | None:
    """The open conversation of a cookie; None if there is none, or it was quiet for too long."""
    secret = secret_bytes(cookie or "")
    if secret is None:
        return None
    since = clock.now() - GRACE
    session = _SESSION.first(id=own.session_id(secret), since=since)
    return Talk(session, secret) if session else None


@dataclass(frozen=True, slots=True)
class Paused:
    """What the front may know of a pause."""

    id: uuid.UUID
    step: int
    at: dt.datetime
    until: dt.datetime
    asked_at: dt.datetime | None

    @property
    def stands(self) -> bool:
        """Whether it is not over. A clock that was set back holds nobody longer: then it is."""
        return self.at <= clock.now() < self.until

    @property
    def minutes(self) -> int:
        """How much longer, roughly: at least one minute, and fives above ten."""
        left = max(1, math.ceil((self.until - clock.now()).total_seconds() / 60))
        return left if left <= 10 else -(-left // 5) * 5


def pause_of(cookie: str | None) -> Paused | None:
    """The pause that stands for this open browser; its session may be over."""
    last = _last_pause(cookie)
    return last if last and last.stands else None


def paused_before(cookie: str | None) -> int:
    """How long the last pause of this open browser was, as a step; forgotten after a day."""
    last = _last_pause(cookie)
    recent = last.step if last and clock.now() - last.until < _REMEMBERED else 0
    talk = find(cookie)
    return max(recent, talk.session.paused if talk else 0)


def _last_pause(cookie: str | None) -> Paused | None:
    secret = secret_bytes(cookie or "")
    if secret is None:
        return None
    found = Pause.objects.filter(session=own.session_id(secret)).order_by("-until")
    row = found.values_list("id", "step", "at", "until", "asked_at").first()
    return Paused(*row) if row else None


def topics(cookies: dict[str, str]) -> dict[str, str] | None:
    """What the page of these cookies may hear of the doorbell."""
    talk = find(cookies.get(COOKIE))
    if talk is None:
        return None
    contact = talk.session.contact_id
    return {f"contact:{contact}": "talk", SOFT + writing.by_the_line(contact): "writing"}


def conversation(talk: Talk, *, since: dt.datetime | None = None) -> Conversation:
    """What was said, in its order, with what the line says of itself.

    `since`: only from shortly before that moment on, and always what the page's state stands on.
    """
    _, private = own.session_pair(talk.secret)
    if since is None:
        rows = list(SessionCopy.objects.filter(session_id=talk.session.id))
    else:
        rows = _SINCE.all(session=talk.session.id, since=since - _OVERLAP)
    copies = [Copy(row.id, row.kind, _opened(row, private), row.at) for row in rows]
    said = [copy for copy in copies if copy.kind not in IN_THE_BOX]
    kept = [copy for copy in copies if copy.kind in IN_THE_BOX]
    draft = "".join(copy.text or "" for copy in kept) if kept else None
    return Conversation(said, draft, any(c.kind == REFUSED for c in kept), _state(talk, said))


def is_closed(talk: Talk) -> bool:
    """Whether the line closed it. Opens the line's own few words and nothing else."""
    _, private = own.session_pair(talk.secret)
    rows = _EVENTS.all(session=talk.session.id)
    return _ends_closed([_opened(row, private) for row in rows])


def is_answered(language: str) -> bool:
    """Whether somebody who answers in it is at the desk; no, if we cannot know.

    A language that the house does not write is answered by whoever is there, with an interpreter.
    """
    ours = lang.languages()
    try:
        return any(map(Line.is_answered, [language] if language in ours else [language, *ours]))
    except DatabaseError:
        return False


def can_take() -> bool:
    """Whether a message would be kept now: both databases can be written, the role keys chain."""
    nobody = uuid.UUID(int=0)
    try:
        keys.current_role_keys()
        Session.objects.filter(id=nobody).update(seen_at=clock.now())
        with transaction.atomic(using="keystore"):
            return shutil.disk_usage(settings.DATA).free > _ROOM
    except (DatabaseError, OSError, keys.NoRoleKey):
        return False


def _state(talk: Talk, said: list[Copy]) -> State:
    events = [copy.text for copy in said if copy.kind == "line"]
    if _ends_closed(events):
        return State.CLOSED
    if [event for event in events if event in ("taken", "lost", "given")][-1:] == ["taken"]:
        return State.HERE
    if not is_answered(lang.current()):
        return State.NOBODY
    if clock.minutes_since(talk.session.opened_at) >= LONG_WAIT:
        return State.LONG
    written = SessionCopy.objects.filter(session_id=talk.session.id, kind="person")
    return State.WAITING if written.exists() else State.SILENT


def _ends_closed(events: list[str | None]) -> bool:
    ends = [event for event in events if event in {"closed", "reopened"}]
    return bool(ends) and ends[-1] == "closed"


def _opened(row: SessionCopy, private: bytes) -> str | None:
    try:
        return own.open_own(row.text, private)
    except CannotRead:
        return None
