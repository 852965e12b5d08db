"""What the tests of waiting look at."""

import datetime as dt

from django.utils import timezone

from havre.contacts.models import Contact, Offer, OfferEnding
from havre.staff.models import DeskSession

CHANNEL = "practice"


def standing(contact: Contact) -> tuple[str, str] | None:
    offer = Offer.objects.filter(contact=contact, ending=None).last()
    return (offer.step, offer.member.alias if offer.member else "") if offer else None


def endings() -> list[tuple[str, str]]:
    rows = OfferEnding.objects.order_by("at").select_related("offer__member")
    return [
        (row.offer.member.alias if row.offer.member else row.offer.step, row.how) for row in rows
    ]


def falls_silent(who, seconds: int = 60) -> None:
    then = timezone.now() - dt.timedelta(seconds=seconds)
    DeskSession.objects.filter(member=who.member).update(alive_at=then)
