"""The house says how a week went: a short one is played whole, and whoever is lost is seen."""

import argparse
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench import week, week_proof
from bench.week_faces import Face
from bench.week_people import Person, World

pytestmark = pytest.mark.servers  # on SQLite only, whatever the other tests play on

THREE = {"opened": "a" * 32, "held": "b" * 32, "closed": "c" * 32}


def test_a_short_week_with_one_kill_loses_nobody(capsys):
    options = argparse.Namespace(days=0.01, kills=1, seed=3, members=4)
    found = week.run(options)
    assert (found["doubly_taken"], found["lost"], found["kills_survived"]) == (0, 0, 1)
    assert found["contacts"] == sum(found["became"].values()) > 3
    assert found["taken_once"] > 0
    assert f"{found['contacts']} reached the line" in capsys.readouterr().out


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A database as far as the proof reads it: one waits, one is held, one is closed."""
    with closing(sqlite3.connect(tmp_path / "havre.sqlite3")) as rows:
        rows.executescript(
            f"""
            CREATE TABLE contacts_contact (id); CREATE TABLE contacts_closure (id, contact_id);
            CREATE TABLE contacts_unclosed (contact_id);
            CREATE TABLE contacts_taking (contact_id, member_id);
            CREATE TABLE staff_member (id, name); CREATE TABLE audit_entry (n, target, verb);
            INSERT INTO contacts_contact VALUES {", ".join(f"('{id}')" for id in THREE.values())};
            INSERT INTO contacts_closure VALUES (1, '{THREE["closed"]}');
            INSERT INTO contacts_unclosed VALUES ('{THREE["opened"]}'), ('{THREE["held"]}');
            INSERT INTO contacts_taking VALUES ('{THREE["held"]}', 1);
            INSERT INTO staff_member VALUES (1, 'ana');
            """
        )
    return tmp_path


def writes(data: Path, *verbs: str) -> None:
    """What the audit tells of one contact."""
    with closing(sqlite3.connect(data / "havre.sqlite3")) as rows:
        rows.executemany("INSERT INTO audit_entry VALUES (?, 'x', ?)", [*enumerate(verbs)])
        rows.commit()


def a_week(data: Path, *contacts: str) -> week.Week:
    """One in which these people reached the line."""
    world = World(random.Random(1), {}, ends=10.0, per_week=7)
    world.people = {contact: Person(n, contact) for n, contact in enumerate(contacts)}
    face = Face("desk", {}, data / "log")
    found = week.Week(world, face, face, data, [])
    found.took.append(0.1)
    return found


def test_who_is_stored_is_found_in_one_state(data):
    assert week_proof.contacts(data) == {
        "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa": (False, ""),
        "bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb": (False, "ana"),
        "cccccccc-cccc-cccc-cccc-cccccccccccc": (True, ""),
    }


@pytest.mark.parametrize(
    ("verbs", "found"),
    [
        (["took", "closed"], (1, 0, 0)),
        (["took", "released", "took"], (0, 1, 0)),
        (["took", "took"], (0, 1, 1)),
        (["took", "closed", "took"], (0, 1, 1)),
    ],
)
def test_who_is_held_by_two_is_seen(data, verbs, found):
    writes(data, *verbs)
    assert week_proof.takings(data) == found


def test_a_week_in_which_somebody_is_doubly_taken_ends_with_a_sentence(data):
    writes(data, "took", "took")
    with pytest.raises(week.Violated, match="1 were taken while somebody held them"):
        a_week(data).checkpoint(0)


@pytest.mark.parametrize("what", ["opened", "closed"])
def test_a_week_in_which_somebody_is_neither_open_nor_closed_ends_with_a_sentence(data, what):
    undo = {"opened": "DELETE FROM {} WHERE contact_id = ?", "closed": "INSERT INTO {} VALUES (?)"}
    with closing(sqlite3.connect(data / "havre.sqlite3")) as rows:
        rows.execute(undo[what].format("contacts_unclosed"), [THREE[what]])
        rows.commit()
    with pytest.raises(week.Violated, match="1 are neither open nor closed, or both"):
        a_week(data).checkpoint(0)


def test_a_week_in_which_somebody_is_not_stored_ends_with_a_sentence(data):
    with pytest.raises(week.Violated, match="dddd reached the line and is not stored"):
        a_week(data, "dddd").checkpoint(0)


def test_whoever_waits_unseen_for_long_ends_it_and_a_moment_of_it_does_not(data):
    state = {"unasked": 0, "rest": True, "astray": 0, "held": {}, "on_duty": {"ana": "available"}}
    state["waiting"] = [{"contact": "e", "here": True, "step": "", "told": False, "due": False}]
    played = a_week(data, "e")
    played.world.present = {"e": Person(0, "e", began=-100.0)}
    played._prove(state, 0)
    played._prove({**state, "waiting": []}, 10)
    played._prove(state, 20)
    played._prove(state, 30)
    with pytest.raises(week.Violated, match="e waits, neither offered nor told"):
        played._prove(state, 40)
