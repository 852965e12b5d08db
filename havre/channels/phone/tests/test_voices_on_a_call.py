"""A voice kept while the phone runs is what the next caller hears, and no caller is cut off."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from havre.channels.phone.tests.standing import (
    TONES,
    Standing,
    engine_of,
    hears,
    standing,
    until,
)
from havre.channels.phone.tests.telephone import Telephone
from tests.throwaway import Throwaway

pytestmark = pytest.mark.servers
FIRST, SECOND = 2300.0, 2500.0  # what Sue's recordings sound like
WITHIN = 6.0  # seconds until the next caller hears it


@pytest.fixture(scope="module")
def house(founded: Throwaway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("voices") / "data", founded) as found:
        yield found


def next_hears(house: Standing, hertz: float, within: float = WITHIN) -> None:
    """Callers, one after the other: soon one of them hears this as the first thing."""

    def heard() -> bool:
        with Telephone(house.port) as mina:
            if mina.calls(within=2) != 200:
                return False
            try:
                return hears(mina, hertz, 0.7)
            except AssertionError:
                return False
            finally:
                mina.hangs_up()

    until(heard, within)


def test_a_kept_voice_is_heard_by_the_next_caller_and_taken_away_no_more(house: Standing):
    next_hears(house, TONES["fr", "welcome"])
    voice = house.desk("keeps_voice", "fr", "welcome", str(FIRST))["voice"]
    next_hears(house, FIRST)
    assert house.desk("takes_voice_away", voice)["gone"] is True
    next_hears(house, TONES["fr", "welcome"])


def test_who_hears_a_prompt_just_then_hears_it_to_its_end(house: Standing):
    house.desk("keeps_voice", "fr", "welcome", str(FIRST), "5")
    next_hears(house, FIRST)
    with Telephone(house.port) as mina:
        assert mina.calls() == 200
        hears(mina, FIRST)
        began = time.monotonic()
        house.desk("keeps_voice", "fr", "welcome", str(SECOND))
        next_hears(house, SECOND, 4)
        while time.monotonic() - began < 4:
            assert hears(mina, FIRST, 1)


def test_what_was_kept_while_our_program_was_away_is_heard_once_it_is_back(house: Standing):
    house.killed()
    house.desk("keeps_voice", "fr", "welcome", str(FIRST))
    house.begins()  # the engine ran on
    next_hears(house, FIRST)


def test_an_engine_that_died_comes_back_with_the_kept_voices(house: Standing):
    house.desk("keeps_voice", "fr", "welcome", str(SECOND))
    next_hears(house, SECOND)
    os.kill(engine_of(house), signal.SIGKILL)
    voice = house.desk("keeps_voice", "fr", "welcome", str(FIRST))["voice"]
    next_hears(house, FIRST, 25)
    house.desk("takes_voice_away", voice)
    next_hears(house, TONES["fr", "welcome"])
