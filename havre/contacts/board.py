"""Which contacts a member's board names, in which order. Nothing of what was said is opened."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from havre.contacts import transport
from havre.contacts.models import Contact, ContactQuerySet, Offer, OfferEnding
from havre.contacts.queue import turn_of
from havre.contacts.turn import ONE, SIGNS, Turn
from havre.lib import clock
from havre.lib.prepared import PreparedQuery
from havre.staff.signin import SignedIn

LATELY = dt.timedelta(days=1)  # closed since then: the board gives the hour and no day
LONG_OVER = dt.timedelta(hours=1)  # the watch ended what had its end so long ago
SHOWN = 40  # a longer list helps nobody choose: the house has put it in order


def _others(seen: ContactQuerySet, member: UUID) -> ContactQuerySet:
    """What others hold; who wrote something new comes first."""
    held = seen.open().filter(taking__isnull=False).exclude(taking__member=member)
    return held.with_state().with_unread().order_by(F("has_unread").desc(), "opened_at")


def _closed(seen: ContactQuerySet, since: dt.datetime) -> ContactQuerySet:
    return seen.with_state().filter(closure__at__gt=since).order_by("-closure__at")[:8]


_NEAREST = PreparedQuery(
    lambda member: Contact.objects.nearest_to(member).values_list("id", "taking__member"),
    member=UUID,
)
_HEARD = PreparedQuery(
    lambda member: Contact.objects.heard_by(member).values_list("id", "taking__member"),
    member=UUID,
)
_OTHERS = PreparedQuery(lambda member: _others(Contact.objects.all(), member), member=UUID)
_OTHERS_OF_TEAM = PreparedQuery(
    lambda member, team: _others(Contact.objects.of_team(member, team), member),
    member=UUID,
    team=str,
)
_CLOSED = PreparedQuery(lambda since: _closed(Contact.objects.all(), since), since=dt.datetime)
_CLOSED_OF_TEAM = PreparedQuery(
    lambda member, team, since: _closed(Contact.objects.of_team(member, team), since),
    member=UUID,
    team=str,
    since=dt.datetime,
)
_MINE = PreparedQuery(
    lambda member: (
        Contact.objects.taken_by(member)
        .with_state()
        .with_unread()
        .with_new_words()
        .with_sign(SIGNS)
    ),
    member=UUID,
)
_OFFERED = PreparedQuery(
    lambda member, after: Offer.objects.filter(
        member=member, until__gt=after, ending=None, contact__taking=None, contact__closure=None
    ).select_related("contact"),
    member=UUID,
    after=dt.datetime,
)


@dataclass(frozen=True, slots=True)
class Board:
    """Which contacts a member's board names; none of what was said."""

    offered: list[Turn]  # to this member, now
    waiting: list[Turn]  # the first SHOWN of the others
    ahead: int  # how many of those come before the first who is offered to this member
    count: int  # how many wait and are still there
    more: int  # how many are in neither list
    mine: list[Contact]
    others: list[Contact]  # the first SHOWN, and of them those first who wrote something new
    more_others: int
    closed: list[Contact]


def board(everybody: list[Turn], *, by: SignedIn) -> Board:
    """Who waits, whom this member listens to, whom the others do, and what was closed lately."""
    since = clock.now() - LATELY
    if "supervisor" in by.roles:
        others, closed = _OTHERS.all(member=by.id), _CLOSED.all(since=since)
    else:
        who = {"member": by.id, "team": by.member.team}
        others, closed = _OTHERS_OF_TEAM.all(**who), _CLOSED_OF_TEAM.all(**who, since=since)
    offered = offered_to(by)
    theirs = {turn.contact.id for turn in offered}
    rest = [turn for turn in everybody if turn.contact.id not in theirs]
    places = [n for n, turn in enumerate(everybody) if turn.contact.id in theirs]
    in_danger = sum(turn.in_danger and turn.is_here for turn in rest)
    return Board(
        offered,
        rest[:SHOWN],
        min(places, default=in_danger),
        sum(turn.is_here for turn in everybody),
        len(rest[SHOWN:]),
        _MINE.all(member=by.id),
        others[:SHOWN],
        len(others[SHOWN:]),
        closed,
    )


def offered_to(who: SignedIn) -> list[Turn]:
    """Who is offered to this member at this moment: never from a look that is shared."""
    turns = [
        turn_of(offer.contact)
        for offer in _OFFERED.all(member=who.id, after=clock.now() - LONG_OVER)
    ]
    return [turn for turn in turns if turn.current and turn.current.member_id == who.id]


def heard_by(who: SignedIn) -> Sequence[tuple[UUID, UUID | None]]:
    """The open conversations whose rings reach this member, and who holds each.

    To who supervises all of them, the nearest first: a page hears no more than some.
    """
    return (_NEAREST if "supervisor" in who.roles else _HEARD).all(member=who.id)


def in_hand(*, by: SignedIn) -> list[Contact]:
    """The open conversations this member holds, and how much is new to them in each."""
    live = Contact.objects.taken_by(by.member).with_new_words().with_sign(SIGNS)
    return list(live.exclude(channel__in=transport.without_way_back()))


def missed(hours: int = 12) -> list[OfferEnding]:
    """Offers that nobody answered, newest first: for who supervises, so that it is seen."""
    since = clock.now() - dt.timedelta(hours=hours)
    endings = OfferEnding.objects.filter(how="missed", at__gt=since, offer__step=ONE)
    return list(endings.select_related("offer__member").order_by("-at")[:20])
