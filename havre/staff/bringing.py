"""What a member brings to a conversation: their languages and skills, by their own word first.

Who supervises may say it for them, so that a night is staffed truly; the member sees who did, and
their own word always stands after it.
"""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.staff import rota
from havre.staff.models import Member, SaidFor, Shift

OWN_WORD = frozenset({"woman"})  # who one is, nobody else says


class SaidMeanwhile(Exception):
    """What a member brings was said anew since the page was shown. Nothing was stored."""


@transaction.atomic
def bring(member: Member, *, languages: Iterable[str], skills: Iterable[str]) -> None:
    """Say in which languages one answers, and what one brings. None said is none, never all.

    Never refused, whatever anybody else said before.
    """
    said = {"languages": " ".join(languages), "skills": " ".join(skills)}
    Member.objects.filter(id=member.id).update(**said)
    SaidFor.objects.filter(member=member).delete()
    record(actor=str(member.id), verb=Verb.BRINGS_SAID)
    ring("queue")


@transaction.atomic
def bring_for(
    member: Member, *, languages: Iterable[str], skills: Iterable[str], seen: str, by: Member
) -> None:
    """Say it for a colleague; what is theirs alone to say stays as they said it.

    `seen`: `as_shown` of the page. Raises SaidMeanwhile if it stands otherwise by now: nobody who
    looks at an older page undoes what the member said themselves.
    """
    row = Member.objects.select_for_update(no_key=True).get(id=member.id)
    if as_shown(row) != seen:
        raise SaidMeanwhile
    own = [skill for skill in row.skills.split() if skill in OWN_WORD]
    row.languages = " ".join(languages)
    row.skills = " ".join([*own, *(skill for skill in skills if skill not in OWN_WORD)])
    row.save(update_fields=["languages", "skills"])
    SaidFor.objects.update_or_create(member=row, defaults={"by": by, "at": clock.now()})
    record(actor=str(by.id), verb=Verb.BRINGS_SAID_FOR, target=str(row.id))
    ring("queue", f"member:{row.id}")


def as_shown(member: Member) -> str:
    """Languages and skills as one text, to see whether either changed meanwhile."""
    return f"{member.languages}|{member.skills}"


def said_for(member: Member) -> SaidFor | None:
    """Who said it for them last, and when; None: their own word stands."""
    return SaidFor.objects.filter(member=member).select_related("by").first()


def listeners() -> QuerySet[Member]:
    """Everybody who answers or supervises, and who said for them what they bring."""
    found = Member.objects.filter(id__in=rota.may()[Shift.ANSWER]).order_by("alias", "id")
    return found.select_related("said_for__by")


def listener(id: uuid.UUID) -> Member | None:
    """One of them."""
    return listeners().filter(id=id).first()
