"""The house stays right when many act in the same moment, and when a process is killed.

Real processes on real databases: SQLite files, or PostgreSQL when HAVRE_TEST_DATABASE is set.
"""

import time
from uuid import uuid4

import pytest

from tests.throwaway import Throwaway, throwaway

PROCESSES = 4  # of eight threads each: 32 at once


@pytest.fixture(scope="module")
def told(founded, tmp_path_factory):
    """A house in which one story was told, up to the yes. Nobody writes in it, only in copies."""
    with throwaway(tmp_path_factory.mktemp("races") / "house", founded) as house:
        house.story = house.play("story")
        yield house


@pytest.fixture
def fresh(told, tmp_path):
    with throwaway(tmp_path / "house", like=told) as house:
        house.story = told.story
        yield house


def test_one_of_many_takes_a_conversation(fresh: Throwaway):
    contact = fresh.play("somebody_waits")["contact"]
    played = fresh.play_at_once(PROCESSES, "take_together", contact)
    ended = [how for one in played for how in one["ended"]]
    assert (ended.count("taken"), ended.count("already")) == (1, 31)


def test_what_was_said_wins_over_every_half_of_it_however_late(fresh: Throwaway):
    contact, form = fresh.play("somebody_waits")["contact"], str(uuid4())
    played = fresh.play_at_once(2, "say_and_keep_together", contact, form)
    assert len({one["ended"][0] for one in played}) == 1  # said once
    assert {how for one in played for how in one["ended"][1:]} <= {"True", "False"}
    assert fresh.play("look")["drafts"] == 0


def test_what_is_left_in_one_moment_is_left_once_and_had_by_one(fresh: Throwaway):
    contact = fresh.play("somebody_waits")["contact"]
    left = fresh.play_at_once(PROCESSES, "leave_together", contact)
    assert sorted(n for one in left for n in one["ended"]) == [0] * 31 + [2]
    fresh.play("go_home")
    played = fresh.play_at_once(PROCESSES, "have_together", contact)
    verbs = fresh.play("look")["verbs"]
    assert (verbs.count("handed_over"), verbs.count("acknowledged")) == (2, 1)
    assert len({name for one in played for name in one["ended"]} - {"already"}) == 1


def test_of_many_interpreters_exactly_one_comes_and_a_key_is_never_left_behind(fresh: Throwaway):
    fresh.scenes = "tests.interpreter_scenes"
    asked = fresh.play("somebody_needs_an_interpreter")
    played = fresh.play_at_once(PROCESSES, "can_come_together", asked["call"])
    ended = [how for one in played for how in one["ended"]]
    assert len(set(ended) - {"over"}) == 1
    verbs = fresh.play("look")["verbs"]
    assert verbs.count("interpreter_answered") == 1
    [left] = fresh.play_at_once(1, "let_in_and_leave_together", asked["contact"])
    assert (left["lent"], left["in_it"]) == (0, False)
    assert fresh.play("look")["verbs"].count("interpreter_came") <= 1


@pytest.mark.hostile(96)
def test_the_chain_never_forks_however_many_write(fresh: Throwaway):
    before = fresh.play("look")["rows"]
    fresh.play_at_once(PROCESSES, "remember_together", "10")
    after = fresh.play("look")
    assert (after["whole"], after["rows"] - before) == (True, 320)


@pytest.mark.hostile(17)
def test_everybody_who_writes_in_one_moment_is_heard(fresh: Throwaway):
    before = fresh.play("look")
    played = fresh.play_at_once(2 * PROCESSES, "write_together")
    ids = {contact for one in played for contact in one["ended"]}
    after = fresh.play("look")
    assert (len(ids), set(after["contacts"]) - set(before["contacts"])) == (64, ids)
    assert after["messages"] - before["messages"] == 64


@pytest.mark.hostile(19)
def test_two_carriers_send_one_letter(fresh: Throwaway):
    contact = fresh.story["contact"]
    parcel = fresh.play("release_only", contact)["disclosure"]
    played = fresh.play_at_once(PROCESSES, "carry_together", parcel)
    assert sum(one["sent"] for one in played) == 1
    assert fresh.play("look")["states"] == ["sent"]


