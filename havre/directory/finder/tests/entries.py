"""Services for the tests of the search: named ones, and any that Hypothesis thinks of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from havre.directory.finder.entry import Beds, Closing, Entry, Opening, Point
from havre.directory.finder.hours import WEEK

NOW = datetime(2026, 12, 24, 17, 30, tzinfo=UTC)
SUDBURY = Point(46.490, -80.990, "Greater Sudbury", "ON")
TORONTO = Point(43.706, -79.399, "Toronto", "ON")
NORTH_BAY = Point(46.317, -79.466, "North Bay", "ON")
MONTREAL = Point(45.509, -73.588, "Montréal", "QC")
IQALUIT = Point(63.747, -68.517, "Iqaluit", "NU")
ALWAYS = Opening("operating", WEEK, "00:00", "24:00")
OFFICE = Opening("operating", WEEK[:5], "09:00", "17:00")

_PLAIN = Entry(
    id=UUID(int=0), organization=UUID(int=0), is_police=False, kind="shelter", texts={},
    needs=(), languages=("en",), reach="local", province="", points=(), areas=(),
    eligibility={}, min_age=None, max_age=None, access=(), free="", beds=None,
    zone="America/Toronto", openings=(), closings=(), holidays=False,
    checked=date(2026, 12, 1), due=date(2027, 3, 1),
)  # fmt: skip


def entry(number, name="", **other):
    """A service by its number; `name` is English unless `texts` says all of it."""
    texts = other.pop("texts", {"en": {"name": name}} if name else {})
    return replace(_PLAIN, id=UUID(int=number), texts=texts, **other)


WORDS = ("harbour", "maison", "blue", "étoile", "shelter", "avocat", "lantern", "hope", "river")
NEEDS = ("emergency_shelter", "counselling", "legal_family", "medical")
RULES = ("children", "pets", "women")
some = st.sampled_from
texts = st.lists(some(WORDS), max_size=4).map(" ".join)
points = some([SUDBURY, TORONTO, NORTH_BAY, MONTREAL, IQALUIT])
days = some([date(2026, 12, 24) + timedelta(days=n) for n in (-400, -30, 0, 1, 90)])
NOON = Opening("phone", WEEK, "12:00", "13:00", date(2026, 1, 1), date(2026, 12, 24))
openings = some([ALWAYS, OFFICE, Opening("intake", WEEK, "20:00", "08:00"), NOON])
closings = st.builds(Closing, days, some(["10:00"]), some(["14:00"]), st.booleans()) | (
    st.builds(Closing, days, st.just(""), st.just(""), st.just(False))
)


def several(values, most=3):
    return st.lists(values, max_size=most, unique=True).map(tuple)


entries = st.builds(
    Entry,
    id=st.integers(1, 40).map(lambda n: UUID(int=n)),
    organization=st.just(UUID(int=0)),
    is_police=some([False, False, True]),
    kind=some(["shelter", "legal", "health", "police"]),
    texts=st.dictionaries(
        some(["en", "fr", "es"]),
        st.dictionaries(some(["name", "organization", "summary", "more"]), texts, max_size=3),
        max_size=2,
    ),
    needs=several(some(NEEDS)),
    languages=several(some(["en", "fr", "pa"])),
    reach=some(["local", "local", "local", "province", "national"]),
    province=some(["", "ON", "QC"]),
    points=st.lists(points, max_size=3).map(tuple),
    areas=several(some(["ON", "QC", "Greater Sudbury", "Copper Cliff", "Nowhere"]), 1),
    eligibility=st.dictionaries(some(RULES), some(["yes", "no", "ask"])),
    min_age=st.none() | st.integers(0, 30),
    max_age=st.none() | st.integers(10, 99),
    access=several(some(["wheelchair", "asl"])),
    free=some(["", "yes", "no", "ask"]),
    beds=st.none()
    | st.builds(Beds, st.integers(0, 2), some([NOW - timedelta(1), NOW, NOW + timedelta(1)])),
    zone=some(["America/Toronto", "America/Iqaluit"]),
    openings=several(openings, 2),
    closings=several(closings, 1),
    holidays=st.booleans(),
    checked=st.none() | days,
    due=st.none() | days,
)
