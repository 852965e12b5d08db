"""One at a time: what serves from a data folder, and what replaces it, shut each other out."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from havre.prompt.said import Refused


@contextlib.contextmanager
def alone(data: Path, name: str = "serving") -> Iterator[None]:
    """Nothing else serves from this folder, or replaces it, meanwhile. Raises Refused."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(f"Something serves from {data}. End it first.") from error
        yield
