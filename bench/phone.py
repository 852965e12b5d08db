"""`bin/bench phone`: a house with its phone and the real engine, called by telephones of our own.

The telephones are plain Python on the same two cores: they carry some dozens of calls. A hundred
of them, and conferences, are made by sipp where there is one.
"""

import argparse
import contextlib
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.figures import mebibytes, says, spread
from bench.machine import command, used
from bench.phone_together import prepares, together

_LIMITS = {"answer": 15.0, "ring": 150.0, "again": 5_000.0}  # ms at p95, from the issue
_LOOK = 0.001  # seconds between two looks at a telephone
_ANA, _BEN, _MINA = 1600.0, 1800.0, 1400.0  # Hz


def add_options(parser: argparse.ArgumentParser) -> None:
    """How often, how many, how long."""
    parser.add_argument("--times", type=int, default=40, help="calls one after the other (40)")
    parser.add_argument("--deaths", type=int, default=6, help="phones that die in a talk (6)")
    parser.add_argument("--calls", type=int, default=20, help="callers at the same time (20)")
    parser.add_argument("--together", type=int, default=100, help="calls made by sipp (100)")
    parser.add_argument("--conferences", type=int, default=20, help="of three of them (20)")
    parser.add_argument("--seconds", type=int, default=15, help="for which they stay (15)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Play it all; what was seen."""
    with _house() as house:
        found = {
            "answer": _answers(house, options.times),
            "ring": _rings(house, options.times),
            "again": _deaths(house, options.deaths),
            "many": _many(house, options.calls, options.seconds),
            "together": _together(house, options),
        }
    return found


@contextlib.contextmanager
def _house() -> Iterator[Any]:
    import django  # noqa: PLC0415 -- the settings are those of the bench

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")
    django.setup()
    from havre.channels.phone.tests.standing import standing  # noqa: PLC0415 -- models are ready
    from tests.throwaway import founded_in  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="havre-bench-") as folder:
        said = io.StringIO()  # its log, which tests want to see
        with founded_in(Path(folder)) as founded:
            house = standing(Path(folder) / "data", founded)
            begun = house.__enter__()
            try:
                yield begun
            finally:  # the engine too, if something failed
                with contextlib.redirect_stdout(said):
                    house.__exit__(None, None, None)


def _answers(house: Any, times: int) -> dict[str, Any]:
    """INVITE → answered, by our program and by the engine alone; the difference at p95."""
    ours = [_answered(house) for _ in range(times)]
    house.killed()
    time.sleep(1)
    alone = [_answered(house) for _ in range(times)]
    house.begins()
    both = {"ours": spread(ours), "engine_alone": spread(alone)}
    over = round(both["ours"]["p95"] - both["engine_alone"]["p95"], 1)
    print(says("INVITE to answered", both["ours"]))
    print(says("  by the engine alone", both["engine_alone"]))
    print(f"  over the engine's own at p95: {over} ms {_kept(over, 'answer')}")
    return {**both, "over_p95": over}


def _answered(house: Any) -> float:
    with _telephone(house) as mina:
        begun = time.perf_counter()
        if mina.calls() != 200:
            raise RuntimeError("a call was not answered")
        return time.perf_counter() - begun


def _rings(house: Any, times: int) -> dict[str, Any]:
    """The key that chooses a language → Ana's telephone rings: from where the key begins, and from
    where it ends: the engine tells of it then, and there our part begins.
    """
    pressed, let_go = [], []
    with house.sits("ana", "fr", answers="never") as ana:
        for _ in range(times):
            with _telephone(house) as mina:
                mina.calls()
                before, begun = ana.rang, time.monotonic()
                mina._keys.append("1")
                _wait(partial(_rang, ana, before))
                rang = time.monotonic()
                pressed.append(rang - begun)
                let_go.append(rang - mina.key_ended_at)
            _wait(lambda: not house.contact().get("is_up"))
    seen = {"from_its_beginning": spread(pressed), "from_its_end": spread(let_go)}
    for name, what in ("from_its_beginning", "key"), ("from_its_end", "  end of the key"):
        print(says(f"{what} to ringing", seen[name]), _kept(seen[name]["p95"], "ring"))
    return seen


