"""What the figures were taken on, and what each process used: all of it read from /proc."""

import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Used:
    """CPU seconds so far and memory now, of one process (and of the children it waited for)."""

    cpu: float
    rss: int


def used(pid: int) -> Used:
    """What a process has used; nothing once it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return Used(0, 0)
    return Used(sum(map(int, fields[11:15])) / _TICKS, int(fields[21]) * _PAGE)


def used_with_children(pid: int) -> Used:
    """The same for a process and the children it has now: a PostgreSQL cluster."""
    all_of = [used(each) for each in (pid, *children(pid))]
    return Used(sum(one.cpu for one in all_of), sum(one.rss for one in all_of))


def children(pid: int) -> list[int]:
    """The processes that this one started, by any of its threads."""
    found: list[int] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, file.read_text().split())
        except OSError:
            continue
    return found


def command(pid: int) -> str:
    """How a process was started; empty once it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Watched:
    """The machine at the beginning: what else ran on it can be told at the end."""

    date: str
    load: tuple[float, float, float]
    at: float
    busy: float

    @classmethod
    def begin(cls) -> "Watched":
        """Look at the clock and at how busy the machine is."""
        return cls(time.strftime("%Y-%m-%d %H:%M"), os.getloadavg(), time.monotonic(), _busy())

    def end(self) -> dict[str, Any]:
        """Facts for beside the figures."""
        cores = len(os.sched_getaffinity(0))
        seconds = time.monotonic() - self.at
        mine = sum(os.times()[:4])
        others = max(0.0, (_busy() - self.busy - mine) / seconds)
        load = [round(self.load[0], 2), round(os.getloadavg()[0], 2)]
        return {
            "date": self.date,
            "cores": cores,
            "python": platform.python_version(),
            "kernel": platform.release(),
            "load": load,
            "others_cores": round(others, 2),
            "says": f"{self.date}, {cores} cores, Python {platform.python_version()}, load "
            f"{load[0]} before and {load[1]} after; others used {others:.2f} cores meanwhile.",
        }


def _busy() -> float:
    """CPU seconds that all cores have worked since the machine started."""
    words = Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    times = [int(word) for word in words]
    idle = times[3] + times[4]
    return (sum(times[:8]) - idle) / _TICKS
