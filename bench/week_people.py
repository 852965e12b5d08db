"""Who reaches the line in a simulated week, who listens, and what they do: dice, and no house.

`World.due` says what is pressed in a span of time; `World.sees` takes what the desk shows then.
"""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Any

from bench.line import SignIn

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
SHIFTS = (7 * HOUR, 15 * HOUR, 23 * HOUR)  # each lasts eight hours
NOBODY = 0.02  # of the shifts nobody comes: the line is dark for eight hours
LANGUAGES = ("en fr", "en fr", "en", "fr", "en fr es")
ASKED = {"en": 55, "fr": 35, "es": 8, "cr": 2}  # cr: nobody on duty speaks it
Then = Callable[[str | None], None]


@dataclass(frozen=True, slots=True)
class Press:
    """Something somebody presses: at which face, what, and what follows (None: no answer came)."""

    face: str
    words: list[Any]
    then: Then = lambda _: None


@dataclass(slots=True)
class Person:
    """Somebody who reached the line."""

    n: int
    contact: str = ""
    began: float = 0
    has_page: bool = True  # False: they left, or closed the browser


@dataclass(slots=True)
class Worker:
    """A member as their colleagues know them."""

    who: SignIn
    cookie: str = ""
    is_on: bool = False  # their shift
    silent_until: float = 0

    def is_at_desk(self, now: float) -> bool:
        """Whether their page gives a sign of life."""
        return bool(self.cookie) and self.silent_until <= now