def _deaths(house: Any, times: int) -> dict[str, Any]:
    """Whoever talks is gone without a word → the next one's telephone rings."""
    found = []
    for _ in range(times):
        with house.sits("ben", "fr", tone=_BEN, answers="never") as ben:
            ana = house.sits("ana", "fr", tone=_ANA, answers="never")
            with _telephone(house) as mina:
                mina.calls()
                mina.presses("1")
                _wait(partial(_rang_of, (ana, ben)))
                first, other = (ana, ben) if ana.rang else (ben, ana)
                first.picks_up()
                time.sleep(2)
                before, begun = other.rang, time.perf_counter()
                first.dies()
                _wait(partial(_rang, other, before), 15)
                found.append(time.perf_counter() - begun)
            if first is not ana:
                ana.dies()
        house.desk("goes", "ana")
        house.desk("goes", "ben")
        time.sleep(1)
    seen = spread(found)
    print(says("a phone dies, next rings", seen), _kept(seen["p95"], "again"))
    return dict(seen)


def _many(house: Any, count: int, seconds: int) -> dict[str, Any]:
    """`count` callers wait and hear the sound of waiting; the packets of a talk are counted."""
    engine, program = _engine(house), house.program.pid
    with contextlib.ExitStack() as stack:
        ana = stack.enter_context(house.sits("ana", "fr", tone=_ANA))
        probe = stack.enter_context(_telephone(house))
        probe.calls()
        probe.presses("1")
        _wait(lambda: ana.talks.is_set())
        empty = _load(engine, program, 5)
        callers = [stack.enter_context(_telephone(house)) for _ in range(count)]
        answered = sum(each.calls(within=10) == 200 for each in callers)
        time.sleep(4)  # until all of them wait
        heard, begun = len(probe.ear.packets), time.perf_counter()
        full = _load(engine, program, seconds)
        lasted = time.perf_counter() - begun
        got = [one[0] for one in probe.ear.packets[heard:]]
        up = sum(each.talks.is_set() for each in callers)
    gaps = [later - one for one, later in pairwise(got)]
    found = {
        "callers": count,
        "answered": answered,
        "still_up": up,
        "probe_packets": len(got),
        "probe_expected": round(lasted * 50),
        "probe_gap": spread(gaps),
        "engine_percent_each": round((full["engine"] - empty["engine"]) / count, 2),
        "engine_percent": full["engine"],
        "program_percent": full["program"],
        "engine_mib": mebibytes(used(engine).rss),
    }
    print(
        f"  {count} callers wait beside one talk: {answered} answered, {up} up after "
        f"{lasted:.0f} s; the talk heard {len(got)} of {found['probe_expected']} packets"
    )
    print(says("  its gaps (20 wanted)", found["probe_gap"]))
    print(
        f"  engine {full['engine']} % of one core ({found['engine_percent_each']} % a caller), "
        f"our program {full['program']} %, engine memory {found['engine_mib']} MiB"
    )
    return found


def _together(house: Any, options: argparse.Namespace) -> dict[str, Any]:
    """Many more callers, and conferences among them, beside one talk."""
    prepares(house)
    with house.sits("ana", "fr", tone=_ANA) as ana, _telephone(house) as probe:
        probe.calls()
        probe.presses("1")
        _wait(ana.talks.is_set)
        return together(
            house,
            _engine(house),
            probe,
            _load,
            calls=options.together,
            conferences=options.conferences,
            seconds=options.seconds,
        )


def _load(engine: int, program: int, seconds: float) -> dict[str, float]:
    """Per cent of one core, for some seconds."""
    before, begun = (used(engine).cpu, used(program).cpu), time.perf_counter()
    time.sleep(seconds)
    lasted = time.perf_counter() - begun
    after = (used(engine).cpu, used(program).cpu)
    engines, ours = (round(100 * (b - a) / lasted, 1) for a, b in zip(before, after, strict=True))
    return {"engine": engines, "program": ours}


def _engine(house: Any) -> int:
    """The engine of this house."""
    at = str(house.house.data)
    every = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
    return next(pid for pid in every if at in (said := command(pid)) and "asterisk" in said)


def _telephone(house: Any) -> Any:
    from havre.channels.phone.tests.telephone import Telephone  # noqa: PLC0415 -- as above

    return Telephone(house.port, tone=_MINA)


def _rang(phone: Any, before: int) -> bool:
    return bool(phone.rang > before)


def _rang_of(phones: tuple[Any, ...]) -> bool:
    return any(phone.rang for phone in phones)


def _wait(true: Callable[[], Any], within: float = 10.0) -> None:
    end = time.perf_counter() + within
    while not true():
        if time.perf_counter() > end:
            raise RuntimeError("it did not happen in time")
        time.sleep(_LOOK)


def _kept(milliseconds: float, limit: str) -> str:
    most = _LIMITS[limit]
    return f"(wanted: {most:g}: {'kept' if milliseconds <= most else 'NOT KEPT'})"


sys.setswitchinterval(0.001)  # many telephones in one process: none waits long for its turn
