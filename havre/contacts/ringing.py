"""What may call a member who looks elsewhere: that there is something, never what or who."""

from django.db.models import Max, Q

from havre.contacts import queue, together
from havre.contacts.models import Contact, Offer
from havre.contacts.turn import ALL, ONE, SUPERVISOR
from havre.lib import clock, lang
from havre.staff import presence
from havre.staff.signin import SignedIn


def for_whom(who: SignedIn) -> dict[str, list[str]]:
    """Marks of what calls them now, by kind; a mark that was not there before is news.

    On a break, or away, nothing calls.
    """
    if presence.state_of(who.member) not in presence.AT_THE_DESK:
        return {"waits": [], "wrote": [], "asks": []}
    return {"waits": _waits(who), "wrote": _wrote(who), "asks": _asks(who)}


def _waits(who: SignedIn) -> list[str]:
    """Offers that stand: to them, or to all while they could answer, or to who supervises."""
    to_me = Q(step=ONE, member=who.member)
    me = next((each for each in queue.colleagues() if each.id == who.id), None)
    if me and me.could_answer and not me.is_spared:
        theirs = Q(contact__language__in=me.speaks)
        to_me |= Q(step=ALL) & (theirs | ~Q(contact__language__in=lang.languages()))
    if "supervisor" in who.roles:
        to_me |= Q(step=SUPERVISOR)
    stands = Offer.objects.filter(
        to_me, ending=None, until__gt=clock.now(), contact__taking=None, contact__closure=None
    )
    return [str(id) for id in stands.values_list("id", flat=True)]


def _wrote(who: SignedIn) -> list[str]:
    """Their conversations in which the person has the last word, and when it was said."""
    last = Max("message__said_at", filter=Q(message__sender="person"))
    mine = Contact.objects.taken_by(who.member).with_unread().filter(Q(has_unread=True))
    rows = mine.annotate(last=last).values_list("id", "last")
    return [f"{id} {at.timestamp()}" for id, at in rows]


def _asks(who: SignedIn) -> list[str]:
    """What colleagues ask of them, and whether all is well when they are alone."""
    asked = [
        each
        for each in together.seen_by(who)
        if together.concerns(each, who) or each.kind == together.ALONE
    ]
    return [str(each.id) for each in asked]
