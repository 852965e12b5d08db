"""The house lets in whoever waited or did a little work, and lets no flood close either way."""

from dataclasses import asdict
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.lib.crowd import EASIEST, HOLDS, STEPS, WAITS, Asked, Brought, Crowd
from tests.crowds import found
from tests.hands import clock_at, later

KEY = "k" * 43
SLOWLY = 1e-9  # a second: nothing comes back while a test looks


def crowd(most: float = 8, channel: str = "talk") -> Crowd:
    return Crowd(channel, most=most, a_second=SLOWLY)


def flooded(most: float = 8) -> Crowd:
    """A bot has taken all that may begin at once."""
    full = crowd(most)
    answers = [full.wait(f"bot {n}", Brought()) for n in range(int(most) * 2)]
    assert answers == [0] * int(most) + [WAITS] * int(most)
    return full


def asked(of: Crowd, key: str = KEY, place: str = "") -> Asked:
    told = of.asked(key, place)
    assert told is not None
    return told


def worked(told: Asked) -> Brought:
    return Brought(told.place, found(told.place, told.most, told.sum))


def test_below_half_of_the_room_nothing_is_asked() -> None:
    quiet = crowd(9)
    seen = []
    for n in range(9):
        seen.append(quiet.asked(KEY) is None)
        assert quiet.wait(f"person {n}", Brought()) == 0
    assert seen == [True] * 5 + [False] * 4
    assert quiet.asked(KEY) is not None


@pytest.mark.hostile(101)
def test_a_device_that_did_its_work_is_let_in_at_once_while_a_flood_stands() -> None:
    full = flooded()
    assert full.wait(KEY, worked(asked(full))) == 0


@pytest.mark.hostile(101)
def test_work_that_is_wrong_too_old_spent_or_for_something_else_opens_nothing() -> None:
    full = flooded()
    told = asked(full)
    right = worked(told)
    for wrong in ("", "x", "-1", "٣", "0" * 5_000, str(int(right.work) + 1), f" {right.work}"):
        assert full.wait(KEY, Brought(told.place, wrong)) == WAITS, wrong
    assert full.wait("another page", right) == WAITS
    assert crowd_of_notes().wait(KEY, right) == WAITS
    with clock_at(later(seconds=HOLDS + 1)):
        assert full.wait(KEY, right) == WAITS
    assert full.wait(KEY, right) == 0
    assert full.wait(KEY, right) == WAITS  # once
    assert asked(full, place=right.place).place != right.place  # and the page is given another


def crowd_of_notes() -> Crowd:
    """Of another channel, and as full."""
    full = crowd(channel="note")
    while not full.wait("bot", Brought()):
        pass
    return full


@given(st.text("aZ09_-:.é\u202e\0", max_size=300))
def test_no_place_can_be_made_up(place: str) -> None:
    full = flooded(1)
    assert full.wait(KEY, Brought(place, "0")) == WAITS
    assert asked(full, place=place).place != place


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=400))
def test_every_place_has_one_number_and_its_sign_cannot_be_bent(other: int, at: int) -> None:
    full = flooded(1)
    told = asked(full)
    right = worked(told)
    assert 0 <= int(right.work) < told.most
    bent = told.place[: at % len(told.place)] + "_" + told.place[at % len(told.place) + 1 :]
    if bent != told.place:
        assert full.wait(KEY, Brought(bent, right.work)) == WAITS
    if str(other) != right.work:
        assert full.wait(KEY, Brought(told.place, str(other))) == WAITS
    assert full.wait(KEY, right) == 0


@pytest.mark.hostile(101)
def test_the_more_come_with_work_the_more_is_asked_and_never_above_the_cap() -> None:
    full, seen = flooded(), []
    for n in range(9):
        told = asked(full, f"farm {n}")
        seen.append(told.most)
        full.wait(f"farm {n}", worked(told))
    assert seen == sorted(seen)
    assert sorted(set(seen)) == [EASIEST << step for step in range(STEPS)]
    assert asked(full).most == EASIEST << (STEPS - 1)


@pytest.mark.hostile(101)
def test_a_flood_that_pays_closes_its_own_way_and_leaves_the_others() -> None:
    full = flooded()
    mina = asked(full)
    while not full.wait("farm", worked(asked(full, "farm"))):
        pass
    with clock_at(later(seconds=WAITS)):
        assert full.wait(KEY, Brought(mina.place)) == 0  # no script, and ten seconds of patience
    assert flooded().wait("farm", Brought(mina.place)) == WAITS


@pytest.mark.hostile(100)
def test_a_thousand_that_did_no_work_leave_the_room_of_those_who_did() -> None:
    full = flooded()
    for n in range(1_000):
        told = asked(full, f"bot {n}")
        assert full.wait(f"bot {n}", Brought(told.place)) > 0
    answers = [full.wait(f"{n}", worked(asked(full, f"{n}"))) for n in range(8)]
    assert answers == [0] * 8


def test_whoever_presses_before_their_wait_is_over_is_let_in_where_there_is_room() -> None:
    busy = crowd()
    for n in range(5):
        busy.wait(f"bot {n}", Brought())
    assert busy.wait(KEY, Brought(asked(busy).place)) == 0


def test_a_page_keeps_its_place_and_its_sum_until_it_is_too_old() -> None:
    full = flooded()
    first = asked(full)
    with clock_at(later(seconds=HOLDS - 5)):
        assert asked(full, place=first.place) == first
    with clock_at(later(seconds=HOLDS + 5)):
        assert asked(full, place=first.place).place != first.place


def test_a_device_with_a_wrong_clock_is_not_asked_for_it_and_ours_may_be_set_meanwhile() -> None:
    full = flooded()
    told = asked(full)
    assert set(asdict(told)) == {"place", "most", "sum"}
    with clock_at(later(hours=-3)):
        assert full.wait(KEY, Brought(told.place)) == WAITS
        assert full.wait(KEY, worked(told)) == 0


@pytest.mark.hostile(100)
def test_only_what_was_spent_is_remembered_and_never_more_than_could_be_let_in() -> None:
    busy = Crowd("talk", most=4, a_second=0.01)
    assert busy._remembers == 10
    for n in range(14):
        busy._worked._left, busy._new._left = 4, 0  # as if time went by
        assert busy.wait(f"{n}", worked(asked(busy, f"{n}"))) == 0
    assert len(busy._spent) == 10
    assert {len(each) for each in busy._spent} == {32}


def test_the_same_work_pressed_eight_times_at_once_opens_one() -> None:
    full = flooded()
    brought, answers = worked(asked(full)), []
    pressing = [
        Thread(target=lambda: answers.append(full.wait(KEY, brought) == 0)) for _ in range(8)
    ]
    for each in pressing:
        each.start()
    for each in pressing:
        each.join()
    assert sorted(answers) == [False] * 7 + [True]
