"""What is asked of the search, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question. What is empty was not asked.

    `place` is a settlement, a forward sortation area ("K1A") or a whole postal code, of which
    no more than the area is used. `at` (aware) asks what is open then, `open_now` what is open
    now; `hours` asks for one kind of hours (intake, say) instead of any. Needs and access are
    all wished, an eligibility rule excludes only who says no. Police only with `police`
    (000-11). `alone` names what typed words must not be taken for: place, language, need,
    rule, age or time (the person took it back).
    """

    words: str = ""
    place: str = ""
    radius_km: float = 50.0
    needs: tuple[str, ...] = ()
    language: str = ""
    at: datetime | None = None
    open_now: bool = False
    hours: str = ""
    eligibility: tuple[str, ...] = ()
    age: int | None = None
    access: tuple[str, ...] = ()
    free: bool = False
    beds: bool = False
    kind: str = ""
    police: bool = False
    alone: frozenset[str] = frozenset()
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """How a place was understood; `uncertain_km` is how far off that may be (p95).

    `kind` is settlement, area (forward sortation area) or province. `others` are places of the
    same name, as (settlement, province).
    """

    name: str
    province: str
    lat: float
    lon: float
    uncertain_km: int = 0
    kind: str = "settlement"
    zone: str = ""
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """Typed words that were taken for something: `what` as in `Wanted.alone`, and its codes."""

    what: str
    codes: tuple[str, ...]
    typed: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A service that was found.

    `distance_km` is as the crow flies to `measured_to` (a settlement), None where nobody knows
    or where it does not matter. `state` is open, closed or unknown at the time asked for;
    `closes_in` and `opens_in` are minutes, None if not within a week. `freshness` is fresh, due
    or never (checked by a human).
    """

    id: UUID
    distance_km: float | None
    measured_to: str
    state: str
    closes_in: int | None
    opens_in: int | None
    freshness: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The answer. `facets` count all that was found, not only the page of `hits`.

    `searched_for` are (typed, corrected) words, `ignored` words that no service has. `widened`
    says in order what was given up because nothing was found: "radius:100" (kilometres, or
    "radius:any"), "open", "beds", "free", "kind", "access", "language", "words",
    "eligibility" (with age), and last "national". `radius_km` is the radius that was used,
    None without one.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    at: datetime
    place: Placed | None = None
    place_unknown: bool = False
    radius_km: float | None = None
    searched_for: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    understood: tuple[Understood, ...] = ()
    widened: tuple[str, ...] = ()