@pytest.mark.hostile(19)
def test_a_withdrawal_that_races_the_carrier_is_before_or_after_never_both(fresh: Throwaway):
    told = fresh.story
    parcel = fresh.play("release_only", told["contact"])["disclosure"]
    carriers = [fresh.start("carry_together", parcel, begin := _soon()) for _ in range(2)]
    withdrawal = fresh.finish(fresh.start("withdraw_at", told["consent"], begin))
    sent = sum(fresh.finish(one)["sent"] for one in carriers)
    (state,) = fresh.play("look")["states"]
    assert (state, sent, withdrawal["told"]) in {("stopped", 0, 0), ("sent", 1, 1)}


@pytest.mark.requirement("000-03")
def test_no_yes_slips_in_while_it_turns_out_that_her_sister_speaks(fresh: Throwaway):
    fresh.scenes, contact = "tests.consent_scenes", fresh.story["contact"]
    agreeing = [fresh.start("agree_together", contact, begin := _soon()) for _ in range(2)]
    fresh.finish(fresh.start("turns_out_at", contact, str(float(begin) + 0.2)))
    ended = [how for one in agreeing for how in fresh.finish(one)["ended"]]
    assert set(ended) <= {"yes", "whose"}
    after = fresh.play("look")
    assert (after["standing"], after["doubted"]) == (0, 1 + ended.count("yes"))


@pytest.mark.hostile(19)
@pytest.mark.requirement("000-03")
def test_what_leaves_by_a_yes_leaves_before_it_is_in_doubt_or_never(fresh: Throwaway):
    fresh.scenes, contact = "tests.consent_scenes", fresh.story["contact"]
    sending = [fresh.start("send_together", contact, begin := _soon()) for _ in range(2)]
    fresh.finish(fresh.start("turns_out_at", contact, begin))
    played = [fresh.finish(one) for one in sending]
    assert {how for one in played for how in one["ended"]} <= {"sent", "whose"}
    after = fresh.play("look")
    assert (after["standing"], after["doubted"], after["late"]) == (0, 1, 0)
    assert sum(one["sent"] for one in played) == after["states"].count("sent") <= 1


@pytest.mark.hostile(21)
def test_a_letter_whose_carrier_died_before_handing_over_leaves_once(fresh: Throwaway):
    contact = fresh.story["contact"]
    fresh.play("release_and_die", contact)
    assert fresh.play("look")["states"] == ["waiting"]
    runs = [fresh.play("nightly_run", minutes) for minutes in ("1", "3", "6")]
    assert [run["sent"] for run in runs] == [0, 1, 0]  # who is still at it has two minutes
    assert fresh.play("look")["states"] == ["sent"]


@pytest.mark.hostile(21)
def test_a_letter_whose_carrier_died_in_the_act_never_leaves_again(fresh: Throwaway):
    contact = fresh.story["contact"]
    parcel = fresh.play("release_only", contact)["disclosure"]
    fresh.play("hand_over_and_die", parcel)
    assert fresh.play("look")["states"] == ["on_its_way"]
    runs = [fresh.play("nightly_run", minutes) for minutes in ("3", "6")]
    assert [run["sent"] for run in runs] == [0, 0]
    assert fresh.play("look")["states"] == ["unknown"]


@pytest.mark.hostile(21)
@pytest.mark.hostile(109)
def test_forgetting_that_was_killed_half_way_is_finished_by_night(fresh: Throwaway):
    contact = fresh.story["contact"]
    fresh.play("forget_and_die", contact)
    assert fresh.play("look")["contacts"] == [contact]
    assert fresh.play("nightly_run", "1")["report"]["forgotten"] == 1
    left = fresh.play("look")
    assert (left["contacts"], left["messages"], left["whole"]) == ([], 0, True)


def _soon() -> str:
    return str(time.time() + 2)
