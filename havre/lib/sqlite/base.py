"""The backend: a statement that finds the database busy asks again at once, until its time is up.

SQLite's own waiting sleeps longer and longer, up to 100 ms at a time, while the others pass: at 200
live conversations the slowest waited for seconds beside a lock that was mostly free.
"""

import sqlite3
import time
from collections.abc import Iterable
from typing import Any

from django.db.backends.sqlite3 import base

PATIENCE = 20.0  # seconds a writer waits for the others
ASK_EVERY = 0.008  # seconds of SQLite's own waiting, which are its first three looks


class DatabaseWrapper(base.DatabaseWrapper):
    """Its cursors are patient."""

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor of this connection."""
        return self.connection.cursor(factory=PatientCursor)


class PatientCursor(base.SQLiteCursorWrapper):
    """Asks again while others write. Inside a transaction of ours nobody else does."""

    def execute(self, query: str, params: Any = None) -> Any:
        """As Django's."""
        limit = time.monotonic() + PATIENCE
        while True:
            try:
                return super().execute(query, params)
            except sqlite3.OperationalError as error:
                self._raise_unless_busy(error, limit)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """As Django's; the rows are kept, so that they can be given again."""
        limit, rows = time.monotonic() + PATIENCE, list(param_list)
        while True:
            try:
                return super().executemany(query, rows)
            except sqlite3.OperationalError as error:
                self._raise_unless_busy(error, limit)

    def _raise_unless_busy(self, error: sqlite3.OperationalError, limit: float) -> None:
        busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
        if not busy or self.connection.in_transaction or time.monotonic() > limit:
            raise error
