"""The house that is released brings no demo, no test and no key with it (register 40)."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "havre"
OTHERS = {"demo", "tests", "bench", "conftest"}
ASSIGNED = re.compile(r"pass(word|phrase)$|secret|token|api_?key", re.IGNORECASE)

pytestmark = pytest.mark.hostile(40)


def released() -> list[Path]:
    return [file for file in sorted(PACKAGE.rglob("*.py")) if "tests" not in file.parts]


def test_the_package_never_imports_demo_tests_or_benches():
    found = []
    for file in released():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            found += [f"{file.name}: {name}" for name in names if name.split(".")[0] in OTHERS]
    assert found == []


def test_only_seed_looks_for_the_demo_by_its_name():
    asking = [f for f in released() if "importlib" in f.read_text(encoding="utf-8")]
    assert [f.name for f in asking] == ["main.py", "seeding.py"]
    text = asking[0].read_text(encoding="utf-8")  # loads the command that was asked for, of ours
    assert text.count("import_module(") == 1
    assert 'import_module(f"havre.prompt.{module}")' in text


def test_no_passphrase_or_key_stands_in_the_code():
    found = []
    for file in released():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
                continue
            if not isinstance(node.value.value, str | bytes) or not node.value.value:
                continue
            names = [ast.unparse(target) for target in node.targets]
            found += [
                f"{file.name}:{node.lineno} {name}" for name in names if ASSIGNED.search(name)
            ]
    assert found == []


def test_debug_is_off_and_nothing_turns_it_on():
    text = (PACKAGE / "settings.py").read_text(encoding="utf-8")
    assert re.findall(r"^DEBUG = .*$", text, re.MULTILINE) == ["DEBUG = False"]


def test_no_demo_name_stands_in_the_package():
    found = [
        f"{file.relative_to(PACKAGE)}: {word}"
        for file in released()
        for word in re.findall(r"\b[A-Z][a-z]+\b", file.read_text(encoding="utf-8"))
        if word in {"Mina", "Wren", "Rae"}
    ]
    assert found == []
