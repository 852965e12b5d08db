"""What a value of the directory may look like. Each check returns the value as it is kept.

They raise Malformed with a sentence that says what was expected: whoever imports ten thousand rows
must know which one is wrong and why.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from havre.lib import lang

Check = Callable[[Any], Any]
LONGEST_LIST = 200
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}", re.ASCII)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", re.ASCII)
_PHONE = re.compile(r"[0-9+*#()./ \u00a0\u2010-\u2015A-Za-z-]{3,40}")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ANSWERS = ("yes", "no", "ask")


class Malformed(ValueError):
    """A value cannot be kept; the sentence says what was expected."""


def text(longest: int) -> Check:
    """Cleaned words of at most `longest` characters."""

    def check(value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Malformed("is text")
        try:
            return lang.clean_short(value, longest)
        except lang.TooLong as error:
            raise Malformed(f"has {error.length} characters, at most {longest}") from error

    return check


def texts(longest: int) -> Check:
    """Words by language code; a language without words is left out."""
    one = text(longest)

    def check(value: Any) -> dict[str, str]:
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(code, str) for code in value):
            raise Malformed("is texts by language code")
        for code in value:
            if not _CODE.fullmatch(code):
                raise Malformed("is texts by language code")
        kept = {code: one(words) for code, words in sorted(value.items())}
        return {code: words for code, words in kept.items() if words}

    return check


def one_of(codes: Iterable[str], *, or_nothing: bool = False) -> Check:
    """One of some codes."""
    known = tuple(codes)

    def check(value: Any) -> str:
        if or_nothing and value in (None, ""):
            return ""
        if not isinstance(value, str) or value not in known:
            raise Malformed(f"is one of {', '.join(known)}")
        return value

    return check


def codes(known: Iterable[str] | None = None) -> Check:
    """A list of codes, each once, in their order; only `known` ones if that is said."""
    allowed = None if known is None else frozenset(known)

    def check(value: Any) -> list[str]:
        found = _list(value)
        for code in found:
            if not isinstance(code, str) or not _CODE.fullmatch(code):
                raise Malformed("is a list of codes")
            if allowed is not None and code not in allowed:
                raise Malformed(f"knows no {code}")
        return list(dict.fromkeys(found))

    return check


def words(longest: int) -> Check:
    """A list of short texts, such as names of places."""
    one = text(longest)

    def check(value: Any) -> list[str]:
        return [kept for kept in map(one, _list(value)) if kept]

    return check


def answers(names: Iterable[str]) -> Check:
    """fact → yes, no or ask. What is unknown is left out: nobody has to guess."""
    known = frozenset(names)

    def check(value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            raise Malformed("is answers by fact")
        kept = {name: said for name, said in value.items() if said not in ("unknown", "", None)}
        for name, said in kept.items():
            if name not in known:
                raise Malformed(f"knows no fact {str(name)[:40]}")
            if said not in ANSWERS:
                raise Malformed(f"{name} is yes, no, ask or unknown")
        return dict(sorted(kept.items()))

    return check


def number(least: float, most: float, *, whole: bool = True) -> Check:
    """A number in a range, or None."""

    def check(value: Any) -> float | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Malformed("is a number")
        out = not math.isfinite(value) or not least <= value <= most
        if out or (whole and value != int(value)):
            raise Malformed(f"is a number from {least:g} to {most:g}")
        return int(value) if whole else float(value)

    return check


def yes_no(value: Any) -> bool:
    """True or False, and nothing that only looks like it."""
    if not isinstance(value, bool):
        raise Malformed("is true or false")
    return value


def email(value: Any) -> str:
    """An address one can write to, or nothing."""
    found: str = text(254)(value)
    try:
        if found:
            validate_email(found)
    except ValidationError as error:
        raise Malformed("is no e-mail address") from error
    return found


def address(value: Any) -> str:
    """A web address, https or http, or nothing."""
    found: str = text(500)(value)
    try:
        parts = urlsplit(found)
        good = parts.scheme in {"https", "http"} and parts.hostname and " " not in found
    except ValueError:
        good = False
    if found and not good:
        raise Malformed("is no web address that begins with https:// or http://")
    return found


def phone(value: Any) -> str:
    """A number as people write it, with letters if it spells something."""
    found: str = text(40)(value)
    if found and not _PHONE.fullmatch(found):
        raise Malformed("is no telephone number")
    return found


def clock(value: Any) -> str:
    """HH:MM, up to 24:00."""
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise Malformed("is a time of day, as 09:30")
    return value


def day(value: Any) -> str | None:
    """A day, YYYY-MM-DD, or None."""
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise Malformed("is a day, as 2026-12-31") from error


def rows(parts: dict[str, Check], *, needs: tuple[str, ...] = ()) -> Check:
    """A list of small records; what is empty is left out, what `parts` do not name is refused."""
    one = record(parts, needs=needs)

    def check(value: Any) -> list[dict[str, Any]]:
        return [one(row) for row in _list(value)]

    return check


def record(parts: dict[str, Check], *, needs: tuple[str, ...] = ()) -> Check:
    """A small record."""

    def check(value: Any) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise Malformed("is a record")
        if unknown := sorted(str(name)[:40] for name in value.keys() - parts.keys()):
            raise Malformed(f"knows no {unknown[0]}")
        kept: dict[str, Any] = {}
        for name, found in value.items():
            try:
                kept[name] = parts[name](found)
            except Malformed as error:
                raise Malformed(f"{name} {error}") from error
        kept = {name: found for name, found in kept.items() if found not in ("", None, [], {})}
        if missing := [name for name in needs if name not in kept]:
            raise Malformed(f"lacks {missing[0]}")
        return {name: kept[name] for name in parts if name in kept}

    return check


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Malformed("is a list")
    if len(value) > LONGEST_LIST:
        raise Malformed(f"has {len(value)} entries, at most {LONGEST_LIST}")
    return value
