"""The house has one door, one wire, one keyring, and no way around them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "havre"
WIRES = {
    "socket",
    "ssl",
    "smtplib",
    "http.client",
    "urllib.request",
    "requests",
    "httpx",
    "aiohttp",
}
# Who listens is no wire: `havre serve` opens the two ports and hands them to the faces.
LISTENERS = {"prompt/serving.py": {"socket"}, "prompt/face.py": {"socket"}}
FORBIDDEN_WORDS = ("force", "skip_", "no_log", "bypass", "unsafe")
# Django's own names, which open nothing: a plain INSERT, and a program's access log turned off.
HARMLESS = {"force_insert", "access_log"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        if {"tests", "migrations"}.isdisjoint(file.parts):
            yield (
                str(file.relative_to(PACKAGE)),
                ast.parse(file.read_text(encoding="utf-8"), filename=str(file)),
            )


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_the_wire_talks_to_the_outside():
    found = {place: set(imports(tree)) & WIRES for place, tree in sources()}
    engine = {"channels/phone/ari.py": {"aiohttp"}}
    allowed = {"lib/wire.py": {"ssl", "smtplib", "socket", "http.client"}, **engine, **LISTENERS}
    assert {place: names for place, names in found.items() if names} == allowed


def test_the_wire_to_the_phone_engine_reaches_this_machine_alone():
    told = (PACKAGE / "channels/phone/ari.py").read_text(encoding="utf-8")
    assert re.findall(r"(?:https?|wss?)://[^/\"]*", told) == ["http://127.0.0.1:{port}"]


def test_only_the_vault_touches_ciphers():
    places = [p for p, tree in sources() if any(n.split(".")[0] == "nacl" for n in imports(tree))]
    assert places == ["vault/facts.py", "vault/suite.py"]


def test_nothing_can_be_forced_skipped_or_left_unlogged():
    found = []
    for place, tree in sources():
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Call):
                names = [(k.arg or "", k.value) for k in node.keywords]
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                names = [(argument.arg, None) for argument in arguments]
            for name, value in names:
                is_off = isinstance(value, ast.Constant) and value.value is False
                if name in HARMLESS:
                    continue
                if name.startswith(FORBIDDEN_WORDS) or (name in {"log", "audit"} and is_off):
                    found.append(f"{place}:{node.lineno} {name}")
    assert found == []


def test_views_ask_access_and_tell_actions():
    found = []
    for place, tree in sources():
        if not place.endswith("views.py"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "save"}:
                found.append(f"{place}:{node.lineno} .{node.attr}")
    assert found == []


@pytest.mark.requirement("000-16")
def test_permits_are_made_by_the_gate_alone():
    makers = [
        place
        for place, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Permit"
    ]
    assert makers == ["consents/gate.py"] * 2  # of a conversation, and of a note


@pytest.mark.requirement("000-16")
def test_two_verbs_knock_at_the_door_and_no_other():
    """Another one is written here first: what leaves of a conversation, and what of a note."""
    knocking = {
        place
        for place, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith(("door.release", "gate.by_"))
    }
    assert knocking == {"onward/actions.py", "referrals/actions.py"}


def test_only_the_carrier_and_the_wire_itself_post_letters():
    posters = {
        place
        for place, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "wire.post"
    }
    assert posters == {"disclosures/carriers/email.py"}


def test_house_mail_goes_out_in_three_places_and_tells_nothing_of_anybody():
    """Another one is written here first, with what its fixed words say."""
    writers = {
        place: ast.literal_eval(node.args[0])
        for place, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "wire.house_mail"
    }
    assert writers == {
        "directory/inviting.py": "entry_due",
        "disclosures/listeners.py": "permission_withdrawn",
        "staff/calling.py": "called_in",
    }
