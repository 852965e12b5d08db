"""What a value of the directory may look like. Each shape returns the value as it is kept.

They raise Malformed with a sentence that says what was expected: whoever imports ten thousand rows
must know which one is wrong and why. A form asks a shape for its parts and its choices, and says
what is wrong by the code of the refusal, in words of its own.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from havre.lib import lang

LONGEST_LIST = 200
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}", re.ASCII)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", re.ASCII)
_PHONE = re.compile(r"[0-9+*#()./ \u00a0\u2010-\u2015A-Za-z-]{3,40}")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ANSWERS = ("yes", "no", "ask")


class Malformed(ValueError):
    """A value cannot be kept; the sentence says what was expected.

    `code`: which refusal it is; `given`: its figures. Both for whoever says it in another language.
    """

    def __init__(self, sentence: str, code: str = "", **given: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.given = given

    def of(self, name: str) -> "Malformed":
        """The same, said of a part of something."""
        return Malformed(f"{name} {self}", self.code, **self.given)


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: `kind` says how a form asks for it, the rest what it allows.

    `known`: its choices; `parts`: of a record or of each row; `needs`: parts a row cannot lack.
    """

    kind: str
    check: Callable[[Any], Any]
    longest: int = 0
    known: tuple[str, ...] = ()
    optional: bool = True
    parts: Mapping[str, "Shape"] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def __call__(self, value: Any) -> Any:
        """The value as it is kept. Raises Malformed."""
        return self.check(value)


def text(longest: int) -> Shape:
    """Cleaned words of at most `longest` characters."""

    def check(value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Malformed("is text", "odd")
        try:
            return lang.clean_short(value, longest)
        except lang.TooLong as error:
            said = f"has {error.length} characters, at most {longest}"
            raise Malformed(said, "long", length=error.length, most=longest) from error

    return Shape("text", check, longest=longest)


def texts(longest: int) -> Shape:
    """Words by language code; a language without words is left out."""
    one = text(longest)

    def check(value: Any) -> dict[str, str]:
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(code, str) for code in value):
            raise Malformed("is texts by language code", "odd")
        for code in value:
            if not _CODE.fullmatch(code):
                raise Malformed("is texts by language code", "odd")
        kept = {code: one(words) for code, words in sorted(value.items())}
        return {code: words for code, words in kept.items() if words}

    return Shape("texts", check, longest=longest)


def one_of(codes: Iterable[str], *, or_nothing: bool = False) -> Shape:
    """One of some codes."""
    known = tuple(codes)

    def check(value: Any) -> str:
        if or_nothing and value in (None, ""):
            return ""
        if not isinstance(value, str) or value not in known:
            raise Malformed(f"is one of {', '.join(known)}", "choice")
        return value

    return Shape("one_of", check, known=known, optional=or_nothing)


def codes(known: Iterable[str] | None = None) -> Shape:
    """A list of codes, each once, in their order; only `known` ones if that is said."""
    listed = () if known is None else tuple(known)
    allowed = None if known is None else frozenset(listed)

    def check(value: Any) -> list[str]:
        found = _list(value)
        for code in found:
            if not isinstance(code, str) or not _CODE.fullmatch(code):
                raise Malformed("is a list of codes", "odd")
            if allowed is not None and code not in allowed:
                raise Malformed(f"knows no {code}", "choice")
        return list(dict.fromkeys(found))

    return Shape("codes", check, known=listed)


def words(longest: int) -> Shape:
    """A list of short texts, such as names of places."""
    one = text(longest)

    def check(value: Any) -> list[str]:
        return [kept for kept in map(one, _list(value)) if kept]

    return Shape("words", check, longest=longest)


