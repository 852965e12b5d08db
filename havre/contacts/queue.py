"""Whose turn it is, and whom they are offered to: rules that look and decide, and write nothing.

Order: danger said now, then whoever was cut off minutes ago, then waiting time, which runs faster
for the languages and channels an operator sets (HAVRE_QUEUE_PACE).
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.conf import settings

from havre.contacts import transport
from havre.contacts.models import Asked, Contact, Offer, Release, Taking, Unclosed
from havre.contacts.turn import ALL, ONE, SUPERVISOR, TOLD, Colleague, Put, Turn
from havre.contacts.wishes import NONE_OF_THEM, none_of
from havre.lib import clock
from havre.lib.prepared import PreparedIn, PreparedQuery
from havre.staff import care, presence
from havre.staff.models import Member

AHEAD = dt.timedelta(minutes=1)  # what stands later than this was written by a wrong clock
AGAIN = dt.timedelta(minutes=3)  # after everybody was asked in vain, the round begins anew
Row = TypeVar("Row", Asked, Put, Release)

# What the house looks at every second, and every board at every ring.
_WAITING = PreparedQuery(lambda: Contact.objects.waiting())
_ASKED = PreparedIn(lambda ids: Asked.objects.filter(contact__in=ids))
_OFFERS = PreparedIn(
    lambda ids: Offer.objects.filter(contact__in=ids).values_list(
        "id", "contact_id", "step", "member_id", "member__alias", "at", "until", "ending__how"
    )
)
_RELEASES = PreparedIn(lambda ids: Release.objects.filter(contact__in=ids).order_by("at"))
_HELD = PreparedQuery(
    lambda: Taking.objects.filter(contact__in=Unclosed.objects.values("contact")).select_related(
        "contact"
    )
)
_PUT_TO = PreparedQuery(
    lambda after: Offer.objects.filter(
        step=ONE, ending=None, until__gt=after, contact__taking=None, contact__closure=None
    ).values_list("member_id"),
    after=dt.datetime,
)


def in_order(turns: Iterable[Turn], now: dt.datetime) -> list[Turn]:
    """Whose turn comes first."""
    return sorted(turns, key=lambda turn: (turn.rank(now), turn.contact.id))


def closest(turn: Turn, colleagues: Sequence[Colleague]) -> tuple[list[Colleague], tuple[str, ...]]:
    """Those on duty who come closest to what was wished for, and the wishes they do not meet.

    Danger asks everybody. Somebody who comes on duty later is asked alone again; who did not
    answer in a whole round keeps nobody waiting. A channel's own skill only goes first.
    """
    found, unmet = turn.suited(colleagues), []
    if turn.reached is not None:
        found = [each for each in found if each.id in turn.reached]
    of_the_channel = settings.QUEUE_SKILLS.get(turn.contact.channel, "")
    for skill in () if turn.in_danger else (*turn.wishes, of_the_channel):
        bring = [each for each in found if skill in each.brings]
        if bring and not turn.was_told:
            found = bring
        elif skill in turn.wishes:
            unmet.append(skill)
    return found, tuple(unmet)


def to_be_told(turn: Turn, colleagues: Sequence[Colleague]) -> list[str]:
    """The wishes that nobody meets, and of which the person does not know it yet."""
    return [wish for wish in closest(turn, colleagues)[1] if wish not in turn.told_none]


def suited(turn: Turn, colleagues: Sequence[Colleague]) -> list[Colleague] | None:
    """Who may be offered this turn. None: the person must first be told of a wish nobody meets."""
    found, unmet = closest(turn, colleagues)
    return found if turn.told_none.issuperset(unmet) else None


def next_step(
    turn: Turn, colleagues: Sequence[Colleague], *, surge: bool = False
) -> tuple[str, Member | None] | None:
    """What happens now if no offer stands: (step, to whom). None: nothing new to do.

    `surge`: the switchboard is open, so everybody is asked at once.
    """
    if not turn.is_here or not colleagues:
        return None  # with nobody on duty the page itself says so, and shows the number
    given = {offer.step for offer in turn.offers}
    could = suited(turn, colleagues)
    if could is None:
        return none_of(to_be_told(turn, colleagues)[0]), None
    asked_before = {offer.member_id for offer in turn.offers}
    answers = [each for each in to_be_asked(turn, colleagues) if each.is_free]
    fresh = [each for each in answers if each.id not in asked_before]
    if fresh and not turn.in_danger and not surge:
        return ONE, _first_choice(turn, fresh).on.member
    if ALL not in given and could:
        return ALL, None
    if SUPERVISOR not in given and any("supervisor" in each.on.roles for each in colleagues):
        return SUPERVISOR, None
    return (TOLD, None) if TOLD not in given else None


def to_be_asked(turn: Turn, colleagues: Sequence[Colleague]) -> list[Colleague]:
    """Whom this turn is put to. After something hard nobody is asked for danger if others can be.

    It looks at who answers, never at who calls or how often (000-28): when those who are spared
    are the only ones, or the others were asked in vain, they are asked like everybody else.
    """
    could = suited(turn, colleagues) or []
    rested = [each for each in could if not each.is_spared]
    others = any(each.could_answer for each in rested)
    spares = turn.in_danger and others and not turn.was_told
    return rested if spares else could


def not_asked(
    member: uuid.UUID, turns: Iterable[Turn], colleagues: Sequence[Colleague]
) -> set[uuid.UUID]:
    """The turns that need not be this member's: they are spared, and others are asked."""
    if not any(each.id == member and each.is_spared for each in colleagues):
        return set()
    asked = {turn.contact.id: to_be_asked(turn, colleagues) for turn in turns if turn.in_danger}
    return {id for id, those in asked.items() if member not in {each.id for each in those}}


