"""The processes of a simulated week: a step is a line of JSON; one may be killed in the middle."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.line import environment
from bench.machine import used

Said = dict[str, Any]


@dataclass
class Face:
    """One process of the house, and the lines between it and us."""

    name: str
    settings: dict[str, str]
    log: Path
    process: "subprocess.Popen[str] | None" = None
    cpu: float = 0.0

    def start(self) -> None:
        """A new process on the same files, after the one before was killed."""
        self.hang_up()
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "bench.week_hands", self.name],
                env=environment(self.settings),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def ask(self, asked: Said) -> None:
        """Hand a step over."""
        assert self.process
        assert self.process.stdin
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Said | None:
        """What it said; None if it was killed before it could."""
        assert self.process
        assert self.process.stdout
        line = self.process.stdout.readline()
        return json.loads(line) if line.endswith("\n") else None

    def kill(self) -> None:
        """With -9, whatever it does."""
        assert self.process
        self.cpu += used(self.process.pid).cpu
        self.process.kill()
        self.process.wait()

    def hang_up(self) -> None:
        """Close the lines to it: not while somebody may still read what it said."""
        if self.process:
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe:
                    pipe.close()
