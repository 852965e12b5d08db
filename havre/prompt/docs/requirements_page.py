"""docs/requirements.md: which test proves which requirement, from the marks on the tests.

What nothing proves so far is said beside it (requirements.toml), so that no line is silent.
"""

import ast
import tomllib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from havre.prompt.docs.places import ROOT

_MARKS = {"requirement": "Requirements of the line", "hostile": "The register of hostile cases"}
_Marked = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Proof(NamedTuple):
    """One mark on one test."""

    kind: str
    of: str
    test: str


class Wrong(ValueError):
    """A line of the page would be silent, or says what is not so."""


def page() -> str:
    """One table per kind of mark. Raises Wrong if a requirement has neither a test nor a reason."""
    proofs: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for proof in _proofs():
        proofs[proof.kind][proof.of].append(proof.test)
    register = tomllib.loads(Path(__file__).with_name("requirements.toml").read_text("utf-8"))
    asked, not_yet = register["asked"], register["not_yet"]
    if silent := silent_of(asked, not_yet, set(proofs["requirement"])):
        raise Wrong(f"Neither a test nor a reason: {', '.join(silent)}.")
    lines = ["# What is proved, and where", "", "Made from the marks on the tests."]
    for kind, title in _MARKS.items():
        lines += ["", f"## {title}", "", f"| {kind} | tests |", "|---|---|"]
        every = {*proofs[kind], *(asked if kind == "requirement" else ())}
        for of in sorted(every, key=_in_order):
            told = [asked[of]] if of in asked and kind == "requirement" else []
            told += [f"**Not yet:** {not_yet[of]}"] if of in not_yet and told else []
            told += [f"`{test}`" for test in sorted(set(proofs[kind][of]))]
            lines.append(f"| {of} | {'<br>'.join(told)} |")
    return "\n".join(lines) + "\n"


def silent_of(asked: Iterable[str], not_yet: Iterable[str], proved: Container[str]) -> list[str]:
    """Those that are asked for and of which the page would say nothing; and reasons for nothing."""
    asked, not_yet = set(asked), set(not_yet)
    return sorted({one for one in asked - not_yet if one not in proved} | (not_yet - asked))


def _proofs() -> Iterator[Proof]:
    for top in ("havre", "tests"):
        for file in sorted((ROOT / top).rglob("test_*.py")):
            yield from _in_file(file)


def _in_file(file: Path) -> Iterator[Proof]:
    place = file.relative_to(ROOT)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and _is_pytestmark(node):
            yield from (Proof(k, of, str(place)) for k, of in _marks(_listed(node.value)))
    for found in ast.walk(tree):
        if isinstance(found, _Marked):
            test = f"{place}::{found.name}"
            yield from (Proof(k, of, test) for k, of in _marks(found.decorator_list))


def _is_pytestmark(node: ast.Assign) -> bool:
    return any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)


def _listed(value: ast.expr) -> list[ast.expr]:
    return value.elts if isinstance(value, ast.List | ast.Tuple) else [value]


def _marks(decorators: list[ast.expr]) -> Iterator[tuple[str, str]]:
    for decorator in decorators:
        if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
            continue
        if decorator.func.attr in _MARKS and ast.unparse(decorator.func).startswith("pytest.mark."):
            for argument in decorator.args:
                if isinstance(argument, ast.Constant):
                    yield decorator.func.attr, str(argument.value)


def _in_order(of: str) -> tuple[int, str]:
    return (int(of), "") if of.isdecimal() else (0, of)
