"""The real program in a folder of its own, as somebody at a shell runs it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MEMBERS = """
[[members]]
name = "Rose"
roles = ["responder", "supervisor", "legal", "directory", "tips"]
team = "night"

[[members]]
name = "Émile"
alias = "Émile"
roles = ["responder", "supervisor", "legal", "directory", "tips", "administrator"]
language = "fr"
"""


def havre(data: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end, with nobody at the keyboard."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HAVRE_")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "havre", *words],
        cwd=data.parent,
        env=kept | {"PYTHONPATH": str(ROOT), "HAVRE_DATA": str(data)} | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
