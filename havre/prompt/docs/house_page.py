"""docs/house.md: the floor plan from the import contract, and what each room promises."""

import ast
import tomllib
from pathlib import Path
from typing import Any

from havre.prompt.docs.places import PACKAGE, ROOT

_DRAWERS = ("models", "access", "actions", "forms", "views", "urls", "checks", "templates", "tests")


def page() -> str:
    """The page, from the faces down to the ground, as the contract lists it."""
    contracts = _contracts()
    plan = next(contract for contract in contracts if contract["type"] == "layers")
    lines = [
        "# The house",
        "",
        f"{plan['name']}: each room may import those below it and no other. Rooms on one line are "
        "strangers. `bin/check` holds the code to this plan (import-linter), foreign keys too.",
        "",
        "| room | promises | drawers |",
        "|---|---|---|",
    ]
    for layer in plan["layers"]:
        for name in layer.split(" | "):
            lines.append(_row(name))
            if name == "channels":
                folders = sorted((PACKAGE / "channels").glob("*/apps.py"))
                lines += [_row(f"channels.{file.parent.name}") for file in folders]
    lines += ["", "## What else the build holds it to", ""]
    for contract in contracts:
        if contract is not plan:
            guidance = contract.get("broken_contract_guidance", "")
            lines.append(f"- **{contract['name']}.** {guidance}".rstrip())
    return "\n".join(lines) + "\n"


def _contracts() -> list[dict[str, Any]]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["tool"]["importlinter"]["contracts"])


def _row(name: str) -> str:
    folder = PACKAGE.joinpath(*name.split("."))
    drawers = [d for d in _DRAWERS if (folder / d).is_dir() or (folder / f"{d}.py").exists()]
    return f"| `{name}` | {promise(folder)} | {', '.join(drawers)} |"


def promise(folder: Path) -> str:
    """The first sentence or two of a room: its docstring, as one line."""
    tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    said = ast.get_docstring(tree) or ""
    return " ".join(said.split("\n\n", maxsplit=1)[0].split())
