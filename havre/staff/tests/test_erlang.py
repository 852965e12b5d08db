"""The house's figures on how many are needed agree with published ones, and with plain counting."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havre.staff import erlang
from havre.staff.erlang import Aim

# Erlang B, lost 1 %: how much load so many lines carry, as every traffic table prints it.
ONE_PERCENT = {
    1: "0.0101", 2: "0.153", 3: "0.455", 5: "1.36", 10: "4.46", 20: "12.0", 50: "37.9", 100: "84.1",
}  # fmt: skip
# Erlang C, the worked example that call centres teach: 100 calls in half an hour, of 3 minutes.
TEN_ERLANGS = {11: 0.682, 12: 0.449, 14: 0.174}
loads = st.floats(0.01, 60, allow_nan=False)


@pytest.mark.parametrize(("people", "load"), ONE_PERCENT.items())
def test_all_are_busy_as_often_as_the_tables_say(people, load):
    half = 0.5 / 10 ** len(load.split(".")[1])  # of the last digit that is printed
    printed = float(load)
    assert (
        erlang.all_busy(people, printed - half) <= 0.01 <= erlang.all_busy(people, printed + half)
    )


@pytest.mark.parametrize(("people", "chance"), TEN_ERLANGS.items())
def test_one_waits_as_often_as_the_worked_example_says(people, chance):
    assert erlang.has_to_wait(people, 10) == pytest.approx(chance, abs=0.0006)


def test_fourteen_answer_as_many_within_twenty_seconds_as_the_example_says():
    assert erlang.answered_within(14, 10, 20 / 180) == pytest.approx(0.888, abs=0.0006)
    assert erlang.needed(200, 3 / 60, Aim(0.8, 20 / 3600)) == 14


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 60), loads)
def test_waiting_agrees_with_erlangs_own_sum(people, load):
    """Against the sum as Erlang wrote it, with factorials, not the recursion."""
    if load >= people:
        assert erlang.has_to_wait(people, load) == 1
        return
    logs = [n * math.log(load) - math.lgamma(n + 1) for n in range(people + 1)]
    last = math.exp(logs[-1]) * people / (people - load)
    due = last / (sum(map(math.exp, logs[:-1])) + last)
    assert erlang.has_to_wait(people, load) == pytest.approx(due, rel=1e-9)


def closed_form(people: int, load: float, patience: float) -> float:
    """Erlang A as Palm and, in these words, Mandelbaum and Zeltyn give it."""
    x, y = people * patience, load * patience
    term = total = 1.0
    for j in range(1, 5_000):
        term *= y / (x + j)
        total += term
    busy, strain = erlang.all_busy(people, load), load / people
    waits = total * busy / (1 + (total - 1) * busy)
    return waits * (1 / (strain * total) + 1 - 1 / strain)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 40), loads, st.floats(0.05, 5))
def test_giving_up_agrees_with_the_closed_form(people, load, patience):
    due = closed_form(people, load, patience)
    assert erlang.gives_up(people, load, patience) == pytest.approx(due, rel=1e-5, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 40), loads)
def test_without_patience_whoever_finds_all_busy_is_lost(people, load):
    lost = erlang.gives_up(people, load, 1e-7)
    assert lost == pytest.approx(erlang.all_busy(people, load), rel=1e-3, abs=1e-9)


@pytest.mark.parametrize("load", [0.0, 1e-9, 900.0, 5_000.0])
def test_no_load_is_too_small_or_too_large_to_be_counted(load):
    for patience in (0.001, 50.0):
        assert 0 <= erlang.gives_up(3, load, patience) <= 1
    assert erlang.gives_up(3, 5_000.0, 50.0) == pytest.approx(1 - 3 / 5_000, abs=1e-6)


@settings(max_examples=150, deadline=None)
@given(
    st.floats(0, 400),
    st.floats(0.02, 3),
    st.builds(Aim, st.floats(0.5, 0.99), st.floats(0, 0.1)),
    st.sampled_from([0.0, 0.05, 0.5]),
)
def test_those_needed_suffice_and_one_fewer_does_not(an_hour, hours, aim, patience):
    people = erlang.needed(an_hour, hours, aim, patience=patience)
    load = an_hour * hours

    def suffices(n: int) -> bool:
        if patience:
            return erlang.gives_up(n, load, patience / hours) <= 1 - aim.share
        return erlang.answered_within(n, load, aim.wait / hours) >= aim.share

    assert suffices(people)
    assert people == 1 or not suffices(people - 1)
    assert erlang.needed(an_hour * 2, hours, aim, patience=patience) >= people


def test_an_hour_in_which_nobody_came_takes_one_all_the_same():
    assert erlang.needed(0, 0.5, Aim(0.95, 1 / 60)) == 1
    assert erlang.needed(0, 0.5, Aim(0.95, 1 / 60), patience=0.1) == 1
