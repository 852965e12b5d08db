"""What a program may ask, one table for the views and for the description of the interface.

What is typed by people (words, a postal code) stands in no address: addresses are kept by
browsers, proxies and logs. It is taken in the body of a POST, and refused in a GET by a sentence.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from havre.lib import clock, lang

PAGE, MOST = 50, 200  # records of a page: as long as nothing is said, and at most
_LONGEST = 200  # characters of what is searched for


class Misasked(ValueError):
    """The question cannot be answered; the sentence says what was expected."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that may be asked. `typed`: by people, so never in an address."""

    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    about: str
    typed: bool = False


def _whole(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
            raise Misasked(f"is a whole number from 1 to {most}")
        return int(text)

    return read


def _yes_no(text: str) -> bool:
    if text not in {"true", "false"}:
        raise Misasked("is true or false")
    return text == "true"


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Misasked("is a UUID") from None


def _moment(text: str) -> dt.datetime:
    """A day is its first moment in UTC, and a moment that names no offset is in UTC."""
    for written in (text, f"{text}Z", f"{text}T00:00:00Z"):
        if found := clock.moment(written.replace(" ", "T", 1)):
            return found
    raise Misasked("is a date, or a date with a time (ISO 8601)")


def _format(text: str) -> str:
    if text not in {"json", "ndjson"}:
        raise Misasked("is json or ndjson")
    return text


def _words(text: str) -> str:
    try:
        return lang.clean_short(text, _LONGEST)
    except lang.TooLong:
        raise Misasked(f"has at most {_LONGEST} characters") from None


def _whole_schema(most: int) -> Mapping[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most}


_BOOLEAN = {"type": "boolean"}
_UUID = {"type": "string", "format": "uuid"}
_TEXT = {"type": "string", "maxLength": _LONGEST}
PARAMETERS: dict[str, Parameter] = {
    "search": Parameter(_words, _TEXT, "Words to look for. In the body of a POST only.", True),
    "postcode": Parameter(_words, _TEXT, "A postal code; no more of it is used than its first three"
                          " signs. Together with proximity. In the body of a POST only.", True),
    "proximity": Parameter(_whole(1_000_000), _whole_schema(1_000_000), "Metres from the middle of"
                           " that area. In the body of a POST only.", True),
    "page": Parameter(_whole(10**8), _whole_schema(10**8), "Which page; 1 is the first."),
    "per_page": Parameter(_whole(MOST), _whole_schema(MOST), f"Records of a page; {PAGE} as long"
                          " as nothing is said."),
    "format": Parameter(_format, {"type": "string", "enum": ["json", "ndjson"]},
                        "ndjson: all of it, one object a line, without pages."),
    "taxonomy_term_id": Parameter(_id, _UUID, "With this term."),
    "taxonomy_id": Parameter(_id, _UUID, "With any term of this taxonomy."),
    "organization_id": Parameter(_id, _UUID, "Of this organization."),
    "modified_after": Parameter(_moment, {"type": "string"}, "Published as new, changed or gone at"
                                " that moment or after it. Then what closed is told too."),
    "minimal": Parameter(_yes_no, _BOOLEAN, "Ids, states and moments alone, all on one page."),
    "full": Parameter(_yes_no, _BOOLEAN, "Whole objects instead of their plain properties."),
    "full_service": Parameter(_yes_no, _BOOLEAN, "With whole services in it."),
    "top_only": Parameter(_yes_no, _BOOLEAN, "Only terms without a parent; here these are all."),
    "parent_id": Parameter(_id, _UUID, "Only terms below this one; here there are none."),
}  # fmt: skip


def asked(request: HttpRequest, known: tuple[str, ...]) -> dict[str, Any]:
    """name → value of what was asked. Raises Misasked; it repeats nothing of what was typed."""
    given = _once(request.GET.lists())
    for name in given:
        if name in known and PARAMETERS[name].typed:
            raise Misasked(
                f"{name} is taken in the body of a POST only: what people look for stands in no"
                " address here, because addresses are kept by browsers, proxies and logs"
            )
    if request.method == "POST":
        body = _body(request)
        if given.keys() & body.keys():
            raise Misasked("one parameter stands in the address and in the body")
        given |= body
    if not given.keys() <= set(known):
        raise Misasked(f"there is a parameter that is not known here; known are {', '.join(known)}")
    found = {}
    for name, text in given.items():
        try:
            found[name] = PARAMETERS[name].read(text)
        except Misasked as error:
            raise Misasked(f"{name} {error}") from None
    if ("postcode" in found) != ("proximity" in found):
        raise Misasked("postcode and proximity belong together")
    return found


def _once(lists: Any) -> dict[str, str]:
    found = {}
    for name, values in lists:
        if len(values) != 1:
            raise Misasked("one parameter is given more than once")
        found[name] = values[0]
    return found


def _body(request: HttpRequest) -> dict[str, str]:
    if request.content_type != "application/json":
        return _once(request.POST.lists())
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise Misasked("the body is no JSON") from None
    if not isinstance(body, dict):
        raise Misasked("the body is no JSON object")
    if not all(isinstance(value, (str, int, bool)) for value in body.values()):
        raise Misasked("each parameter in the body is text, a whole number, true or false")
    return {name: _as_text(value) for name, value in body.items()}


def _as_text(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else format(value, "d")
