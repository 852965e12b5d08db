"""The house asks whose turn it is, and whom to offer them to: nobody waits unseen."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from havre.contacts import queue
from havre.contacts.models import Asked, Contact, Release
from havre.contacts.turn import Colleague, Put, Turn, pace
from havre.staff.models import Member
from havre.staff.presence import AVAILABLE, PAUSE, WRAPPING_UP, OnDuty
from tests.hands import clock_at

NOW = timezone.now()


@pytest.fixture(autouse=True)
def _at_that_moment():
    """However long the tests before these took."""
    with clock_at(NOW):
        yield


def waits(minutes: float = 1, *, language: str = "fr", channel: str = "webchat", **more) -> Turn:
    opened = NOW - dt.timedelta(minutes=minutes)
    contact = Contact(id=uuid.uuid4(), language=language, channel=channel, opened_at=opened)
    return Turn(contact, **more)


def colleague(
    *,
    languages: str = "en fr",
    state: str = AVAILABLE,
    held: int = 0,
    since: dt.datetime = NOW,
    roles: tuple[str, ...] = ("responder",),
    skills: str = "",
    is_asked: bool = False,
    is_spared: bool = False,
) -> Colleague:
    member = Member(id=uuid.uuid4(), languages=languages, skills=skills)
    return Colleague(OnDuty(member, state, since, frozenset(roles)), held, is_asked, is_spared)


def asked(what: str, member: uuid.UUID | None = None) -> Asked:
    return Asked(what=what, member_id=member)


def offered(step: str, member: Member | None = None, how: str = "missed") -> Put:
    return Put(uuid.uuid4(), uuid.uuid4(), step, member and member.id, "", NOW, NOW, how)


def names(step) -> object:
    return (step[0], step[1] and step[1].id) if step else None


@pytest.mark.requirement("000-08")
def test_danger_comes_first_then_who_was_cut_off_then_who_waits_longest():
    long, short = waits(50), waits(1)
    cut = waits(3, release=Release(at=NOW - dt.timedelta(minutes=2)))
    cut_long_ago = waits(3, release=Release(at=NOW - dt.timedelta(minutes=20)))
    danger = waits(0, asked=(asked("danger"),))
    gone = waits(90, is_here=False)
    order = queue.in_order([gone, short, long, cut_long_ago, cut, danger], NOW)
    assert order == [danger, cut, long, cut_long_ago, short, gone]


def test_waiting_counts_faster_where_an_operator_says_so(settings):
    settings.QUEUE_PACE = {"phone": 2.0, "webchat:fr": 3.0, "*:en": 1.5}
    chat_fr, chat_en = waits(10), waits(10, language="en")
    phone, other = waits(10, channel="phone", language="es"), waits(10, language="es")
    assert [pace(t.contact) for t in (chat_fr, chat_en, phone, other)] == [3, 1.5, 2, 1]
    assert queue.in_order([other, chat_en, phone, chat_fr], NOW) == [chat_fr, phone, chat_en, other]


@pytest.mark.requirement("000-06")
def test_a_language_that_the_house_does_not_write_is_answered_by_who_speaks_it_else_by_anybody():
    english, french = colleague(languages="en"), colleague(languages="fr")
    spanish = colleague(languages="en es")
    turn = waits(language="es")
    assert turn.suited([english, spanish, french]) == [spanish]
    assert turn.suited([english, french]) == [english, french]
    assert waits(language="fr").suited([english, spanish]) == []


def test_nobody_is_sent_to_somebody_of_another_language_and_no_language_is_none():
    english, silent = colleague(languages="en"), colleague(languages="")
    french = colleague(languages="fr")
    assert names(queue.next_step(waits(), [english, silent, french])) == ("one", french.id)
    assert names(queue.next_step(waits(), [english, silent])) == ("told", None)


def test_the_one_with_least_in_hand_and_longest_free_is_asked_first():
    busy, later = colleague(held=2), colleague(since=NOW)
    earlier = colleague(since=NOW - dt.timedelta(hours=1))
    assert names(queue.next_step(waits(), [busy, later, earlier])) == ("one", earlier.id)


def test_a_full_hand_a_pause_and_somebody_asked_already_are_left_in_peace():
    full, pause = colleague(held=3), colleague(state=PAUSE)
    asked_now, wrapping = colleague(is_asked=True), colleague(state=WRAPPING_UP)
    everyone = [full, pause, asked_now, wrapping]
    assert names(queue.next_step(waits(), everyone)) == ("all", None)
    rested = colleague(state=WRAPPING_UP, since=NOW - dt.timedelta(minutes=6))
    assert names(queue.next_step(waits(), [*everyone, rested])) == ("one", rested.id)


@pytest.mark.requirement("002-E7")
def test_one_is_asked_then_the_next_then_all_then_who_supervises_then_the_person_is_told():
    ana, ben = colleague(), colleague(since=NOW + dt.timedelta(seconds=1))
    sue = colleague(roles=("supervisor",), languages="es")
    offers: list[Put] = []
    seen = []
    for _ in range(6):
        step = queue.next_step(waits(offers=tuple(offers)), [ana, ben, sue])
        seen.append(names(step))
        if step:
            offers.append(offered(*step, how="" if step[0] == "told" else "missed"))
    assert seen == [
        ("one", ana.id),
        ("one", ben.id),
        ("all", None),
        ("supervisor", None),
        ("told", None),
        None,
    ]


def test_somebody_who_comes_on_duty_later_is_asked_even_after_the_person_was_told():
    late = colleague()
    done = tuple(offered(step, how="") for step in ("all", "told"))
    assert names(queue.next_step(waits(offers=done), [late])) == ("one", late.id)


def test_with_nobody_on_duty_nothing_is_used_up_before_somebody_comes():
    assert queue.next_step(waits(), []) is None


def test_danger_is_everybodys_at_once():
    turn = waits(asked=(asked("danger"),))
    assert names(queue.next_step(turn, [colleague(), colleague()])) == ("all", None)


def test_who_left_the_page_rings_for_nobody():
    assert queue.next_step(waits(is_here=False), [colleague()]) is None


def test_a_woman_is_found_or_the_person_is_told_never_passed_over():
    turn = waits(asked=(asked("woman"),))
    woman, other = colleague(skills="woman"), colleague(since=NOW - dt.timedelta(hours=2))
    assert names(queue.next_step(turn, [other, woman])) == ("one", woman.id)
    assert names(queue.next_step(turn, [other])) == ("no_woman", None)
    told = waits(asked=(asked("woman"),), offers=(offered("no_woman", how=""),))
    assert names(queue.next_step(told, [other])) == ("one", other.id)


def test_not_with_that_colleague_is_honoured_at_every_step():
    ana = colleague()
    turn = waits(asked=(asked("not", ana.id),))
    assert names(queue.next_step(turn, [ana])) == ("told", None)


def test_whoever_held_it_before_the_cut_is_asked_first():
    before, freer = colleague(held=1), colleague(held=0)
    turn = waits(release=Release(at=NOW, member_id=before.id))
    assert names(queue.next_step(turn, [freer, before])) == ("one", before.id)


def danger(**more) -> Turn:
    return waits(asked=(asked("danger"),), **more)


def test_after_something_hard_others_are_asked_for_danger():
    tired, fresh = colleague(is_spared=True), colleague()
    turn = danger()
    assert queue.to_be_asked(turn, [tired, fresh]) == [fresh]
    assert queue.not_asked(tired.id, [turn], [tired, fresh]) == {turn.contact.id}
    assert queue.not_asked(fresh.id, [turn], [tired, fresh]) == set()
    assert names(queue.next_step(turn, [tired, fresh])) == ("all", None)


def test_who_is_spared_is_still_asked_for_anybody_not_in_danger():
    tired = colleague(is_spared=True)
    turn = waits()
    assert names(queue.next_step(turn, [tired])) == ("one", tired.id)
    assert queue.not_asked(tired.id, [turn], [tired]) == set()


@pytest.mark.requirement("002-E7")
@pytest.mark.parametrize(
    "other",
    [
        {"state": PAUSE},
        {"languages": "en"},
        {"held": 3},
        {"roles": ("supervisor",)},
        {"is_spared": True},
    ],
)
def test_nobody_in_danger_is_left_unasked_to_spare_somebody(other):
    tired, second = colleague(is_spared=True), colleague(**other)
    turn = danger()
    assert tired in queue.to_be_asked(turn, [tired, second])
    assert queue.not_asked(tired.id, [turn], [tired, second]) == set()
    assert names(queue.next_step(turn, [tired, second])) == ("all", None)


def test_once_the_others_were_asked_in_vain_nobody_is_spared():
    tired, fresh = colleague(is_spared=True), colleague()
    turn = danger(was_told=True)
    assert queue.to_be_asked(turn, [tired, fresh]) == [tired, fresh]


def test_somebody_who_is_just_asked_for_another_can_still_answer_danger():
    tired, busy = colleague(is_spared=True), colleague(is_asked=True)
    assert queue.to_be_asked(danger(), [tired, busy]) == [busy]
