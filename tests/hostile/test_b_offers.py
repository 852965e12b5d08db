"""The house offers once and loses nobody when two servers keep watch, and when one is killed.

Real processes on real databases, like tests/hostile/test_b_races.py.
"""

import pytest

from tests.throwaway import Throwaway, throwaway

PROCESSES = 2  # of eight threads each: more bells than any night rings at once


@pytest.fixture
def night(founded, tmp_path):
    """A copy, in which Ana, Ben and Sue sit at the desk."""
    with throwaway(tmp_path / "house", like=founded) as house:
        house.scenes = "tests.queue_scenes"
        house.play("come_in", "ana", "ben", "sue")
        yield house


@pytest.mark.hostile(17)
def test_two_servers_offer_one_who_waits_once_and_write_it_down_once(night: Throwaway):
    (contact,) = night.play("wait", "1")["contacts"]
    night.play_at_once(PROCESSES, "watch_together")
    seen = night.play("look")
    assert (seen["standing"], seen["offers"]) == ([contact], 1)
    assert (seen["verbs"]["queue_offered"], seen["whole"]) == (1, True)


@pytest.mark.hostile(17)
def test_of_many_who_wait_each_is_offered_once_and_nobody_is_asked_for_two(night: Throwaway):
    """Two of the three answer: each is asked for one, and the others are everybody’s at once."""
    contacts = night.play("wait", "6")["contacts"]
    night.play_at_once(PROCESSES, "watch_together")
    night.play("watch")  # whom a quicker server kept from being asked twice
    seen = night.play("look")
    assert sorted(seen["standing"]) == sorted(contacts)
    assert sorted(seen["asked"]) == ["ana", "ben"]
    assert (seen["verbs"]["queue_offered"], seen["offers"], seen["whole"]) == (2, 2, True)


@pytest.mark.hostile(17)
def test_a_closed_laptop_is_noticed_once_however_many_look(night: Throwaway):
    (contact,) = night.play("wait", "1")["contacts"]
    night.play("take", contact, "ana")
    night.play("fall_silent")
    night.play_at_once(PROCESSES, "notice_together")
    seen = night.play("look")
    assert (seen["waiting"], seen["taken"], seen["released"]) == ([contact], 0, 1)
    assert (seen["verbs"]["released"], seen["whole"]) == (1, True)


@pytest.mark.hostile(21)
def test_a_server_that_is_killed_in_the_middle_of_an_offer_has_offered_nothing(night: Throwaway):
    (contact,) = night.play("wait", "1")["contacts"]
    night.play("offer_and_die")
    seen = night.play("look")
    assert (seen["waiting"], seen["standing"], seen["offers"]) == ([contact], [], 0)
    assert ("queue_offered" in seen["verbs"], seen["whole"]) == (False, True)
    night.play("watch")
    seen = night.play("look")
    assert (seen["standing"], seen["verbs"]["queue_offered"], seen["whole"]) == ([contact], 1, True)


@pytest.mark.hostile(21)
def test_a_server_that_is_killed_in_the_middle_of_a_release_lets_nobody_fall(night: Throwaway):
    (contact,) = night.play("wait", "1")["contacts"]
    night.play("take", contact, "ana")
    night.play("fall_silent")
    night.play("release_and_die")
    seen = night.play("look")
    assert (seen["taken"], seen["released"], "released" in seen["verbs"]) == (1, 0, False)
    assert night.play("notice")["changed"] == 1
    seen = night.play("look")
    assert (seen["waiting"], seen["released"], seen["whole"]) == ([contact], 1, True)
    assert seen["verbs"]["released"] == 1


@pytest.mark.hostile(17)
def test_who_is_on_call_is_called_once_and_written_to_once(founded, tmp_path):
    with throwaway(tmp_path / "house", like=founded) as night:
        night.scenes = "tests.queue_scenes"
        night.play("go_on_call", "sue")
        played = night.play_at_once(PROCESSES, "call_together")
        seen = night.play("look")
        assert (seen["called"], seen["verbs"]["called_in"]) == ([["sue", 1, "sent"]], 1)
        assert (sum(one["letters"] for one in played), seen["whole"]) == (1, True)
