"""The judged questions to the directory name services that are there, and no police unasked."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest

from demo import directory

ROOT = Path(__file__).resolve().parents[2]
TOLD = directory.read("directory.json")
SERVICES = {one["key"]: one for one in TOLD["services"]}
POLICE = {one["key"] for one in TOLD["organizations"] if one["kind"] == "police"}
FILE = ROOT / "bench" / "directory_questions.json"
QUESTIONS = json.loads(FILE.read_text(encoding="utf-8"))["questions"]


def test_sixty_half_of_them_french_and_every_third_kept_for_the_end():
    assert [one["n"] for one in QUESTIONS] == list(range(1, 61))
    assert Counter(one["language"] for one in QUESTIONS) == {"en": 30, "fr": 30}
    kept = [one for one in QUESTIONS if one["final"]]
    assert [one["n"] for one in kept] == list(range(3, 61, 3))
    assert Counter(one["language"] for one in kept) == {"en": 10, "fr": 10}


@pytest.mark.requirement("000-11")
@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one["n"])
def test_a_question_is_asked_and_its_services_are_there(one):
    assert one["words"] or one["chosen"]
    assert dt.datetime.fromisoformat(one["at"]).tzinfo is not None
    assert set(one["judged"]) <= set(SERVICES)
    assert 3 in one["judged"].values()
    assert set(one["judged"].values()) <= {1, 2, 3}
    judged = [SERVICES[key] for key in one["judged"]]
    assert [each["key"] for each in judged if each.get("status", "active") != "active"] == []
    police = {each["key"] for each in judged if each["organization"] in POLICE}
    assert bool(police) == bool(one.get("chosen", {}).get("police"))


def test_their_best_answers_speak_the_language_that_was_chosen():
    chosen = [(one, one["chosen"]["language"]) for one in QUESTIONS
              if "language" in one.get("chosen", {})]  # fmt: skip
    assert len(chosen) >= 4
    best = [(code, key) for one, code in chosen for key, n in one["judged"].items() if n == 3]
    assert [pair for pair in best if pair[0] not in SERVICES[pair[1]]["languages"]] == []