def _first_choice(turn: Turn, fresh: Sequence[Colleague]) -> Colleague:
    """Who held it before a cut, then who has least in hand, then who has been free longest."""
    before = turn.release.member_id if turn.release else None
    return min(fresh, key=lambda each: (each.id != before, each.held, each.on.since))


def seconds_for(step: str) -> int:
    """How long an offer stands before the next one is asked."""
    return {
        ONE: settings.OFFER_SECONDS,
        ALL: settings.OFFER_ALL_SECONDS,
        SUPERVISOR: settings.OFFER_SUPERVISOR_SECONDS,
    }.get(step, 0)


def turns() -> list[Turn]:
    """Everybody who waits, first whose turn is first."""
    return turns_of(_WAITING.all())


def turn_of(contact: Contact) -> Turn:
    """The turn of one who waits."""
    return turns_of([contact])[0]


def turns_of(waiting: Sequence[Contact]) -> list[Turn]:
    """The turns of these who wait, first whose turn is first."""
    if not waiting:
        return []
    ids = [contact.id for contact in waiting]
    asked, offers = _by_contact(_ASKED.all(ids)), _by_contact(_offers(ids))
    releases = _by_contact(_RELEASES.all(ids))
    here, reached = transport.here(waiting), transport.reached(waiting)
    found = [
        _turn(
            each,
            asked.get(each.id, []),
            offers.get(each.id, []),
            releases.get(each.id, []),
            is_here=each.id in here,
            reached=reached.get(each.channel),
        )
        for each in waiting
    ]
    return in_order(found, clock.now())


def colleagues() -> list[Colleague]:
    """Who is on duty, with what each has in hand now."""
    paper = transport.without_way_back()  # it waits for nobody
    held = Counter(each.member_id for each in held_now() if each.contact.channel not in paper)
    asked, spared = put_to_one(), care.spared()
    return [
        Colleague(each, held[each.member.id], each.member.id in asked, each.member.id in spared)
        for each in presence.on_duty()
    ]


def held_now() -> list[Taking]:
    """Who holds whom, of all that is open."""
    return _HELD.all()


def put_to_one() -> set[uuid.UUID | None]:
    """Who is asked for somebody now, they alone."""
    return {member for (member,) in _PUT_TO.all(after=clock.now())}


def _offers(contacts: list[uuid.UUID]) -> list[Put]:
    return [Put(*row) for row in _OFFERS.all(contacts)]


def _turn(
    contact: Contact,
    asked: list[Asked],
    offers: list[Put],
    releases: list[Release],
    *,
    is_here: bool,
    reached: set[uuid.UUID] | None,
) -> Turn:
    now = clock.now()
    release = next((each for each in reversed(releases) if each.at < now + AHEAD), None)
    since = [offer for offer in offers if release is None or offer.at > release.at]
    rounds = [n for n, offer in enumerate(since) if offer.step == TOLD]
    if rounds and since[rounds[-1]].at < clock.now() - AGAIN:
        said = [offer for offer in since[: rounds[-1]] if offer.step in NONE_OF_THEM]  # said once
        since = said + since[rounds[-1] + 1 :]
    return Turn(contact, tuple(asked), tuple(since), release, bool(rounds), is_here, reached)


def _by_contact(rows: Iterable[Row]) -> dict[uuid.UUID, list[Row]]:
    found: dict[uuid.UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.contact_id, []).append(row)
    return found
