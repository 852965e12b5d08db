"""The house keeps to its floor plan: imports by contract, foreign keys by the same list."""

import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def test_imports_keep_to_the_plan():
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_foreign_keys_keep_to_the_plan():
    floor = {room: n for n, rooms in enumerate(layers()) for room in rooms.split(" | ")}
    strangers = []
    for model in ours():
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model in ours():
                here, there = room_of(model), room_of(field.related_model)
                if here != there and floor[there] <= floor[here]:
                    strangers.append(f"{model.__name__}.{field.name} → {there}")
    assert strangers == []


def test_nothing_is_called_common():
    banned = {"common", "utils", "core", "helpers", "misc"}
    found = [p for p in (ROOT / "havre").rglob("*") if p.stem in banned and p.suffix in {"", ".py"}]
    assert found == []


def test_no_page_shows_tables_past_access_and_audit():
    assert not apps.is_installed("django.contrib.admin")


def layers() -> list[str]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    return next(c["layers"] for c in contracts if c["type"] == "layers")


def ours():
    return [model for model in apps.get_models() if model.__module__.startswith("havre.")]


def room_of(model) -> str:
    return model.__module__.split(".")[1]
