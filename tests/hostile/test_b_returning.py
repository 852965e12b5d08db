"""The house stays right when many come back, guess or ask for words in the same moment."""

import pytest

from havre.returning.tries import FREE
from tests.throwaway import Throwaway, throwaway

PROCESSES = 4  # of eight threads each: 32 at once


@pytest.fixture(scope="module")
def house(founded, tmp_path_factory):
    with throwaway(tmp_path_factory.mktemp("returning") / "house", founded) as house:
        house.scenes = "tests.return_scenes"
        yield house


@pytest.mark.hostile(65)
@pytest.mark.hostile(70)
def test_many_who_guess_at_once_in_many_processes_get_five_tries(house: Throwaway):
    words = house.play("somebody_keeps_words")["words"]
    played = house.play_at_once(PROCESSES, "guess_together", words)
    ended = [how for one in played for how in one["ended"]]
    assert 1 <= ended.count("tried") <= FREE
    assert ended.count("wait") == len(ended) - ended.count("tried")


@pytest.mark.hostile(49)
def test_of_many_who_come_back_at_once_one_reads_the_reply(house: Throwaway):
    words = house.play("somebody_keeps_words")["words"]
    played = house.play_at_once(PROCESSES, "come_back_together", words)
    read = [n for one in played for n in one["ended"]]
    assert (len(read), sum(read)) == (32, 1)


@pytest.mark.hostile(20)
def test_a_double_click_gets_the_same_words(house: Throwaway):
    (played,) = house.play_at_once(1, "keep_together", "seed")
    assert len(set(played["ended"])) == 1
