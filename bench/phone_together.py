"""Many callers and conferences at once, by sipp, beside one talk whose every packet is counted.

The callers reach the line as all do and wait; then threes of them are joined in the engine, as a
colleague or a service joins a talk. Each sends back what it hears: fifty packets a second.
"""

import asyncio
import shutil
import subprocess
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.figures import Spread, mebibytes, says, spread
from bench.machine import used

_IN_EACH = 3
_A_SECOND = 5  # calls that come in one
_SETTLES = 6  # seconds after the last: a language is chosen by waiting
_COMFORT = "40"  # seconds between two words to whoever waits, as a line has it

Load = Callable[[int, int, float], dict[str, float]]


def together(
    house: Any, engine: int, probe: Any, load: Load, *, calls: int, conferences: int, seconds: int
) -> dict[str, Any]:
    """`calls` at once, `conferences` of three of them; what the talk of `probe` heard meanwhile."""
    program = shutil.which("sipp")
    if program is None:
        print("  many calls and conferences: NOT MEASURED, there is no sipp (Debian: sip-tester)")
        return {}
    lasts = calls / _A_SECOND + _SETTLES + seconds + 30
    many = ["-m", str(calls), "-l", str(calls), "-r", str(_A_SECOND), "-d", str(int(lasts * 1000))]
    words = ["-sn", "uac", "-s", "18339001010", "-i", "127.0.0.1", "-mi", "127.0.0.1", "-rtp_echo"]
    with subprocess.Popen(
        [program, *words, *many, "-nostdin", f"127.0.0.1:{house.port}"],
        cwd=house.house.data,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as sipp:
        time.sleep(calls / _A_SECOND + _SETTLES)
        up, joined = asyncio.run(_join(house, conferences))
        time.sleep(2)
        heard, begun = len(probe.ear.packets), time.perf_counter()
        full = load(engine, house.program.pid, seconds)
        lasted = time.perf_counter() - begun
        got = [one[0] for one in probe.ear.packets[heard:]]
        still, _ = asyncio.run(_join(house, 0))
        sipp.terminate()
    gaps = spread([later - one for one, later in pairwise(got)])
    found = {
        "calls": up,
        "still_up": still,
        "conferences": joined,
        "probe_packets": len(got),
        "probe_expected": round(lasted * 50),
        "probe_gap": gaps,
        "engine_percent": full["engine"],
        "program_percent": full["program"],
        "engine_mib": mebibytes(used(engine).rss),
    }
    _show(found, lasted, gaps)
    return found


def _show(found: dict[str, Any], lasted: float, gaps: Spread) -> None:
    print(
        f"  {found['calls']} calls, {found['conferences']} conferences of {_IN_EACH}; "
        f"{found['still_up']} calls up after {lasted:.0f} s; the talk heard "
        f"{found['probe_packets']} of {found['probe_expected']} packets"
    )
    print(says("  its gaps (20 wanted)", gaps))
    print(
        f"  engine {found['engine_percent']} % of one core, our program "
        f"{found['program_percent']} %, engine memory {found['engine_mib']} MiB"
    )


def prepares(house: Any) -> None:
    """Our program again, with the words to whoever waits as seldom as on a line."""
    house.killed()
    house.env["HAVRE_PHONE_COMFORT_SECONDS"] = _COMFORT
    house.begins()


async def _join(house: Any, conferences: int) -> tuple[int, int]:
    """How many callers' channels are up; how many threes of those that wait were joined."""
    from havre.channels.phone.ari import Ari  # noqa: PLC0415 -- settings are ready
    from havre.channels.phone.voice import ROOM  # noqa: PLC0415
    from havre.prompt.phone import engine as engines  # noqa: PLC0415

    port = int(house.env["HAVRE_PHONE_PROGRAM_PORT"])
    secret = engines.found(Path(house.house.data) / "phone") or ""
    async with Ari(port, secret) as ari:
        channels = await ari.ask("GET", "channels")
        up = sum(each["name"].startswith("PJSIP/trunk") for each in channels)
        waiting = (await ari.ask("GET", f"bridges/{ROOM}"))["channels"]
        made = 0
        for n in range(min(conferences, len(waiting) // _IN_EACH)):
            three = waiting[n * _IN_EACH : (n + 1) * _IN_EACH]
            await ari.ask("POST", f"bridges/many-{n}", type="mixing")
            made += await ari.try_to("POST", f"bridges/many-{n}/addChannel", channel=three)
    return up, made
