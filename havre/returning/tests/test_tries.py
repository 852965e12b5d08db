"""Guessing is slow for one pair of first words and for all together; who has the words gets in."""

import itertools

import pytest

from havre.returning import actions, tries
from havre.returning.models import Try
from havre.returning.phrase import Phrase
from havre.returning.tests.hand import comes_back, ended, keeps, wrong
from tests.hands import clock_at, later

pytestmark = pytest.mark.usefixtures("house")
NOWHERE = Phrase(("no", "where", "one", "two", "three", "four"))


def waits(said: Phrase) -> tuple[int, bool] | None:
    """How many minutes one has to wait, and whether for everybody's sake."""
    try:
        actions.come_back(said)
    except tries.Wait as wait:
        return (round(wait.seconds / 60), wait.all_of_us)
    return None


@pytest.mark.hostile(65)
@pytest.mark.parametrize("leads", [True, False])
def test_five_tries_then_an_hour_then_two_then_four_whether_the_words_lead_anywhere_or_not(
    house, leads
):
    said = wrong(keeps(ended(house))) if leads else NOWHERE
    assert [waits(said) for _ in range(5)] == [None] * 5
    assert waits(said) == (60, False)
    assert waits(said) == (60, False)  # pressing again makes nobody wait longer
    with clock_at(later(minutes=61)):
        assert (waits(said), waits(said)) == (None, (120, False))
    with clock_at(later(minutes=182)):
        assert (waits(said), waits(said)) == (None, (240, False))
    with clock_at(later(minutes=423)):
        assert (waits(said), waits(said)) == (None, (240, False))
    with clock_at(later(days=1, minutes=424)):
        assert waits(said) is None


@pytest.mark.hostile(69)
def test_whoever_is_locked_out_on_purpose_gets_in_within_four_hours_and_it_is_seen(house):
    contact = ended(house)
    words = keeps(contact)
    for n in range(9):
        waits(wrong(words, n))
    with pytest.raises(tries.Wait):
        actions.come_back(words)
    with clock_at(later(hours=4, minutes=1)):
        assert comes_back(words).in_vain == 5
        assert waits(words) is None


@pytest.mark.hostile(65)
def test_other_peoples_words_are_not_held_up_by_one_that_is_attacked(house):
    words, attacked = keeps(ended(house)), keeps(ended(house))
    for n in range(9):
        waits(wrong(attacked, n))
    assert comes_back(words)


@pytest.mark.hostile(65)
@pytest.mark.hostile(102)
def test_a_million_guesses_meet_one_budget_that_is_full_again_a_minute_later(house):
    words = keeps(ended(house))
    Try.objects.all().delete()
    pairs = itertools.product("abcdefghijklm", repeat=2)
    guesses = [Phrase((*pair, *wrong(words).words[2:])) for pair in pairs][: tries.A_MINUTE + 20]
    told = [waits(guess) for guess in guesses]
    assert told == [None] * tries.A_MINUTE + [(1, True)] * 20
    assert waits(words) == (1, True)
    assert Try.objects.count() == tries.A_MINUTE
    with clock_at(later(seconds=61)):
        assert comes_back(words)


def test_a_clock_that_was_set_back_holds_nobody_longer_than_the_longest_wait(house):
    words = keeps(ended(house))
    with clock_at(later(days=3)):
        for n in range(8):
            waits(wrong(words, n))
    told = waits(words)
    assert told is not None
    assert told[0] <= tries.LONGEST_WAIT * 60
