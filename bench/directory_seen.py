"""How soon a change in a house is found, here and elsewhere: `python -m bench.directory_seen SIZE`.

Elsewhere is this program again, with `--asks`: a second process on the same house that is told a
word and asks for it, on and on, until it is found. One line of JSON at the end.
"""

import json
import os
import subprocess
import sys
import time
from typing import Any
from uuid import UUID

import django

django.setup()

from bench.figures import spread  # noqa: E402 -- Django must be set up
from havre.directory import actions, finding  # noqa: E402
from havre.directory.finder.wanted import Wanted  # noqa: E402
from havre.directory.models import PUBLIC, RESPONDER, Service  # noqa: E402
from havre.lib import clock  # noqa: E402
from havre.prompt import migrating  # noqa: E402
from havre.prompt.made_up.moving_in import move_in  # noqa: E402

TIMES = 20
PAUSE, PATIENCE = 0.02, 30.0  # seconds


def main(size: int) -> None:
    """Fill a house, change it again and again, and see who finds that when."""
    migrating.migrate()
    move_in(size, seed=0)
    finding.index(RESPONDER)
    services = list(Service.objects.exclude(kind="police").order_by("key")[:TIMES])
    here, elsewhere, writing = 0, [], []
    with _other() as other:
        for number, service in enumerate(services):
            word = f"vexqual{'abcdefghijklmnopqrstuvwxyz'[number]}zo"
            _tell(other, f"{word} {service.id}")
            began = time.monotonic()
            actions.change(service, {"names": {"en": word}}, by="bench")
            kept = time.monotonic()
            writing.append(kept - began)
            here += _is_found(word, service.id)
            elsewhere.append(max(0.0, float(_hear(other)) - kept))
        assert other.stdin
        other.stdin.close()
    finding.publish()
    actions.change(services[0], {"names": {"en": "once more"}}, by="bench")
    began = time.monotonic()
    finding.publish()
    written = time.monotonic()
    assert len(finding.published(PUBLIC)) == size
    print(json.dumps({
        "times": len(services), "here": here, "elsewhere": spread(elsewhere),
        "change": spread(writing), "file": round(written - began, 2),
        "read": round(time.monotonic() - written, 2),
    }))  # fmt: skip


def ask() -> None:
    """Say when each word that is told is found first (seconds of the machine's own clock)."""
    finding.index(RESPONDER)
    print("ready", flush=True)
    for line in sys.stdin:
        word, service = line.split()
        end = time.monotonic() + PATIENCE
        while not _is_found(word, UUID(service)) and time.monotonic() < end:
            time.sleep(PAUSE)
        print(time.monotonic(), flush=True)


def _is_found(word: str, service: UUID) -> bool:
    found = finding.index(RESPONDER).find(Wanted(words=word), clock.now())
    return not found.searched_for and [hit.id for hit in found.hits] == [service]


def _other() -> subprocess.Popen[str]:
    command = [sys.executable, "-P", "-m", "bench.directory_seen", "--asks"]
    other = subprocess.Popen(
        command, env=os.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    _hear(other)
    return other


def _tell(other: subprocess.Popen[str], line: str) -> None:
    assert other.stdin
    other.stdin.write(f"{line}\n")
    other.stdin.flush()
    time.sleep(PAUSE)  # it asks before there is anything


def _hear(other: Any) -> str:
    return str(other.stdout.readline()).strip()


if __name__ == "__main__":
    if sys.argv[1] == "--asks":
        ask()
    else:
        main(int(sys.argv[1]))
