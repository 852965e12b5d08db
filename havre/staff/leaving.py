"""Before somebody signs out: later rooms may ask something first. Nothing ever blocks the way."""

from collections.abc import Callable
from dataclasses import dataclass

from havre.staff.signin import SignedIn


@dataclass(frozen=True, slots=True)
class _Question:
    asks: Callable[[SignedIn], bool]
    page: str


_questions: list[_Question] = []


def ask_before(asks: Callable[[SignedIn], bool], *, page: str) -> None:
    """A room has something to ask of whoever `asks` is true for, on a page of its own."""
    _questions.append(_Question(asks, page))


def asked_first(who: SignedIn) -> str:
    """The page that asks them something before they go; nothing if none does."""
    return next((each.page for each in _questions if each.asks(who)), "")
