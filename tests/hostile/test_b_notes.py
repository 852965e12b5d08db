"""A note of the public leaves once, or never, however many act in one moment and whoever dies.

Real processes on real databases: SQLite files, or PostgreSQL when HAVRE_TEST_DATABASE is set.
"""

import time

import pytest

from tests.throwaway import Throwaway, throwaway

pytestmark = [pytest.mark.hostile(19), pytest.mark.requirement("001-05")]
PROCESSES = 4  # of eight threads each


@pytest.fixture
def fresh(founded, tmp_path):
    """A house with a note in it that may be passed on."""
    with throwaway(tmp_path / "house", like=founded) as house:
        house.scenes = "tests.tip_scenes"
        house.story = house.play("somebody_leaves_a_note")
        yield house


def _soon() -> str:
    return str(time.time() + 2)


@pytest.mark.hostile(20)
def test_of_many_who_pass_it_on_to_this_one_and_that_one_letter_leaves(fresh: Throwaway):
    played = fresh.play_at_once(PROCESSES, "pass_on_together", fresh.story["tip"])
    ended = [how for one in played for how in one["ended"]]
    assert set(ended) <= {"passed on", "already"}
    assert 1 <= ended.count("passed on") <= 2  # the same letter, pressed twice, changes nothing
    assert sum(one["sent"] for one in played) == 1
    after = fresh.play("look")
    assert (after["states"], after["whole"]) == (["sent"], True)
    assert after["verbs"].count("carried") == 1


def test_a_yes_taken_back_while_it_is_carried_is_before_or_after_never_both(fresh: Throwaway):
    tip = fresh.story["tip"]
    parcel = fresh.play("release_a_note", tip)["disclosure"]
    carriers = [fresh.start("carry_together", parcel, begin := _soon()) for _ in range(2)]
    told = fresh.finish(fresh.start("take_back_at", tip, begin))["told"]
    sent = sum(fresh.finish(one)["sent"] for one in carriers)
    after = fresh.play("look")
    assert (after["states"], sent, told) in [(["stopped"], 0, 0), (["sent"], 1, 1)]
    assert (after["late"], after["endings"]) == (0, 1)


def test_a_yes_taken_back_while_many_pass_it_on_lets_one_out_before_or_none(fresh: Throwaway):
    tip = fresh.story["tip"]
    passing = [fresh.start("pass_on_together", tip, begin := _soon()) for _ in range(2)]
    fresh.finish(fresh.start("take_back_at", tip, begin))
    sent = sum(fresh.finish(one)["sent"] for one in passing)
    after = fresh.play("look")
    assert (sent, after["late"]) == (after["states"].count("sent"), 0)
    assert sent <= 1


@pytest.mark.hostile(105)
def test_what_turns_out_to_be_nothing_left_before_or_never(fresh: Throwaway):
    tip = fresh.story["tip"]
    parcel = fresh.play("release_a_note", tip)["disclosure"]
    carriers = [fresh.start("carry_together", parcel, begin := _soon()) for _ in range(2)]
    fresh.finish(fresh.start("find_nothing_in_it_at", tip, begin))
    sent = sum(fresh.finish(one)["sent"] for one in carriers)
    assert fresh.play("look")["states"] == (["sent"] if sent else ["stopped"])
    assert sent <= 1


def test_a_note_that_is_forgotten_while_it_is_carried_leaves_before_or_never(fresh: Throwaway):
    tip = fresh.story["tip"]
    parcel = fresh.play("release_a_note", tip)["disclosure"]
    carriers = [fresh.start("carry_together", parcel, begin := _soon()) for _ in range(2)]
    fresh.finish(fresh.start("forget_at", tip, begin))
    sent = sum(fresh.finish(one)["sent"] for one in carriers)
    after = fresh.play("look")
    assert after["states"] == (["sent"] if sent else ["stopped"])
    assert (sent <= 1, after["notes"], after["keys"]) == (True, 0, ["-"])


@pytest.mark.hostile(21)
def test_a_note_whose_forgetting_died_half_way_does_not_leave_by_night(fresh: Throwaway):
    tip = fresh.story["tip"]
    fresh.play("release_a_note", tip)
    fresh.play("forget_a_note_and_die", tip)
    assert fresh.play("look")["states"] == ["waiting"]
    assert [fresh.play("nightly_run", minutes)["sent"] for minutes in ("3", "6")] == [0, 0]
    after = fresh.play("look")
    assert (after["states"], after["notes"]) == (["stopped"], 0)


@pytest.mark.hostile(21)
def test_a_letter_whose_carrier_died_in_the_act_never_leaves_again(fresh: Throwaway):
    parcel = fresh.play("release_a_note", fresh.story["tip"])["disclosure"]
    fresh.play("hand_over_and_die", parcel)
    assert fresh.play("look")["states"] == ["on_its_way"]
    assert [fresh.play("nightly_run", minutes)["sent"] for minutes in ("3", "6")] == [0, 0]
    assert fresh.play("look")["states"] == ["unknown"]
