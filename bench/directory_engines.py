"""Two other engines that count the same questions: SQLite with FTS5, and PostgreSQL."""

# ruff: noqa: S608 -- names of tables are ours, stems are letters; all else of a question is bound

import sqlite3
from collections.abc import Iterable
from typing import Any

from bench import directory_sql as sql
from havre.directory.finder.entry import Entry
from havre.directory.finder.reading import Question, Term
from havre.directory.finder.wanted import Found


class Fts5:
    """SQLite in memory, its words in FTS5."""

    def __init__(self, entries: Iterable[tuple[int, Entry]]) -> None:
        self._link = sqlite3.connect(":memory:")
        for name, columns in sql.TABLES.items():
            self._link.execute(f"CREATE TABLE {name} ({columns})")
        self._link.execute(f"CREATE VIRTUAL TABLE words USING fts5({', '.join(sql.COLUMNS)})")
        for number, entry in entries:
            for table, row in sql.rows_of(number, entry):
                self._link.execute(f"INSERT INTO {table} VALUES ({marks(row)})", row)
            told = sql.words_of(entry, stemmed=True)
            self._link.execute("INSERT INTO words (rowid, en, fr, xx) VALUES (?, ?, ?, ?)",
                               (number, *told))  # fmt: skip
        for table in ("facet", "area", "point", "opening", "closing"):
            column = {"point": "lat", "facet": "code", "area": "name"}.get(table, "day")
            self._link.execute(f"CREATE INDEX {table}_by ON {table} ({column}, n)")
        self._link.execute("ANALYZE")

    def count(self, question: Question, found: Found, zones: Iterable[str]) -> int:
        """How many services fit."""
        asked = sql.counted(question, found, zones, _fts_words)
        where = " AND ".join(asked.conditions)
        rows = self._link.execute(f"SELECT count(*) FROM service s WHERE {where}", asked.values)
        return int(rows.fetchone()[0])


def _fts_words(term: Term) -> tuple[str, list[Any]]:
    phrases = [
        " AND ".join("(" + " OR ".join(_fts_form(f) for f in word) + ")" for word in phrase)
        for phrase in term.phrases
    ]
    if not phrases:
        return "0 = 1", []
    match = " OR ".join(f"({phrase})" for phrase in phrases)
    return "s.n IN (SELECT rowid FROM words WHERE words MATCH ?)", [match]


def _fts_form(told: str) -> str:
    column, _, stem = told.partition(":")
    return f'{column} : "{stem}"'


class Postgresql:
    """A cluster of its own, its words in text search vectors, one for each language."""

    def __init__(self, link: Any, entries: Iterable[tuple[int, Entry]]) -> None:
        self._link = link
        for name, columns in sql.TABLES.items():
            link.execute(f"CREATE TABLE {name} ({columns})")
        self._stem_bare_words()
        link.execute(
            "CREATE TABLE words (n int primary key, en tsvector, fr tsvector, xx tsvector)"
        )
        rows: dict[str, list[sql.Row]] = {name: [] for name in sql.TABLES}
        said: list[sql.Row] = []
        for number, entry in entries:
            for table, row in sql.rows_of(number, entry):
                rows[table].append(row)
            said.append((number, *sql.words_of(entry, stemmed=False)))
        for table, those in rows.items():
            with link.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for row in those:
                    copy.write_row(row)
        link.cursor().executemany(
            "INSERT INTO words VALUES (%s, to_tsvector('bare_english', %s), "
            "to_tsvector('bare_french', %s), to_tsvector('simple', %s))",
            said,
        )
        for column in sql.COLUMNS:
            link.execute(f"CREATE INDEX ON words USING gin ({column})")
        link.execute("CREATE INDEX ON facet (code, n)")
        link.execute("ANALYZE")

    def _stem_bare_words(self) -> None:
        """Each language without silent words of its own: the finder leaves others out."""
        for name in ("english", "french"):
            stems = f"TEMPLATE = snowball, Language = {name}"
            self._link.execute(f"CREATE TEXT SEARCH DICTIONARY bare_{name} ({stems})")
            self._link.execute(f"CREATE TEXT SEARCH CONFIGURATION bare_{name} (COPY = simple)")
            mapping = f"ALTER MAPPING FOR asciiword, word WITH bare_{name}"
            self._link.execute(f"ALTER TEXT SEARCH CONFIGURATION bare_{name} {mapping}")

    def count(self, question: Question, found: Found, zones: Iterable[str]) -> int:
        """How many services fit."""
        asked = sql.counted(question, found, zones, _vector_words)
        where = " AND ".join(asked.conditions).replace("%", "%%").replace("?", "%s")
        return int(
            self._link.execute(
                f"SELECT count(*) FROM service s WHERE {where}", asked.values
            ).fetchone()[0]
        )


def _vector_words(term: Term) -> tuple[str, list[Any]]:
    phrases = [" AND ".join(_vector_word(word) for word in phrase) for phrase in term.phrases]
    if not phrases:
        return "0 = 1", []
    either = " OR ".join(f"({phrase})" for phrase in phrases)
    return f"s.n IN (SELECT n FROM words w WHERE {either})", []


def _vector_word(word: tuple[str, ...]) -> str:
    told: dict[str, list[str]] = {}
    for each in word:
        column, _, stem = each.partition(":")
        told.setdefault(column, []).append(f"''{stem}''")
    return (
        "("
        + " OR ".join(
            f"w.{column} @@ '{' | '.join(stems)}'::tsquery" for column, stems in told.items()
        )
        + ")"
    )


def marks(row: sql.Row) -> str:
    """As many question marks as there are values."""
    return ", ".join("?" for _ in row)
