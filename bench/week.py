"""A simulated week at ten times the rate of 60,000 contacts a year: nobody is lost.

The house's own verbs on a real SQLite file, in two processes; the desk is killed with -9 at random
moments in the middle of what it does. Time is simulated; what happens in one step of it happens
at once. People and members follow dice (`--seed`). A violation ends the bench with exit code 1.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench import week_proof
from bench.line import environment, found_house
from bench.week_faces import Face, Said
from bench.week_people import DAY, HOUR, LANGUAGES, MINUTE, Press, Worker, World

PER_YEAR, TIMES = 60_000, 10
RESPONDERS, SUPERVISORS = 27, 3
STEP = 10.0  # simulated seconds
IDLE = 60.0  # the longest step, when nobody waits and nobody does anything
BREATH = 30.0  # simulated seconds between two signs of life of an open page
EVERY = 6 * HOUR  # between two looks at the whole database
SOON = 11.0  # simulated seconds: what stands in two looks in a row has stood too long
NOTICED = 120.0  # simulated seconds after which nobody present may be held by an absent member
DRAIN = 4 * HOUR  # after the week nobody new comes, and everybody is listened to


class Violated(RuntimeError):
    """Somebody was lost or doubly taken, or waits unseen; the sentence says who and when."""


@dataclass
class Week:
    """One run: the world, the two faces, and what was seen."""

    world: World
    front: Face
    desk: Face
    data: Path
    kills: list[float]
    seen: Counter[str] = field(default_factory=Counter)
    unasked: float = 0.0
    took: list[float] = field(default_factory=list)
    since: dict[str, dict[str, float]] = field(default_factory=dict)  # what stands, of whom, since
    minute: float = 0.0
    touch: float = 0.0
    is_busy: bool = True  # somebody waits, or is held by a desk that is silent

    def step(self, at: float, lasts: float) -> None:
        """Everything that is pressed in it; then everybody looks, and so do we."""
        presses = self.world.due(at + lasts)
        by_face = {face: [p for p in presses if p.face == face] for face in ("front", "desk")}
        common = {"at": at, "lasts": lasts}
        pages = [p.n for p in self.world.present.values()] if at >= self.touch else []
        self.touch = at + BREATH if pages else self.touch
        there = [w.who.name for w in self.world.workers.values() if w.is_at_desk(at)]
        minute = at - self.minute >= MINUTE
        self.minute = at if minute else self.minute
        words = {face: [press.words for press in those] for face, those in by_face.items()}
        self.front.ask(common | {"do": words["front"], "open": pages})
        self.desk.ask(common | {"do": words["desk"], "there": there, "minute": minute})
        killing = self._kill_in_the_middle(at, bool(presses))
        began = time.perf_counter()
        told = {"front": self.front.answer(), "desk": self.desk.answer()}
        self.took.append(time.perf_counter() - began)
        if killing:
            killing.join()
            self.desk.start()
        self._tell(by_face, told, killed=killing is not None)
        self.is_busy = True
        if state := told["desk"]:
            self._prove(state, at)
            self.world.sees(state, at, at + lasts)
            self.is_busy = any(turn["here"] for turn in state["waiting"]) or any(
                not self.world.workers[name].is_at_desk(at) for name in state["held"].values()
            )

    def _kill_in_the_middle(self, at: float, is_busy: bool) -> threading.Thread | None:
        if not (self.kills and self.kills[0] <= at and is_busy):
            return None
        self.kills.pop(0)
        usual = sum(self.took[-50:]) / max(1, len(self.took[-50:]))
        wait = self.world.dice.uniform(0, usual)
        thread = threading.Timer(wait, self.desk.kill)
        thread.start()
        self.seen["kills"] += 1
        return thread

    def _tell(
        self, by_face: dict[str, list[Press]], told: dict[str, Said | None], *, killed: bool
    ) -> None:
        for face, presses in by_face.items():
            said = told[face]
            if said is None and not (killed and face == "desk"):
                raise Violated(f"The {face} ended by itself: {self.desk.log.read_text()[-3_000:]}")
            answers = said["did"] if said else [None] * len(presses)
            for press, answer in zip(presses, answers, strict=True):
                self.seen[f"{press.words[0]}: {_outcome(press, answer)}"] += 1
                press.then(answer)

    def _prove(self, state: Said, at: float) -> None:
        """Nobody who is there is without a place, and nobody waits unseen."""
        self.unasked = max(self.unasked, state["unasked"])
        self._must(state["rest"], at, "the house never came to rest")
        self._must(state["astray"] == 0, at, "somebody is in no list, or in two")
        present, due, unseen = self.world.present, set(), set()
        for turn in state["waiting"]:
            contact = turn["contact"]
            if contact not in present or present[contact].began >= at:
                continue  # they left, or came while the house was looking
            self._must(turn["here"], at, f"{contact} is there and counts as gone")
            is_seen = turn["step"] or turn["told"] or not state["on_duty"]
            due |= {contact} if turn["due"] else set()
            unseen |= set() if is_seen else {contact}
        held = {contact: name for contact, name in state["held"].items() if contact in present}
        alone = {contact for contact, name in held.items() if name not in state["on_duty"]}
        self._not_for_long(due, at, "waits, and the house does not look after them")
        self._not_for_long(unseen, at, "waits, neither offered nor told")
        self._not_for_long(alone, at, "is held by a desk that is silent", most=NOTICED)

    def _not_for_long(self, those: set[str], at: float, so: str, *, most: float = SOON) -> None:
        """Time goes on between the watch and our look, so a moment of it is none."""
        before = self.since.get(so, {})
        now = self.since[so] = {contact: before.get(contact, at) for contact in those}
        for contact, since in now.items():
            self._must(at - since < most, at, f"since {_day(since)} {contact} {so}")

    def checkpoint(self, at: float) -> None:
        """Everybody whose arrival was acknowledged is in exactly one state in the database."""
        stored = week_proof.contacts(self.data)
        for contact in self.world.people:
            self._must(contact in stored, at, f"{contact} reached the line and is not stored")
        astray = week_proof.astray(self.data)
        self._must(astray == 0, at, f"{astray} are neither open nor closed, or both")
        once, again, doubly = week_proof.takings(self.data)
        self._must(doubly == 0, at, f"{doubly} were taken while somebody held them")
        closed = sum(is_closed for is_closed, _ in stored.values())
        print(
            f"  {_day(at)}: {len(stored)} reached the line, {closed} closed, {once} taken once, "
            f"{again} again after they were let go, {doubly} doubly, {self.seen['kills']} kills, "
            f"a step {sum(self.took[-500:]) / len(self.took[-500:]) * 1_000:.0f} ms",
            flush=True,
        )

    def _must(self, is_so: bool, at: float, otherwise: str) -> None:
        if not is_so:
            raise Violated(f"{_day(at)}: {otherwise}.")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The choices of this benchmark."""
    parser.add_argument("--days", type=float, default=7, help="default 7")
    parser.add_argument("--kills", type=int, default=20, help="of the desk, with -9 (default 20)")
    parser.add_argument("--seed", type=int, default=7, help="of the dice (default 7)")
    parser.add_argument("--members", type=int, default=RESPONDERS + SUPERVISORS, help="default 30")


