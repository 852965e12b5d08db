"""The signs a person gives with one press while somebody may be looking, and what the line says."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.contacts.turn import CAN, CANNOT, COMPANY

SIGNS = {
    CANNOT: _("I can’t write now"),
    COMPANY: _("Someone is here"),
    CAN: _("I can write again"),
}
AFTER_SIGN = {
    CANNOT: _(
        "That is fine. Whoever answers you sees this first, and is asked to wait and write "
        "nothing. You need not explain. When you can, press “I can write again”."
    ),
    COMPANY: _(
        "Whoever answers you sees this first, and is asked to write nothing until you press “I can "
        "write again”. In danger now: {emergency}, if you can."
    ),
    CAN: _("Good. Whoever answers you sees it, and may ask first whether you are alone."),
}


def signs(standing: str) -> list[tuple[str, Promise | str, bool]]:
    """(code, label, whether it is in sight) of each sign: what stands is not offered again."""
    can = {CAN} if standing else {CANNOT}
    also = set() if standing == COMPANY else {COMPANY}
    return [(code, label, code in can | also) for code, label in SIGNS.items()]
