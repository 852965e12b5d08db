"""What goes from one page of theirs to the next: sealed for minutes, and stored nowhere.

In the address, under a key that this process has and never writes (`vault.passing`): no page that
answers a post, and no cookie before a conversation. Neither carries a word of the phrase.
"""

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

from havre.returning.actions import Led, Visit
from havre.vault import passing


def visit_token(visit: Visit, *, added: bool = False) -> str:
    """Of somebody who came back. `added`: who has just said more about their note."""
    before = visit.before.isoformat() if visit.before else ""
    said = [visit.way.hex, visit.id.hex, visit.private.hex(), before, visit.in_vain, added]
    return _token("visit", said)


def visit_of(token: str) -> Visit | None:
    """None once it is over, or ended."""
    said = _said("visit", token)
    if said is None:
        return None
    way, id_, private, before, in_vain, _ = said
    when = dt.datetime.fromisoformat(before) if before else None
    return Visit(uuid.UUID(way), uuid.UUID(id_), bytes.fromhex(private), when, in_vain)


def has_added(token: str) -> bool:
    """Whether they have just said more."""
    said = _said("visit", token)
    return bool(said and said[-1])


def note_token(led: Led, seed: bytes) -> str:
    """Of somebody who has just left a note, and may ask for words."""
    return _token("note", [led.file.hex, str(led.tip), led.line.hex(), seed.hex()])


def note_of(token: str) -> tuple[Led, bytes] | None:
    """Where the words shall lead, and what they are drawn from."""
    said = _said("note", token)
    if said is None:
        return None
    file, tip, line, seed = said
    led = Led(uuid.UUID(file), tip=uuid.UUID(tip), line=bytes.fromhex(line))
    return led, bytes.fromhex(seed)


@dataclass(frozen=True, slots=True)
class Shown:
    """That words were made, and how to draw them again. `seed`: empty for an open conversation,
    whose browser has it. `note`: the token they were asked with, which opens nothing any more."""

    attempt: int
    language: str
    until: dt.datetime
    seed: bytes = b""
    note: str = ""

    def __repr__(self) -> str:
        return "Shown"


def shown_token(shown: Shown) -> str:
    """For the page that shows them."""
    said = [shown.attempt, shown.language, shown.until.isoformat(), shown.seed.hex(), shown.note]
    return _token("shown", said)


def shown_of(token: str) -> Shown | None:
    """What was made, and until when it works; the token before it is ended."""
    said = _said("shown", token)
    if said is None:
        return None
    attempt, language, until, seed, note = said
    passing.end(note)
    return Shown(attempt, language, dt.datetime.fromisoformat(until), bytes.fromhex(seed), note)


def why_token(why: str, n: int = 0) -> str:
    """Why nothing opened, or that something was done; `n`: minutes to wait."""
    return _token("why", [why, n])


def why_of(token: str) -> tuple[str, int]:
    """Nothing of nothing."""
    said = _said("why", token)
    return (said[0], said[1]) if said else ("", 0)


def _token(kind: str, said: list[Any]) -> str:
    return passing.hand_on(json.dumps([kind, *said]))


def _said(kind: str, token: str) -> list[Any] | None:
    text = passing.take_up(token)
    if text is None:
        return None
    try:
        found = json.loads(text)
    except ValueError:  # a search that was handed on
        return None
    return found[1:] if isinstance(found, list) and found[:1] == [kind] else None