def answers(names: Iterable[str]) -> Shape:
    """fact → yes, no or ask. What is unknown is left out: nobody has to guess."""
    listed = tuple(names)
    known = frozenset(listed)

    def check(value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            raise Malformed("is answers by fact", "odd")
        kept = {name: said for name, said in value.items() if said not in ("unknown", "", None)}
        for name, said in kept.items():
            if name not in known:
                raise Malformed(f"knows no fact {str(name)[:40]}", "choice")
            if said not in ANSWERS:
                raise Malformed(f"{name} is yes, no, ask or unknown", "choice")
        return dict(sorted(kept.items()))

    return Shape("answers", check, known=listed)


def by_name(known: Iterable[str]) -> Shape:
    """name → one of some codes; what is not said is left out."""
    listed = tuple(known)

    def check(value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            raise Malformed("is tiers by field", "odd")
        kept = {name: said for name, said in value.items() if said not in ("", None)}
        if not all(_CODE.fullmatch(name) and said in listed for name, said in kept.items()):
            raise Malformed("is tiers by field", "choice")
        return dict(sorted(kept.items()))

    return Shape("by_name", check, known=listed)


def number(least: float, most: float, *, whole: bool = True) -> Shape:
    """A number in a range, or None."""

    def check(value: Any) -> float | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Malformed("is a number", "number", least=least, most=most)
        out = not least <= value <= most  # NaN and infinity too, and however many digits
        if out or (whole and value != int(value)):
            said = f"is a number from {least:g} to {most:g}"
            raise Malformed(said, "number", least=least, most=most)
        return int(value) if whole else float(value)

    return Shape("number", check)


def _yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Malformed("is true or false", "odd")
    return value


def _email(value: Any) -> str:
    found: str = text(254)(value)
    try:
        if found:
            validate_email(found)
    except ValidationError as error:
        raise Malformed("is no e-mail address", "email") from error
    return found


def _address(value: Any) -> str:
    found: str = text(500)(value)
    try:
        parts = urlsplit(found)
        good = parts.scheme in {"https", "http"} and parts.hostname and " " not in found
    except ValueError:
        good = False
    if found and not good:
        raise Malformed("is no web address that begins with https:// or http://", "address")
    return found


def _phone(value: Any) -> str:
    found: str = text(40)(value)
    if found and not _PHONE.fullmatch(found):
        raise Malformed("is no telephone number", "phone")
    return found


def _clock(value: Any) -> str:
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise Malformed("is a time of day, as 09:30", "clock")
    return value


def _day(value: Any) -> str | None:
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise Malformed("is a day, as 2026-12-31", "day") from error


yes_no = Shape("yes_no", _yes_no)  # and nothing that only looks like it
email = Shape("email", _email, longest=254)
address = Shape("address", _address, longest=500)  # of a page: https or http
phone = Shape("phone", _phone, longest=40)  # as people write it, with letters if it spells
clock = Shape("clock", _clock, longest=5)  # HH:MM, up to 24:00
day = Shape("day", _day, longest=10)  # YYYY-MM-DD, or None


def rows(parts: dict[str, Shape], *, needs: tuple[str, ...] = ()) -> Shape:
    """A list of small records; what is empty is left out, what `parts` do not name is refused."""
    one = record(parts, needs=needs)

    def check(value: Any) -> list[dict[str, Any]]:
        return [one(row) for row in _list(value)]

    return Shape("rows", check, parts=parts, needs=needs)


def record(parts: dict[str, Shape], *, needs: tuple[str, ...] = ()) -> Shape:
    """A small record."""

    def check(value: Any) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise Malformed("is a record", "odd")
        if unknown := sorted(str(name)[:40] for name in value.keys() - parts.keys()):
            raise Malformed(f"knows no {unknown[0]}", "odd")
        kept: dict[str, Any] = {}
        for name, found in value.items():
            try:
                kept[name] = parts[name](found)
            except Malformed as error:
                raise error.of(name) from error
        kept = {name: found for name, found in kept.items() if found not in ("", None, [], {})}
        if missing := [name for name in needs if name not in kept]:
            raise Malformed(f"lacks {missing[0]}", "lacks")
        return {name: kept[name] for name in parts if name in kept}

    return Shape("record", check, parts=parts, needs=needs)


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Malformed("is a list", "odd")
    if len(value) > LONGEST_LIST:
        said = f"has {len(value)} entries, at most {LONGEST_LIST}"
        raise Malformed(said, "many", length=len(value), most=LONGEST_LIST)
    return value
