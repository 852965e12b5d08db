"""Files of others, read within limits: how large, how many rows, which letters, how deep.

An archive is not opened, a link is not followed, a path that a file names is not gone to.
"""

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from havre.directory.importing.drafts import Unreadable
from havre.lib import cells

MOST_BYTES = 200_000_000  # of everything together: ten times a whole country's directory
MOST_FILES = 200
MOST_ROWS = 100_000  # of one table
MOST_COLUMNS = 200
LONGEST_CELL = 50_000  # characters; the longest field of ours takes 4,000
LONGEST_LINE = 2_000_000
DEEPEST = 40
_STRANGE = {
    b"PK\x03\x04": "is an archive; unpack it and name the folder",
    b"\x1f\x8b": "is compressed; unpack it first",
    b"\xff\xfe": "is UTF-16; save it as UTF-8",
    b"\xfe\xff": "is UTF-16; save it as UTF-8",
}


def all_of(path: Path) -> list[Path]:
    """The file itself, or the files that stand in the folder; none that is a link."""
    if not path.exists():
        raise Unreadable(f"{path.name} is not there.")
    found = sorted(path.iterdir()) if path.is_dir() and not path.is_symlink() else [path]
    if len(found) > MOST_FILES:
        raise Unreadable(f"{path.name} holds {len(found)} files, at most {MOST_FILES}.")
    for each in found:
        if each.is_symlink():
            raise Unreadable(f"{each.name} is a link; put the file itself there.")
    found = [each for each in found if each.is_file()]
    if sum(each.stat().st_size for each in found) > MOST_BYTES:
        raise Unreadable(f"{path.name} has more than {MOST_BYTES // 1_000_000} MB.")
    return found


def digest(paths: list[Path]) -> str:
    """SHA-256 of what was read: names and bytes."""
    made = hashlib.sha256()
    for path in paths:
        made.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                made.update(chunk)
    return made.hexdigest()


def rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """(`name.csv, line 7`, column → words) of a table. Raises Unreadable.

    The line is the one on which the row begins, as an editor counts.
    """
    with _opened(path) as file:
        table = csv.reader(_lines(path, file), strict=True)
        try:
            columns = [name.strip() for name in next(table, [])]
            _refuse_columns(path, columns)
            begins = table.line_num + 1
            for count, row in enumerate(table, start=1):
                where = f"{path.name}, line {begins}"
                begins = table.line_num + 1
                if count > MOST_ROWS:
                    raise Unreadable(f"{path.name} has more than {MOST_ROWS:,} rows.")
                if not any(row):
                    continue
                if len(row) > len(columns) and any(row[len(columns) :]):
                    raise Unreadable(f"{where} has more cells than there are columns.")
                if any(len(cell) > LONGEST_CELL for cell in row):
                    raise Unreadable(
                        f"{where} has a cell of more than {LONGEST_CELL:,} characters."
                    )
                yield (
                    where,
                    {
                        name: cells.read(cell.strip())
                        for name, cell in zip(columns, row, strict=False)
                        if cell.strip()
                    },
                )
        except csv.Error as error:
            raise Unreadable(f"{path.name}, line {table.line_num}: {error}.") from error


def count_rows(paths: list[Path]) -> None:
    """Go through tables once and keep nothing, so that a far too long one costs no memory."""
    for path in paths:
        for _ in rows(path):
            pass


def count_lines(paths: list[Path]) -> None:
    """The same for files of one object a line."""
    for path in paths:
        with _opened(path) as file:
            for number, _ in enumerate(_lines(path, file), start=1):
                if number > MOST_ROWS:
                    raise Unreadable(f"{path.name} has more than {MOST_ROWS:,} lines.")


def documents(path: Path) -> Iterator[tuple[str, Any]]:
    """(where, value) of a JSON file, or of each line of an ndjson one. Raises Unreadable."""
    if path.suffix == ".ndjson":
        with _opened(path) as file:
            for number, line in enumerate(_lines(path, file), start=1):
                if line.strip():
                    yield (
                        f"{path.name}, line {number}",
                        _parsed(f"{path.name}, line {number}", line),
                    )
        return
    with _opened(path) as file:
        try:
            text = file.read()
        except UnicodeDecodeError as error:
            raise Unreadable(f"{path.name} is not UTF-8; save it as UTF-8.") from error
    yield path.name, _parsed(path.name, text)


def _opened(path: Path) -> IO[str]:
    with path.open("rb") as raw:
        begin = raw.read(4)
    for mark, why in _STRANGE.items():
        if begin.startswith(mark):
            raise Unreadable(f"{path.name} {why}.")
    return path.open(encoding="utf-8-sig", newline="")


def _lines(path: Path, file: IO[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        try:
            line = file.readline(LONGEST_LINE + 1)
        except UnicodeDecodeError as error:
            raise Unreadable(f"{path.name}, near line {number}, is not UTF-8.") from error
        if not line:
            return
        if len(line) > LONGEST_LINE:
            raise Unreadable(f"{path.name}, line {number}, has more than {LONGEST_LINE:,} letters.")
        if "\0" in line:
            raise Unreadable(f"{path.name}, line {number}, holds a NUL: it is no text.")
        yield line


def _refuse_columns(path: Path, columns: list[str]) -> None:
    if len(columns) > MOST_COLUMNS:
        raise Unreadable(f"{path.name} has {len(columns)} columns, at most {MOST_COLUMNS}.")
    named = [name for name in columns if name]
    if twice := sorted({name for name in named if named.count(name) > 1}):
        raise Unreadable(f"{path.name} has the column {twice[0][:40]} twice.")
    if len(columns) == 1 and ";" in columns[0]:
        raise Unreadable(f"{path.name}: columns are parted by commas, not by semicolons.")


def _parsed(where: str, text: str) -> Any:
    try:
        found = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except RecursionError as error:
        raise Unreadable(f"{where} is nested too deep.") from error
    except ValueError as error:
        raise Unreadable(f"{where} is no JSON: {str(error)[:200]}.") from error
    if _depth(found) > DEEPEST:
        raise Unreadable(f"{where} is nested more than {DEEPEST} deep.")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _depth(value: Any) -> int:
    deepest, below = 0, [(value, 1)]
    while below:
        found, depth = below.pop()
        deepest = max(deepest, depth)
        inner = found.values() if isinstance(found, dict) else found
        if isinstance(found, (dict, list)):
            below += [(each, depth + 1) for each in inner]
    return deepest
