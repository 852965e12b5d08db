"""Promises that a page of code stays a page: short files, short functions, few parameters.

Lines are counted as they stand in the file; a function's from its `def`, without its docstring.
A parameter that must be named (after `*`) does not count. Run by `bin/check`.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("havre", "demo", "bench", "tests", "bin")
NOT_OURS = {"migrations", "vendor", "vendored", "__pycache__"}
FILE_LINES = 300
FUNCTION_LINES = 40
PARAMETERS = 4
LISTED = 10

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Measured(NamedTuple):
    """One function: where it is, how long, and how much must be handed to it in order."""

    lines: int
    parameters: int
    place: str


def main(arguments: list[str]) -> int:
    """Print what is over budget, a sentence each; return 1 if anything is."""
    functions: list[Measured] = []
    complaints: list[str] = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        complaints += over_long(path, len(text.splitlines()))
        functions += measured(path, text)
    complaints += [complaint for function in functions for complaint in over_budget(function)]
    if "--list" in arguments:
        for function in sorted(functions, reverse=True)[:LISTED]:
            print(f"{function.lines:4} lines  {function.place}")
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


def sources() -> Iterator[Path]:
    """Yield every Python file of ours, the commands in bin/ too, which have no suffix."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if NOT_OURS.isdisjoint(path.relative_to(ROOT).parts) and is_python(path):
                yield path


def is_python(path: Path) -> bool:
    """Say whether `path` is Python by its name or, in bin/, by its first line."""
    if path.suffix:
        return path.suffix == ".py"
    if path.parent != ROOT / "bin" or not path.is_file():
        return False
    with path.open("rb") as file:
        first = file.readline()
    return first.startswith(b"#!") and b"python" in first


def measured(path: Path, text: str) -> Iterator[Measured]:
    """Yield every function in the file, the nested ones and the methods too."""
    tree = ast.parse(text, filename=str(path))
    methods = {
        child for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for child in node.body
    }
    for node in ast.walk(tree):
        if isinstance(node, Function):
            place = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            yield Measured(lines_of(node), parameters_of(node, node in methods), place)


def lines_of(node: Function) -> int:
    """Count from `def` to the end, without the docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node, clean=False) is None:
        return lines
    docstring = node.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def parameters_of(node: Function, is_method: bool) -> int:
    """Count what is handed over in order; `self` and `cls` of a method are not."""
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    own = is_method and names[:1] in (["self"], ["cls"])
    return len(names) - own


def over_long(path: Path, lines: int) -> list[str]:
    """Complain of a file that is too long."""
    if lines <= FILE_LINES:
        return []
    place = path.relative_to(ROOT)
    return [f"{place} has {lines} lines, {FILE_LINES} are allowed: make the drawer a folder."]


def over_budget(function: Measured) -> list[str]:
    """Complain of a function that is too long or takes too much."""
    complaints = []
    if function.lines > FUNCTION_LINES:
        complaints.append(
            f"{function.place} has {function.lines} lines, {FUNCTION_LINES} are allowed: "
            "name its steps and move them below it."
        )
    if function.parameters > PARAMETERS:
        complaints.append(
            f"{function.place} takes {function.parameters} parameters in order, {PARAMETERS} "
            "are allowed: put a * before those that should be named."
        )
    return complaints


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
