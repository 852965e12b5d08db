"""The house remembers who did what, and shows every change of it by its first bad row."""

import re
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from havre.audit.actions import Finding, Head, head, record, verify
from havre.audit.models import GENESIS, Entry
from havre.audit.verbs import Verb
from tests.hands import begin, rolled_back

pytestmark = pytest.mark.django_db


def chain_of(rows: int) -> None:
    for n in range(rows):
        record(actor=f"member {n}", verb=Verb.READ, target=f"target {n}")


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def lay_down_the_guard() -> None:
    """What whoever owns the server can do; undone with the test's transaction."""
    if connection.vendor == "postgresql":
        run("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def test_an_empty_chain_is_whole():
    assert (verify(), head()) == (Finding(0), Head(0, GENESIS))
    assert verify(head()).whole


def test_a_chain_is_whole_and_its_head_is_short():
    chain_of(5)
    assert verify() == verify(head()) == Finding(5)
    assert re.fullmatch(r"5:[0-9a-f]{64}", str(head()))
    assert [e.n for e in Entry.objects.all()] == [1, 2, 3, 4, 5]


@pytest.mark.hostile(96)
@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit_entry SET actor = 'nobody' WHERE n = 3", Finding(2, 3, "it was changed")),
        ("UPDATE audit_entry SET verb = 'noted' WHERE n = 1", Finding(0, 1, "it was changed")),
        ("UPDATE audit_entry SET target = '-' WHERE n = 5", Finding(4, 5, "it was changed")),
        (
            "UPDATE audit_entry SET at = '2026-01-01 00:00:00+00:00' WHERE n = 2",
            Finding(1, 2, "it was changed"),
        ),
        ("DELETE FROM audit_entry WHERE n = 3", Finding(2, 3, "this row is missing")),
        ("DELETE FROM audit_entry WHERE n = 1", Finding(0, 1, "this row is missing")),
        (
            "UPDATE audit_entry SET previous = digest WHERE n = 4",
            Finding(3, 4, "it does not follow the row before it"),
        ),
    ],
)  # fmt: skip
def test_a_changed_or_missing_row_is_named(statement, found):
    chain_of(5)
    lay_down_the_guard()
    run(statement)
    assert verify() == found


@pytest.mark.hostile(96)
def test_two_rows_in_each_other_s_place_are_named():
    chain_of(5)
    lay_down_the_guard()
    for there, here in ((2, 99), (3, 2), (99, 3)):
        run("UPDATE audit_entry SET n = %s WHERE n = %s", here, there)
    assert verify() == Finding(1, 2, "it does not follow the row before it")


@pytest.mark.hostile(96)
def test_a_row_pushed_in_between_is_named():
    chain_of(4)
    lay_down_the_guard()
    for n in (4, 3):
        run("UPDATE audit_entry SET n = %s WHERE n = %s", n + 1, n)
    second = Entry.objects.get(n=2)
    put_in(3, second.digest)
    assert verify() == Finding(3, 4, "it does not follow the row before it")


def put_in(n: int, previous: str) -> Entry:
    entry = Entry(
        n=n, at=Entry.objects.first().at, actor="x", verb="read", target="-", previous=previous
    )
    entry.digest = entry.digest_due()
    entry.save(force_insert=True)
    return entry


@pytest.mark.hostile(96)
def test_a_tail_cut_off_is_found_by_the_head_kept_outside():
    chain_of(5)
    outside = head()
    lay_down_the_guard()
    run("DELETE FROM audit_entry WHERE n > 3")
    assert verify() == Finding(3)
    assert verify(outside) == Finding(3, 4, "the end of the chain was cut off")


@pytest.mark.hostile(96)
def test_a_tail_written_anew_is_found_by_the_head_kept_outside():
    chain_of(5)
    outside = head()
    lay_down_the_guard()
    run("DELETE FROM audit_entry WHERE n > 3")
    for n in (4, 5, 6):
        put_in(n, Entry.objects.get(n=n - 1).digest)
    assert verify() == Finding(6)
    assert verify(outside) == Finding(4, 5, "it is not the row that was kept outside")


def test_a_longer_chain_still_holds_the_head_kept_outside():
    chain_of(3)
    outside = head()
    chain_of(2)
    assert verify(outside) == Finding(5)


STATEMENTS = [
    "UPDATE audit_entry SET actor = 'nobody' WHERE n = 2",
    "DELETE FROM audit_entry WHERE n = 2",
    "DELETE FROM audit_entry",
]
ON_SQLITE = [
    "INSERT OR REPLACE INTO audit_entry (n, at, actor, verb, target, previous, digest) "
    "SELECT n, at, 'nobody', verb, target, previous, digest FROM audit_entry WHERE n = 2",
    "INSERT OR REPLACE INTO audit_entry (n, at, actor, verb, target, previous, digest) "
    "SELECT 9, at, 'nobody', verb, target, previous, digest FROM audit_entry WHERE n = 2",
]
ON_POSTGRES = ["TRUNCATE audit_entry"]


@pytest.mark.hostile(96)
def test_the_database_itself_refuses_to_change_the_past():
    chain_of(3)
    own = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRES
    for statement in (*STATEMENTS, *own):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(statement)
    for act in (Entry.objects.get(n=2).save, Entry.objects.get(n=2).delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
    assert verify() == Finding(3)


def test_an_act_that_is_rolled_back_leaves_no_row():
    chain_of(1)
    with rolled_back():
        record(actor="x", verb=Verb.TOOK)
    assert verify() == Finding(1)


def test_a_verb_is_a_word_a_responder_would_say():
    assert all(re.fullmatch(r"[a-z_]{3,24}", verb.value) for verb in Verb)
    assert len({verb.value for verb in Verb}) == len(Verb)


def test_the_chain_holds_ids_and_verbs_and_nothing_else(house):
    story = begin(house, "a secret of mine")
    story.says_yes("called", limits="not my sister")
    ids = {str(m.id) for m in house.members.values()} | {"-", "test"}
    for entry in Entry.objects.all():
        assert entry.actor in ids
        assert entry.verb in {verb.value for verb in Verb}
        assert re.fullmatch(r"-|[0-9a-f]{64}", entry.target) or uuid.UUID(entry.target)
    assert verify().whole
