"""Reading tips: a list without a word of them, and one of them opened."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from havre.audit.verbs import Verb
from havre.staff.signin import SignedIn
from havre.tips.actions import Seen
from havre.tips.models import Assessment, Tip
from havre.vault.opening import open_sealed
from havre.vault.refusals import CannotRead

PAGE = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """A tip with its words; `seen` is None where they cannot be read."""

    tip: Tip
    seen: Seen | None
    assessments: list[Assessment]


def listed(start: int = 0) -> tuple[list[Tip], int]:
    """A page of tips, the newest first, each with its `standing` (None: unverified); how many."""
    newest = Assessment.objects.filter(tip=OuterRef("pk")).values("standing")[:1]
    rows = Tip.objects.defer("words").select_related("takingback")
    rows = rows.annotate(standing=Subquery(newest)).order_by("-at", "-id")
    return list(rows[start : start + PAGE]), Tip.objects.count()


def unseen() -> int:
    """How many nobody has assessed."""
    return Tip.objects.filter(assessment=None).count()


def one(tip: UUID) -> Tip | None:
    """It, unopened."""
    return Tip.objects.filter(id=tip).first()


def opened(tip: Tip, *, by: SignedIn) -> Opened:
    """It, opened; that it was read stands in the audit."""
    rows = list(tip.assessment_set.select_related("by"))
    try:
        words = json.loads(open_sealed(tip.words, by=by, why=Verb.TIP_READ))
    except CannotRead:
        return Opened(tip, None, rows)
    return Opened(tip, Seen(**words), rows)
