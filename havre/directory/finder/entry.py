"""What the search is told of one service, for one circle of readers.

Only what may be shown stands here: a hidden house is its settlement, never its street.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Point:
    """A place that may be shown, in degrees; `province` is two letters, such as "ON"."""

    lat: float
    lon: float
    settlement: str
    province: str


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours that come back every week: `days` of "MO" to "SU", `opens` and `closes` as "09:00".

    `kind` is operating, phone, intake or drop_in. What closes at or before it opens runs past
    midnight; "00:00" to "24:00" is the whole day. `valid_from` and `valid_to` are both included.
    """

    kind: str
    days: tuple[str, ...]
    opens: str
    closes: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """One day that is unlike the others.

    `is_open`: these hours stand instead of the usual ones and of a holiday. Otherwise it is
    closed in these hours, or on the whole day where `opens` and `closes` are empty.
    """

    day: date
    opens: str
    closes: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Beds:
    """How many beds are free, and until when that may be believed (aware). After it: unknown."""

    available: int
    expires: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One service as one circle of readers may find it.

    `texts` are by language ("en", "fr") and field ("name", "organization", "summary", "more");
    any may miss. `needs`, `kind` and `access` are codes, `languages` ISO codes. `reach` is
    local, province (then `province` says which) or national. `areas` are codes of provinces or
    names of settlements that it serves, whatever the distance; none: whoever is near.
    `eligibility` says by rule yes, no or ask, `free` also; what is absent or empty is unknown.
    """

    id: UUID
    organization: UUID
    is_police: bool
    kind: str
    texts: Mapping[str, Mapping[str, str]]
    needs: tuple[str, ...]
    languages: tuple[str, ...]
    reach: str
    province: str
    points: tuple[Point, ...]
    areas: tuple[str, ...]
    eligibility: Mapping[str, str]
    min_age: int | None
    max_age: int | None
    access: tuple[str, ...]
    free: str
    beds: Beds | None
    zone: str
    openings: tuple[Opening, ...]
    closings: tuple[Closing, ...]
    holidays: bool
    checked: date | None
    due: date | None
