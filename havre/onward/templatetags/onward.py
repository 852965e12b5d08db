"""What became of a note, on its page and above the list of them."""

from typing import Any

from django import template

from havre.consents.basis import missing_of
from havre.disclosures.access import left_of_note, unknown_notes
from havre.onward import access
from havre.staff.signin import SignedIn
from havre.tips.models import Tip

register = template.Library()


@register.inclusion_tag("onward/_became.html")
def became_of(tip: Tip, by: SignedIn) -> dict[str, Any]:
    """What left, how that ended, and what may be done next."""
    return {
        "tip": tip,
        "left": left_of_note(tip, by=by),
        "missing": missing_of(tip),
        "may_go": access.may_go(tip),
    }


@register.inclusion_tag("onward/_unknown.html")
def nobody_knows() -> dict[str, Any]:
    """Those of which nobody knows whether they arrived."""
    return {"unknown": unknown_notes()}
