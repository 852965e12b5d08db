"""The house logs what failed and where, never what was said, by whom or from where."""

import io
import logging
import sys

import pytest
from django.db import DatabaseError, connection

from havre.lib.logs import Nameless, new_error_id

CANARY = "QUOKKA-7f3a"
pytestmark = pytest.mark.hostile(75)


@pytest.fixture
def written() -> "io.StringIO":
    """What a logger with our formatter writes."""
    stream, logger = io.StringIO(), logging.getLogger("havre.test")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Nameless())
    logger.addHandler(handler)
    logger.propagate = False
    yield stream
    logger.removeHandler(handler)
    logger.propagate = True


def break_with(said: str) -> None:
    secret_local = {"body": said}
    raise ValueError(f"cannot store {secret_local}")


def test_an_exception_is_a_type_and_a_place(written):
    log = logging.getLogger("havre.test")
    try:
        break_with(CANARY)
    except ValueError:
        log.exception("while storing %s", CANARY)
        try:
            raise RuntimeError(CANARY) from sys.exc_info()[1]
        except RuntimeError as error:
            log.error(f"it was {CANARY}", exc_info=error)
    lines = written.getvalue().splitlines()
    assert [CANARY in line for line in lines] == [False, False]
    assert "ValueError at break_with:" in lines[0]
    assert "RuntimeError at test_an_exception_is_a_type_and_a_place:" in lines[1]


@pytest.mark.django_db
def test_a_database_error_shows_no_parameters(written):
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="no_such_table") as wrong,
    ):
        cursor.execute("SELECT * FROM no_such_table WHERE x = %s", [CANARY])
    logging.getLogger("havre.test").error("%s %s", CANARY, wrong.value, exc_info=wrong.value)
    assert "DatabaseError" in written.getvalue() or "Error at" in written.getvalue()
    assert (CANARY in written.getvalue(), "SELECT" in written.getvalue()) == (False, False)


def test_parameters_of_a_line_are_not_written(written):
    logging.getLogger("havre.test").warning("address %s asked for %s", "203.0.113.7", CANARY)
    assert (CANARY in written.getvalue(), "203.0.113.7" in written.getvalue()) == (False, False)
    assert "test_logs:" in written.getvalue()


def test_lines_of_other_libraries_are_a_place_only():
    record = logging.LogRecord("urllib3", 30, "x.py", 7, f"GET /?q={CANARY}", (), None)
    assert Nameless().format(record).endswith("urllib3 x:7")


def test_our_own_fixed_lines_are_written(written):
    logging.getLogger("havre.test").warning("the line is open")
    assert written.getvalue().endswith("havre.test the line is open\n")


def test_errors_have_names_to_read_out():
    assert len({new_error_id() for _ in range(100)}) > 90
    assert len(new_error_id()) == 6


@pytest.mark.hostile(76)
def test_the_loudest_libraries_are_silent():
    for name in ("django.db.backends", "uvicorn.access", "asyncio"):
        assert logging.getLogger(name).disabled
    assert [type(h.formatter) for h in logging.getLogger().handlers if _is_ours(h)] == [Nameless]


def _is_ours(handler: logging.Handler) -> bool:
    return isinstance(handler.formatter, Nameless)
