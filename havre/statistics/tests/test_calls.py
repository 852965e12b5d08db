"""How calls ended becomes a number of an hour and a language, and of nobody."""

import pytest

from havre.statistics import actions, measures
from havre.statistics.models import CallsSoFar, Counter


def calls(n: int, *, hour: int = 14, language: str = "fr", how: str = "in20") -> None:
    for _ in range(n):
        actions.count_call("2026-01", hour=hour, language=language, how=how)


def shown() -> dict[str, dict[str, list[int | None]]]:
    actions.cut_loose()
    found = measures.calls_of("2026-01")
    return {name: {row.value: row.ended for row in rows} for name, rows in found.items()}


def test_calls_are_counted_by_hour_and_by_language_when_the_month_is_over(house):
    calls(6)
    calls(7, hour=3, how="gone10")
    calls(5, hour=3, language="", how="gone")
    assert Counter.objects.count() == 0
    assert shown() == {
        "call_hour": {"03": [0, 0, 0, 7, 5], "14": [6, 0, 0, 0, 0]},
        "call_lang": {"-": [0, 0, 0, 0, 5], "fr": [6, 0, 0, 7, 0]},
    }
    assert CallsSoFar.objects.count() == 0
    assert actions.cut_loose() == 0


def test_the_running_month_waits(house):
    actions.count_call(measures.running_month(), hour=1, language="en", how="later")
    actions.cut_loose()
    assert measures.calls_of(measures.running_month()) == {}
    assert CallsSoFar.objects.get().n == 1


@pytest.mark.requirement("000-06")
def test_few_calls_are_shown_neither_by_hour_nor_by_what_the_other_table_tells(house):
    calls(9)
    calls(2, hour=3)
    calls(30, hour=20)
    assert shown() == {
        "call_hour": {
            "03": [None, 0, 0, 0, 0],
            "14": [None, 0, 0, 0, 0],
            "20": [30, 0, 0, 0, 0],
        },
        "call_lang": {"fr": [41, 0, 0, 0, 0]},
    }


def test_no_row_stands_for_a_call(house):
    calls(3)
    assert [row.n for row in CallsSoFar.objects.all()] == [3]
    assert {field.name for field in CallsSoFar._meta.get_fields()} == {
        *("key", "month", "hour", "language", "how", "n")
    }


def test_another_end_is_refused(house):
    with pytest.raises(ValueError, match="no end of a call"):
        calls(1, how="+15550147718")
