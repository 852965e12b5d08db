"""Queries whose SQL Django makes once: for the few that run at every message and every ring.

Making the SQL takes Django 0.3 to 1.5 ms a query, ten times what the database takes to answer it
(docs/performance.md). Rows, converters, routers and parameters stay Django's own.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections, models

Row = TypeVar("Row")  # a model, or a tuple where `build` ends with `values_list`

_FIELDS: dict[type, Any] = {
    str: models.CharField(),
    uuid.UUID: models.UUIDField(),
    dt.datetime: models.DateTimeField(),
}
_NAMES = ("extra_select", "values_select", "annotation_select")  # of columns, for `values_list`
_STAND_INS: dict[type, Callable[[int], Any]] = {  # values that nothing else in a query ever has
    str: lambda n: str(uuid.uuid4()),
    uuid.UUID: lambda n: uuid.uuid4(),
    dt.datetime: lambda n: dt.datetime(1903, 3, 1 + n, tzinfo=dt.UTC),
}


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a value goes among the parameters."""

    name: str


@dataclass(frozen=True, slots=True)
class _Made:
    """What Django made of a queryset."""

    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    converters: "WeakKeyDictionary[Any, Any]"  # by connection


class PreparedQuery(Generic[Row]):
    """`build` makes the queryset from values by name; `slots` names the type of each."""

    def __init__(self, build: Callable[..., models.QuerySet[Any, Row]], **slots: type) -> None:
        self.build = build
        self._slots = slots

    def first(self, **values: Any) -> Row | None:
        """The first row, or None."""
        return next(self._rows(values), None)

    def all(self, **values: Any) -> list[Row]:
        """All rows, in the queryset's order."""
        return list(self._rows(values))

    def _rows(self, values: dict[str, Any]) -> Iterator[Row]:
        made, alias = self._made, self._pattern.db
        given = self._adapted(values)
        filled = tuple(given[p.name] if isinstance(p, _Slot) else p for p in made.parameters)
        compiler = copy(made.compiler)
        compiler.connection = connections[alias]
        compiler.as_sql = lambda *_, **__: (made.sql, filled)
        converters = made.converters.get(compiler.connection)
        if converters is None:
            columns = [column for column, *_ in compiler.select[: compiler.col_count]]
            converters = made.converters[compiler.connection] = compiler.get_converters(columns)
        compiler.get_converters = lambda _: converters
        pattern: Any = self._pattern
        names = {name: getattr(pattern.query, name) for name in _NAMES}
        query = SimpleNamespace(get_compiler=lambda using: compiler, **names)
        asked: Any = SimpleNamespace(
            db=alias, query=query, _known_related_objects={}, _fields=pattern._fields
        )
        return iter(pattern._iterable_class(asked))

    @cached_property
    def _pattern(self) -> models.QuerySet[Any, Row]:
        return self.build(**self._stand_ins)

    @cached_property
    def _made(self) -> _Made:
        """The SQL, and among its parameters, by their stand-ins, where each value goes."""
        compiler = self._pattern.query.get_compiler(using=self._pattern.db)
        sql, parameters = compiler.as_sql()
        names = {word: name for name, word in self._adapted(self._stand_ins).items()}
        marked = tuple(_Slot(names[p]) if p in names else p for p in parameters)
        if missing := set(self._slots) - {p.name for p in marked if isinstance(p, _Slot)}:
            raise TypeError(f"{', '.join(missing)}: not among the query's parameters as it is")
        return _Made(compiler, sql, marked, WeakKeyDictionary())

    @cached_property
    def _stand_ins(self) -> dict[str, Any]:
        return {name: _STAND_INS[kind](n) for n, (name, kind) in enumerate(self._slots.items())}

    def _adapted(self, values: dict[str, Any]) -> dict[str, Any]:
        """As this database takes them."""
        to = connections[self._pattern.db]
        return {
            name: _FIELDS[self._slots[name]].get_db_prep_value(value, to)
            for name, value in values.items()
        }


class PreparedIn(Generic[Row]):
    """Rows that belong to any of some ids: one query for each power of two of how many.

    `build` makes the queryset from the ids; a shorter list is filled up with its last id.
    """

    def __init__(self, build: Callable[[list[uuid.UUID]], models.QuerySet[Any, Row]]) -> None:
        self._build = build
        self._by_size: dict[int, PreparedQuery[Row]] = {}

    def all(self, ids: Iterable[uuid.UUID]) -> list[Row]:
        """All rows of these, in the queryset's order."""
        asked = list(ids)
        if not asked:
            return []
        size = 1 << (len(asked) - 1).bit_length()
        names = [f"id{n}" for n in range(size)]
        query = self._by_size.setdefault(
            size,
            PreparedQuery(
                lambda **those: self._build(list(those.values())), **dict.fromkeys(names, uuid.UUID)
            ),
        )
        filled = asked + asked[-1:] * (size - len(asked))
        return query.all(**dict(zip(names, filled, strict=True)))
