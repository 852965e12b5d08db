"""A disk that is full for one table, for a while: as the database itself would refuse."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_SQLITE = """CREATE TRIGGER full_{table} BEFORE {write} ON {table}
             BEGIN SELECT RAISE(ABORT, 'disk full'); END"""
_POSTGRES = """CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
               $$ BEGIN RAISE EXCEPTION 'disk full'; END $$;
               CREATE TRIGGER full_{table} BEFORE {write} ON {table}
               FOR EACH STATEMENT EXECUTE FUNCTION full_disk()"""


def fill(table: str = "audit_entry", write: str = "INSERT") -> None:
    """From now on this table takes no INSERT (or UPDATE), until the test's transaction ends."""
    statement = _SQLITE if connection.vendor == "sqlite" else _POSTGRES
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=table, write=write))


@contextmanager
def full(table: str = "audit_entry", write: str = "INSERT") -> Iterator[None]:
    """Only inside."""
    fill(table, write)
    try:
        yield
    finally:
        on = "" if connection.vendor == "sqlite" else f" ON {table}"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER full_{table}{on}")
