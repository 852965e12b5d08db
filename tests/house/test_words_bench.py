"""The house says how well its hints work on sentences that nobody tuned them on."""

from pathlib import Path

import pytest

from bench import splitting, words
from havre.lib import hints
from tests.machine import NotReady

CORPUS = [
    {"say": "You must leave him tonight.", "labels": ["order"]},
    {"say": "You must leave, I promise it is for the best.", "labels": ["order"]},
    {"say": "The purple kettle sings.", "labels": ["blame"]},
    {"say": "Take your time.", "labels": []},
    {"say": "Why did you stay?", "labels": []},
]


def test_the_figures_are_what_they_are_called():
    found = words.figures_of(CORPUS, "en")
    assert found["sentences"] == 5
    assert found["good"] == {"sentences": 2, "quiet": 1}
    assert found["order"] == _figures(right=2, precision=1.0, recall=1.0)
    assert found["blame"] == _figures(missed=1, recall=0.0)
    assert found["why"] == _figures(wrong=1, precision=0.0)
    assert found["promise"] == _figures(wrong=1, precision=0.0)
    assert found["diagnose"] == _figures()
    expected = _figures(right=2, wrong=2, missed=1, precision=0.5, recall=0.667)
    assert found[words.OVERALL] == expected


def test_a_sentence_goes_to_the_same_half_for_ever():
    halves = [splitting.half_of(one["say"]) for one in CORPUS]
    assert halves == [splitting.half_of(f" {one['say']}  ") for one in CORPUS]
    assert {splitting.half_of(f"sentence {n}") for n in range(20)} == set(splitting.HALVES)
    assert splitting.half_of("é") == splitting.half_of("e\u0301")


def test_without_a_corpus_it_says_who_should_write_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(splitting, "CORPORA", tmp_path)
    with pytest.raises(NotReady, match="somebody who does not know the rules"):
        splitting.read("en", "held")


def test_splitting_keeps_every_sentence_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text = (
        '[{"say": "a", "labels": ["why"]}, {"say": "b", "labels": []}, {"say": "a", "labels": []}]'
    )
    for language in hints.languages():
        (tmp_path / f"{language}.json").write_text(text)
    monkeypatch.setattr(splitting, "CORPORA", tmp_path / "halves")
    splitting.split(tmp_path)
    kept = [one for half in splitting.HALVES for one in splitting.read("fr", half)]
    assert sorted(one["say"] for one in kept) == ["a", "b"]


def _figures(
    *,
    right: int = 0,
    wrong: int = 0,
    missed: int = 0,
    precision: float | None = None,
    recall: float | None = None,
) -> dict[str, float | None]:
    return {
        "right": right,
        "wrong": wrong,
        "missed": missed,
        "precision": precision,
        "recall": recall,
    }
