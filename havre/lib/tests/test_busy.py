"""Promises that a writer waits for the others, and is refused only when its time is up."""

import sqlite3
import threading
from pathlib import Path

import pytest

from havre.lib.sqlite import base


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / "busy.sqlite3", isolation_level=None) as first:
        first.execute("CREATE TABLE said (n INTEGER)")
    first.close()
    return tmp_path / "busy.sqlite3"


def cursor_on(file: Path) -> base.PatientCursor:
    link = sqlite3.connect(file, timeout=base.ASK_EVERY, isolation_level=None)
    return link.cursor(factory=base.PatientCursor)


def test_a_writer_waits_until_the_other_is_done(file: Path) -> None:
    other, mine = (
        sqlite3.connect(file, isolation_level=None, check_same_thread=False),
        cursor_on(file),
    )
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    done.start()
    mine.execute("INSERT INTO said VALUES (%s)", (1,))
    mine.executemany("INSERT INTO said VALUES (%s)", ((n,) for n in (2, 3)))
    done.join()
    assert mine.execute("SELECT n FROM said").fetchall() == [(1,), (2,), (3,)]
    mine.connection.close()
    other.close()


def test_a_writer_is_refused_when_its_time_is_up(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "PATIENCE", 0.05)
    other, mine = sqlite3.connect(file, isolation_level=None), cursor_on(file)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        mine.execute("INSERT INTO said VALUES (1)")
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        mine.execute("INSERT INTO nowhere VALUES (1)")
    mine.connection.close()
    other.close()
