"""The bench of the directory asks what it says, and others count what the finder counts."""

import argparse
import datetime as dt

import pytest

from bench import directory, directory_asked
from bench.directory_engines import Fts5
from bench.directory_relevance import ndcg
from bench.figures import spread
from havre.directory.entries import entry_of
from havre.directory.finder.index import Index
from havre.directory.finder.reading import understand
from havre.directory.finder.wanted import Wanted
from havre.directory.models import RESPONDER
from havre.lib.lang import fold
from havre.prompt.made_up import cards
from havre.prompt.made_up.services import organizations

NOW = dt.datetime(2026, 11, 30, 19, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def entries():
    made = ((owner, each) for owner, services in organizations(1_500, 6) for each in services)
    return [entry_of(cards.card(owner, each, RESPONDER, NOW)) for owner, each in made]


@pytest.fixture(scope="module")
def index(entries):
    found = Index()
    for entry in entries:
        found.put(entry)
    return found


def test_questions_are_as_mixed_as_they_are_said_to_be():
    asked = directory_asked.questions(2_000, NOW)
    assert asked == directory_asked.questions(2_000, NOW)
    assert asked != directory_asked.questions(2_000, NOW, seed=2)

    def share(test):
        return sum(map(test, asked)) / len(asked)

    assert share(lambda one: one.at is not None) == pytest.approx(0.5, abs=0.05)
    assert share(lambda one: bool(one.language)) == pytest.approx(0.4, abs=0.05)
    assert share(lambda one: "pets" in one.eligibility) == pytest.approx(0.2, abs=0.05)
    assert share(lambda one: "women" in one.eligibility) == pytest.approx(0.3, abs=0.05)
    assert share(lambda one: fold(one.words) != one.words.lower()) > 0.05
    assert {one.radius_km for one in asked} == set(directory_asked.RADII)


def test_a_slip_changes_one_long_word_by_one_slip():
    class Dice:
        def randrange(self, *_):
            return 2

        def choice(self, several):
            return several[0]

    assert directory_asked.slipped(Dice(), "shelter now") == "shleter now"
    assert directory_asked.slipped(Dice(), "bed now") == "bed now"


def test_sql_counts_what_the_finder_counts(index, entries):
    others, zones = Fts5(enumerate(entries)), {entry.zone for entry in entries}
    widened, differ = 0, []
    for wanted in directory_asked.questions(200, NOW):
        found = index.find(wanted, NOW)
        widened += bool(found.widened)
        question = understand(wanted, NOW, index._store)
        counted = others.count(question, found, zones)
        differ += [(wanted, found.total, counted)] if counted != found.total else []
    assert differ == []
    assert 20 < widened < 150


def test_sql_does_not_only_agree_with_whatever_it_is_told(index, entries):
    """Another question than the one that was answered is counted otherwise."""
    others, zones = Fts5(enumerate(entries)), {entry.zone for entry in entries}
    asked = {}
    for wanted in (Wanted(words="counselling", place="Toronto"), Wanted(words="lawyer")):
        asked[wanted.words] = understand(wanted, NOW, index._store), index.find(wanted, NOW)
    (one, found), (other, _) = asked["counselling"], asked["lawyer"]
    assert others.count(one, found, zones) == found.total > 0
    assert others.count(other, found, zones) != found.total


def test_hundredths_of_a_millisecond_are_kept_where_they_are_wished():
    assert spread([0.00123, 0.00456], 2)["max"] == 4.56
    assert spread([0.00123, 0.00456])["max"] == 4.6


def test_every_part_can_be_asked_for_alone():
    parser = argparse.ArgumentParser()
    directory.add_options(parser)
    assert parser.parse_args([]).only == ["speed", "seen", "relevance"]
    assert parser.parse_args(["--only", "seen"]).only == ["seen"]


def test_the_best_order_is_worth_one_and_a_worse_one_less():
    judged = {"a": 3, "b": 2, "c": 1}
    assert ndcg(["a", "b", "c"], judged) == pytest.approx(1.0)
    assert ndcg(["x", "y"], judged) == 0.0
    orders = (["a", "x", "b"], ["b", "a", "c"], ["c", "b", "a"], ["x", "x", "x", "x", "c"])
    worth = [ndcg(order, judged) for order in orders]
    assert worth == sorted(worth, reverse=True)
    assert ndcg(["x"] * 5 + ["a"], judged) == 0.0, "the sixth is not looked at"
    assert ndcg(["a", "x"], {"a": 1}) == pytest.approx(1.0)
