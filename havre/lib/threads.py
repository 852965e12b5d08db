"""A few threads that keep their database connections from one piece of work to the next."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections

Found = TypeVar("Found")


class Threads:
    """So many at once; whatever comes meanwhile waits its turn, in order.

    Few on purpose: Python runs one of them at a time, and SQLite has one writer. A thread for
    each request, each with new connections, took 40 ms a message and failed at 200 conversations.
    """

    def __init__(self, name: str, count: int) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=name)

    async def do(self, work: Callable[[], Found]) -> Found:
        """Do it in one of the threads. Nothing of one piece of work is seen by the next."""
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, context.run, _with_connections, work)


def _with_connections(work: Callable[[], Found]) -> Found:
    """As Django does around a request: broken and old connections are closed, good ones kept."""
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()