def run(options: argparse.Namespace) -> Said:
    """Play it, print how it stands every few hours, and return the figures."""
    print(f"week: {options.days:g} simulated days, {options.kills} kills of the desk", flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="havre-bench-")))
        week = _begun(options, folder)
        began = time.monotonic()
        for face in (week.front, week.desk):
            face.start()
            stack.callback(face.hang_up)
            stack.callback(face.kill)
        start = week.world.now
        _play(week, start)
        found = _figures(week) | {"minutes": round((time.monotonic() - began) / 60, 1)}
        _verify_audit(week)
    _show(found)
    return found


def _begun(options: argparse.Namespace, folder: Path) -> Week:
    """A house with its members, and the dice that decide who comes and what they do."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "havre.settings",
        "HAVRE_DATA": str(folder / "data"),
        "HAVRE_SMTP_URL": "memory:",
    }
    dice, supervisors = random.Random(options.seed), max(1, options.members // 10)
    sign_ins = found_house(settings, options.members - supervisors, supervisors)
    dice.shuffle(sign_ins)
    workers = {one.name: Worker(one) for one in sign_ins}
    start = (time.time() // DAY + 1) * DAY
    world = World(dice, workers, start + options.days * DAY, PER_YEAR * TIMES * 7 // 365, start)
    world.begin(start)
    spoken = {name: LANGUAGES[n % len(LANGUAGES)] for n, name in enumerate(workers)}
    women = [name for n, name in enumerate(workers) if n % 2]
    world.at(start, lambda: Press("desk", ["settle", spoken, women]))
    kills = sorted(dice.uniform(start + HOUR / 2, world.ends) for _ in range(options.kills))
    log = folder / "log"
    front, desk = (Face(name, settings, log) for name in ("front", "desk"))
    return Week(world, front, desk, folder / "data", kills)


def _play(week: Week, start: float) -> None:
    """Step by step; where nobody waits and nothing is pressed, a step is longer."""
    at, look, end = start, start, week.world.ends + DRAIN
    while at < end:
        until = min(at + IDLE, week.world.next)
        lasts = STEP if week.is_busy or until < at + STEP else until - at
        week.step(at, lasts)
        at += lasts
        if at >= look:
            week.checkpoint(at)
            look += EVERY
        if at > week.world.ends and not week.is_busy:
            break
    week.checkpoint(at)


def _figures(week: Week) -> Said:
    """What became of everybody. Raises Violated if that of somebody is not known."""
    stored, people = week_proof.contacts(week.data), week.world.people
    once, again, doubly = week_proof.takings(week.data)
    became: Counter[str] = Counter()
    for contact, person in people.items():
        is_closed, holder = stored.get(contact, (False, ""))
        if contact not in stored:
            became["lost"] += 1
        elif is_closed:
            became["closed"] += 1
        elif not person.has_page:
            became["left while held" if holder else "left by themselves"] += 1
        elif holder:
            became["still listened to"] += 1
        else:
            became["still waiting"] += 1
    return {
        "contacts": len(people),
        "taken_once": once,
        "taken_again_after_release": again,
        "doubly_taken": doubly,
        "lost": became["lost"],
        "became": dict(became),
        "kills_survived": week.seen["kills"],
        "longest_unasked_seconds": week.unasked,
        "steps": len(week.took),
        "pressed": dict(sorted(week.seen.items())),
        "endings": week_proof.endings(week.data),
    }


def _verify_audit(week: Week) -> None:
    """The chain is whole, after all those kills."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "havre", "audit", "verify"],
        env=environment(week.desk.settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Violated(f"The audit is not whole: {done.stdout}{done.stderr}")


def _outcome(press: Press, answer: str | None) -> str:
    if answer is None:
        return "killed"
    return "done" if press.words[0] in ("begin", "sign_in") else answer


def _day(at: float) -> str:
    return time.strftime("%d %b %H:%M:%S", time.gmtime(at))


def _show(found: Said) -> None:
    print(
        f"  {found['contacts']} reached the line: {found['taken_once']} taken once, "
        f"{found['taken_again_after_release']} again after they were let go, "
        f"{found['doubly_taken']} doubly taken, {found['lost']} lost; "
        f"{found['kills_survived']} kills survived"
    )
    print(f"  what became of them: {found['became']}")
    print(
        f"  longest without an offer beside somebody free: {found['longest_unasked_seconds']:g} s"
    )
    print(f"  offers ended: {found['endings']}")
    print(f"  pressed: {found['pressed']}")
    print(f"  {found['steps']} steps in {found['minutes']} minutes", flush=True)
