"""Logs that hold no content: an error has an id, a place and a type, no more (register 75).

No request line, address, header, parameter or local value is ever written: the formatter does not
know them, whatever a library puts into its message.
"""

import logging
import secrets
import sys
import traceback
from typing import Any

_QUIET = ("django.db.backends", "asyncio", "uvicorn.access")


class Nameless(logging.Formatter):
    """Writes level, logger and, for an exception, its type and where in our code it happened."""

    def format(self, record: logging.LogRecord) -> str:
        """One line. The message itself is written only for loggers of our own start-up lines."""
        head = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            frames = traceback.extract_tb(trace)
            place = " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames[-6:]))
            return f"{head} {new_error_id()} {kind.__name__} at {place}"
        if record.name.startswith(("havre", "uvicorn.error")) and not record.args:
            return f"{head} {record.msg}"
        return f"{head} {record.module}:{record.lineno}"


def new_error_id() -> str:
    """Six letters a person can read out to find the line again."""
    return secrets.token_hex(3)


def set_up(_: Any = None) -> None:
    """Django calls this with its LOGGING setting; ours is here."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Nameless())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in _QUIET:
        logging.getLogger(name).disabled = True
    for name in ("django", "django.request", "django.security", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
