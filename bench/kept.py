"""What looking at the queue costs, by how many contacts are kept: it must cost what is open.

Five wait, five are listened to, and the house keeps ever more that was closed days ago.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.line import CannotStart, environment, found_house, rooms_in
from tests.machine import postgres

RESPONDERS, SUPERVISORS = 9, 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """The choices of this benchmark."""
    parser.add_argument("--kept", type=int, nargs="*", default=[1_000, 11_000, 100_000])


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Fill, look, fill more; milliseconds of each look. Raises CannotStart."""
    return {name: _on(name, sorted(options.kept)) for name in options.databases}


def _on(database: str, kept: list[int]) -> dict[int, dict[str, float]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="havre-bench-")))
        settings = {
            "DJANGO_SETTINGS_MODULE": "havre.settings",
            "HAVRE_DATA": str(folder / "data"),
            "HAVRE_SMTP_URL": "memory:",
        }
        if database == "postgresql":
            settings |= rooms_in(stack.enter_context(postgres(durable=True)))
        found_house(settings, RESPONDERS, SUPERVISORS)
        found = {count: _looked(settings, count) for count in kept}
    for look in next(iter(found.values())):
        each = ", ".join(f"{found[count][look]:.2f} ms at {count:,}" for count in kept)
        print(f"  {database}: {look}: {each}", flush=True)
    return found


def _looked(settings: dict[str, str], kept: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bench.kept_look", str(kept)],
        env=environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotStart(f"Nobody could look:\n{done.stderr[-2_000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))
