"""How much a database reads to answer: counted by itself, the same on a busy machine."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

_EVERY = 10  # steps of SQLite's own machine between two looks
_ROWS = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")


@dataclass
class Effort:
    """What the questions asked meanwhile cost, and how each was answered."""

    read: float = 0.0  # steps of SQLite's machine, or rows that PostgreSQL took in hand
    scanned: set[str] = field(default_factory=set)  # tables that were read from end to end
    by_question: dict[str, float] = field(default_factory=dict)


@contextmanager
def effort() -> Iterator[Effort]:
    """Everything that is read through the connection until the block ends is asked once more."""
    found = Effort()
    ask = _asked_sqlite if connection.vendor == "sqlite" else _asked_postgres

    def watch(execute: Callable[..., Any], sql: str, params: Any, *more: Any) -> Any:
        if sql.startswith("SELECT"):
            read, scanned = ask(sql, params)
            found.read += read
            found.scanned |= scanned
            found.by_question[sql] = found.by_question.get(sql, 0) + read
        return execute(sql, params, *more)

    with connection.execute_wrapper(watch):
        yield found


def _asked_sqlite(sql: str, params: Any) -> tuple[float, set[str]]:
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += _EVERY
        return 0

    given = [
        str(value) if not isinstance(value, int | float | bytes) else value for value in params
    ]
    cursor = connection.connection.cursor()
    asked = sql.replace("%s", "?").replace("%%", "%")
    plan = cursor.execute(f"EXPLAIN QUERY PLAN {asked}", given).fetchall()
    connection.connection.set_progress_handler(step, _EVERY)
    try:
        cursor.execute(asked, given).fetchall()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return steps, {_table(words[1], sql) for *_, detail in plan if (words := _scan(detail))}


def _scan(detail: str) -> list[str]:
    """The words of a line of the plan, if it reads a table from end to end without an index."""
    words = detail.split()
    return words if words[0] == "SCAN" and "USING" not in words else []


def _table(name: str, sql: str) -> str:
    """A question may call a table otherwise: U0, T3."""
    found = re.search(rf'"(\w+)" {name}\b', sql)
    return found[1] if found else name


def _asked_postgres(sql: str, params: Any) -> tuple[float, set[str]]:
    with connection.connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()
    nodes = list(_nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))
    leaves = [node for node in nodes if "Relation Name" in node]
    read = sum(node["Actual Loops"] * sum(node.get(row, 0) for row in _ROWS) for node in leaves)
    return read, {n["Relation Name"] for n in leaves if n["Node Type"] == "Seq Scan"}


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for one in plan.get("Plans", ()):
        yield from _nodes(one)
