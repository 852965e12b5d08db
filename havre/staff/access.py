"""Who may do what. A refusal is an exception that the desk records after the rollback."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from havre.staff.signin import SignedIn

# Every desk address names its audience: tests/house holds the list against the route table.
EVERYONE = frozenset(
    {"responder", "supervisor", "interpreter", "legal", "directory", "tips", "administrator"}
)
LISTENERS = frozenset({"responder", "supervisor"})
INTERPRETERS = frozenset({"interpreter"})  # the role has no key: words are lent, one at a time
SUPERVISORS = frozenset({"supervisor"})
AUDITORS = frozenset({"supervisor", "administrator"})
CURATORS = frozenset({"directory"})
CURATION = CURATORS | SUPERVISORS  # who reads how the directory is kept, and agrees to proposals
TIP_READERS = frozenset({"tips"}) | SUPERVISORS
COUNTERS = frozenset({"supervisor", "responder", "legal"})

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Denied(Exception):
    """Not for this member. The page says no more than «not found» would."""

    def __init__(self, target: str = "-") -> None:
        super().__init__("denied")
        self.target = target


class DeskRequest(HttpRequest):
    """A request at the desk once somebody is signed in."""

    staff: SignedIn


class HasAudience(Protocol):
    """A view that says whom it serves."""

    audience: frozenset[str]


def audience(roles: frozenset[str]) -> Callable[[View], View]:
    """Only members with one of these roles come in; everybody else is denied and recorded."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.staff.roles & roles:
                raise Denied
            return view(request, *args, **kwargs)

        cast(HasAudience, guarded).audience = roles
        return cast(View, guarded)

    return decorate


def public(view: View) -> View:
    """At the desk, but before sign-in."""
    cast(HasAudience, view).audience = frozenset()
    return view


def listening(who: SignedIn) -> bool:
    """Whether they may take conversations."""
    return bool(who.roles & LISTENERS)
