"""The line's own list of interpreters: who they are, what they speak, and who is here now.

There is no other way to become one: nobody's family, friend or neighbour is ever added for a
conversation (domain.md 3).
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.staff import presence
from havre.staff.models import Interpreter, Member
from havre.staff.signin import SignedIn


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands on the list of one interpreter. Without a member: a service outside."""

    languages: tuple[str, ...]
    member: Member | None = None
    name: str = ""
    phone: str = ""
    dialects: str = ""
    gender: str = ""
    cents: int = 0


@transaction.atomic
def enlist(entry: Entry, *, by: str) -> Interpreter:
    """Put an interpreter on the list; a member who stands on it already stands there anew."""
    if entry.member:
        listed().filter(member=entry.member).update(struck_at=clock.now())
    row = Interpreter.objects.create(
        member=entry.member,
        name="" if entry.member else entry.name,
        phone="" if entry.member else entry.phone,
        languages=" ".join(entry.languages),
        dialects=entry.dialects,
        gender=entry.gender,
        cents=entry.cents,
    )
    record(actor=by, verb=Verb.INTERPRETER_LISTED, target=str(row.id))
    ring("help")
    return row


@transaction.atomic
def strike(interpreter: Interpreter, *, by: SignedIn) -> None:
    """Off the list: asked for nothing any more. Where they interpret now, it goes on."""
    if listed().filter(id=interpreter.id).update(struck_at=clock.now()):
        record(actor=by.actor, verb=Verb.INTERPRETER_STRUCK, target=str(interpreter.id))
        ring("help")


def listed() -> QuerySet[Interpreter]:
    """Everybody on the list."""
    return Interpreter.objects.filter(struck_at=None, member__deactivation=None).select_related(
        "member"
    )


def entry_of(member: Member) -> Interpreter | None:
    """How this member stands on the list."""
    return listed().filter(member=member).first()


def here() -> list[Interpreter]:
    """Those who sign in at the desk, whose desk answers, and who say that they are available."""
    members = list(listed().exclude(member=None))
    there = presence.available(each.member_id for each in members if each.member_id)
    return [each for each in members if each.member_id in there]


def outside(language: str) -> list[Interpreter]:
    """Services that are reached by phone and interpret this language."""
    services = listed().filter(member=None)
    return [each for each in services if not each.speaks or language in each.speaks]