@dataclass
class World:
    """Everybody, and what they will do."""

    dice: random.Random
    workers: dict[str, Worker]
    ends: float
    per_week: int
    now: float = 0
    people: dict[str, Person] = field(default_factory=dict)  # by contact
    present: dict[str, Person] = field(default_factory=dict)  # those of them with an open page
    held: dict[str, str] = field(default_factory=dict)  # contact -> member, as the board shows it
    _noticed: set[tuple[str, ...]] = field(default_factory=set)
    _heap: list[tuple[float, int, Callable[[], Press | None]]] = field(default_factory=list)
    _order: Any = field(default_factory=count)

    def at(self, when: float, what: Callable[[], Press | None]) -> None:
        """Later somebody does this."""
        heappush(self._heap, (when, next(self._order), what))

    def due(self, until: float) -> list[Press]:
        """What is pressed before `until`."""
        found = []
        while self._heap and self._heap[0][0] < until:
            when, _, what = heappop(self._heap)
            self.now = max(self.now, when)
            if press := what():
                found.append(press)
        return found

    @property
    def next(self) -> float:
        """When somebody next does something."""
        return self._heap[0][0] if self._heap else self.ends

    def begin(self, start: float) -> None:
        """The week's plan: who comes to the line, and who is on duty when."""
        when, numbers = start, count()
        while (when := when + self.dice.expovariate(self.per_week / 7 / DAY)) < self.ends:
            self.at(when, lambda: self._reaches(next(numbers)))
        names = list(self.workers)
        share = len(names) // len(SHIFTS)
        day = start - 2 * DAY
        while (day := day + DAY) < self.ends + DAY:
            for n_shift, begins in enumerate(SHIFTS):
                team = names[n_shift * share : (n_shift + 1) * share]
                is_over = day + begins + 8 * HOUR <= start
                if is_over or (day > start and self.dice.random() < NOBODY):
                    continue
                for name in team:
                    comes = max(start, day + begins) + self.dice.uniform(0, 10 * MINUTE)
                    ends = day + begins + 8 * HOUR
                    plan = partial(self._comes, self.workers[name], ends)
                    self.at(comes, plan)

    # Whoever reaches the line.

    def _reaches(self, n: int) -> Press:
        person = Person(n)
        language = self.dice.choices(list(ASKED), list(ASKED.values()))[0]
        wish = self.dice.choices(("", "danger", "woman"), (90, 4, 6))[0]

        def began(contact: str | None) -> None:
            assert contact, "the front never fails"
            person.contact, person.began = contact, self.now
            self.people[contact] = self.present[contact] = person
            patience = self.dice.expovariate(1 / (45 * MINUTE))
            self.at(self.now + patience, lambda: self._has_enough(person))

        return Press("front", ["begin", n, language, wish], began)

    def _has_enough(self, person: Person) -> Press | None:
        """They leave by the button, or only close the browser."""
        if not person.has_page:
            return None
        person.has_page = False
        del self.present[person.contact]
        return Press("front", ["leave", person.n]) if self.dice.random() < 0.5 else None

    # Whoever listens.

    def _comes(self, worker: Worker, ends: float) -> Press | None:
        worker.is_on = True
        self.at(ends, lambda: self._goes(worker))
        return self._signs_in(worker)

    def _signs_in(self, worker: Worker) -> Press | None:
        if not worker.is_on or worker.cookie:
            return None

        def done(cookie: str | None) -> None:
            if not cookie:
                self.at(self.now + 10, lambda: self._signs_in(worker))
                return
            worker.cookie, worker.silent_until = cookie, 0
            self.at(self.now + self.dice.expovariate(1 / HOUR), lambda: self._happens(worker))

        return Press("desk", ["sign_in", worker.who.name, worker.who.passphrase], done)

    def _goes(self, worker: Worker) -> Press | None:
        worker.is_on = False
        return self._presses(worker, "sign_out", then=lambda: setattr(worker, "cookie", ""))

    def _happens(self, worker: Worker) -> Press | None:
        """The laptop closes, somebody goes home early, or takes a break."""
        if not worker.is_on or not worker.cookie:
            return None
        self.at(self.now + self.dice.expovariate(1 / HOUR), lambda: self._happens(worker))
        what = self.dice.choice(("silent", "silent", "leaves", "pause"))
        if what == "silent":
            worker.silent_until = self.now + self.dice.choice((15, 40, 120, 900, 2_400))
            return None
        if what == "leaves":
            away = self.dice.uniform(5, 90) * MINUTE
            self.at(self.now + away, lambda: self._signs_in(worker))
            return self._presses(worker, "sign_out", then=lambda: setattr(worker, "cookie", ""))
        back = self.now + self.dice.uniform(5, 20) * MINUTE
        self.at(back, lambda: self._presses(worker, "be", "available"))
        return self._presses(worker, "be", "pause")

    def _presses(
        self, worker: Worker, verb: str, *about: str, then: Callable[[], None] | None = None
    ) -> Press | None:
        """They press it, again if no answer came; a closed laptop presses nothing until later."""
        if not worker.cookie:
            return None
        if worker.silent_until > self.now:
            self.at(worker.silent_until + 5, lambda: self._presses(worker, verb, *about, then=then))
            return None

        def done(said: str | None) -> None:
            if said is None:
                again = self.now + self.dice.uniform(5, 30)
                self.at(again, lambda: self._presses(worker, verb, *about, then=then))
            elif said == "signed out":
                worker.cookie = ""
                self.at(self.now + 10, lambda: self._signs_in(worker))
            elif then:
                then()

        return Press("desk", [verb, worker.cookie, *about], done)

    # What they see on the board, and do about it.

    def sees(self, state: dict[str, Any], at: float, now: float) -> None:
        """The board as everybody has it now; `at`: when the step began that it shows."""
        self.now = now
        self.held = state["held"]
        for turn in state["waiting"]:
            self._sees_waiting(turn, state)
        for contact, name in self.held.items():
            if self._is_new("held", contact, name):
                self._listens(contact, self.workers[name])
        open_ones = self.held.keys() | {turn["contact"] for turn in state["waiting"]}
        for contact, person in self.present.items():
            over = contact not in open_ones and person.began < at
            if over and self._is_new("over", contact):
                self.at(now + self.dice.uniform(5, 60), partial(self._has_enough, person))

    def _sees_waiting(self, turn: dict[str, Any], state: dict[str, Any]) -> None:
        contact, step = turn["contact"], turn["step"]
        if step == "one" and turn["to"]:
            if self._is_new("one", contact, turn["to"]):
                what = self.dice.choices(("take", "pass", ""), (80, 10, 10))[0]
                self._soon(what, contact, turn["to"])
        elif step or not turn["here"]:
            for name in state["free"]:
                keen = 0.5 if step else 0.05  # who is gone already is written down by somebody
                minute = str(self.now // MINUTE)
                if self._is_new("all", contact, name, minute) and self.dice.random() < keen:
                    self._soon("take", contact, name)

    def _soon(self, what: str, contact: str, name: str) -> None:
        if what:
            when = self.now + self.dice.uniform(1, 12)
            self.at(when, lambda: self._presses(self.workers[name], what, contact))

    def _listens(self, contact: str, worker: Worker) -> None:
        """They answer soon (one of thirty forgets it), and close it minutes later."""
        forgets = self.dice.random() < 1 / 30
        answers = self.now + (15 * MINUTE if forgets else self.dice.uniform(5, 60))
        self.at(answers, lambda: self._in_it(contact, worker, "answer", str(uuid.uuid4())))
        ends = self.now + 90 + self.dice.expovariate(1 / (8 * MINUTE))
        verb = "give_back" if self.dice.random() < 0.02 else "close"
        self.at(ends, lambda: self._in_it(contact, worker, verb))

    def _in_it(self, contact: str, worker: Worker, verb: str, *about: str) -> Press | None:
        """Only while they hold it; whoever was away goes on when they are back."""
        if self.held.get(contact) != worker.who.name:
            self._noticed.discard(("held", contact, worker.who.name))
            return None
        if not worker.is_at_desk(self.now):
            self.at(self.now + 30, lambda: self._in_it(contact, worker, verb, *about))
            return None
        return self._presses(worker, verb, contact, *about)

    def _is_new(self, *what: str) -> bool:
        if what in self._noticed:
            return False
        self._noticed.add(what)
        return True
