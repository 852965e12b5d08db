"""The work that a page asks for while very many come: how long an old phone is at it, by step.

In the real page, by its own script, on a processor six times slower; and the longest time for which
the page answers nothing meanwhile.
"""

import argparse
import random
import secrets
from hashlib import sha256
from typing import Any

from playwright.sync_api import Page

from bench import figures
from bench.line import line
from bench.visiting import chromium, phone
from havre.lib.crowd import EASIEST, STEPS

SLOWER = 6  # times, than this machine
LIMIT = 2_000  # ms, for the first step
_FIND = """async ([place, most, sum]) => {
    const form = document.querySelector("main form[data-in-place]");
    const { find } = await import("/static/front/work.js");
    const made = (name) => Object.assign(document.createElement("input"), { name });
    const add = (name) => form.appendChild(made(name));
    add("place").value = place;
    const work = add("work");
    Object.assign(work.dataset, { most, sum });
    form.appendChild(document.createElement("p")).dataset.preparing = "";
    let longest = 0;
    let last = performance.now();
    const looking = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
    });
    const began = last;
    await find(form);
    clearInterval(looking);
    return [Number(work.value), performance.now() - began, longest];
}"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The choices of this benchmark."""
    parser.add_argument("--times", type=int, default=20, help="for each step (default 20)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Do the work of each step again and again; print and return the figures."""
    found: dict[str, Any] = {"times": options.times, "slower": SLOWER, "limit_ms": LIMIT}
    with line("sqlite", members=1) as served, chromium() as browser:
        for step in range(STEPS):
            with phone(browser) as (_, page, tools):
                tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                page.goto(served.front + "/en/talk/")
                took = [_worked(page, EASIEST << step) for _ in range(options.times)]
            found[f"step_{step + 1}"] = figures.spread([each for each, _ in took])
            found[f"still_{step + 1}"] = figures.spread([each for _, each in took])
    for name, each in found.items():
        if isinstance(each, dict):
            print(figures.says(name.replace("_", " "), each))  # type: ignore[arg-type]
    return found


def _worked(page: Page, most: int) -> tuple[float, float]:
    """Seconds until the number was found, and the longest of them without an answer."""
    place, hidden = secrets.token_urlsafe(120), random.randrange(most)
    wanted = sha256(f"{place}.{hidden}".encode()).hexdigest()[:16]
    page.evaluate("for (const each of document.querySelectorAll('[name=place], [name=work], "
                  "[data-preparing]')) each.remove()")  # fmt: skip
    answer, took, still = page.evaluate(_FIND, [place, most, wanted])
    if answer != hidden:
        raise RuntimeError("The page found another number.")
    return took / 1_000, still / 1_000
