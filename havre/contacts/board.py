"""Which contacts a member's board names, in which order. Nothing of what was said is opened."""

import datetime as dt
from dataclasses import dataclass

from havre.contacts import transport
from havre.contacts.models import Contact, OfferEnding
from havre.contacts.queue import turns
from havre.contacts.turn import ONE, Turn
from havre.lib import clock
from havre.staff.signin import SignedIn

SHOWN = 40  # a longer list helps nobody choose: the house has put it in order


@dataclass(frozen=True, slots=True)
class Board:
    """Which contacts a member's board names; none of what was said."""

    waiting: list[Turn]  # the first SHOWN of them, and whoever is offered to this member
    count: int  # how many wait and are still there
    more: int  # how many are not in the list
    mine: list[Contact]
    others: list[Contact]
    closed: list[Contact]


def board(*, by: SignedIn) -> Board:
    """Who waits, whom this member listens to, whom the others do, and what was closed lately."""
    contacts = Contact.objects.visible_to(by.member).with_state()
    others = contacts.open().filter(taking__isnull=False).exclude(taking__member=by.member)
    everybody = turns()  # who waits may be seen by everybody who listens
    waiting = everybody[:SHOWN] + [
        turn for turn in everybody[SHOWN:] if turn.current and turn.current.member_id == by.id
    ]
    return Board(
        waiting,
        sum(turn.is_here for turn in everybody),
        len(everybody) - len(waiting),
        list(contacts.taken_by(by.member).with_unread().with_new_words()),
        list(others.with_unread()),
        list(contacts.exclude(closure=None).order_by("-closure__at")[:8]),
    )


def in_hand(*, by: SignedIn) -> list[Contact]:
    """The open conversations this member holds, and how much is new to them in each."""
    live = Contact.objects.taken_by(by.member).with_new_words()
    return list(live.exclude(channel__in=transport.without_way_back()))


def missed(hours: int = 12) -> list[OfferEnding]:
    """Offers that nobody answered, newest first: for who supervises, so that it is seen."""
    since = clock.now() - dt.timedelta(hours=hours)
    endings = OfferEnding.objects.filter(how="missed", at__gt=since, offer__step=ONE)
    return list(endings.select_related("offer__member").order_by("-at")[:20])
