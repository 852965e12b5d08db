"""Values of every field of the catalogue, drawn from the shapes that the fields have."""

from typing import Any

from hypothesis import strategies as st

from havre.directory import fields, shapes

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"))
WORDS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: text.strip() == text)
LANGUAGES = st.sampled_from(["en", "fr", "iu"])
CODES = st.lists(st.sampled_from(["en", "fr", "iu", "cr"]), unique=True, max_size=3)
OF_KIND: dict[str, Any] = {
    "text": WORDS | st.just("=1+1") | st.just("'x") | st.just("-"),
    "texts": st.dictionaries(LANGUAGES, WORDS, max_size=3),
    "words": st.lists(WORDS, unique=True, max_size=3),
    "yes_no": st.booleans(),
    "email": st.sampled_from(["a@b.example", "c.d@e.example"]),
    "address": st.sampled_from(["https://a.example/", "http://b.example/x?y=1"]),
    "phone": st.sampled_from(["613-555-0100", "+1 613 555 0101", "1-800-CALL"]),
    "clock": st.sampled_from(["00:00", "09:30", "23:59", "24:00"]),
    "day": st.dates().map(lambda day: day.isoformat()),
    "number": st.integers(0, 120),
}
# The numbers of a place stand in a range of their own.
POINTS = {"lat": st.floats(41, 84), "lon": st.floats(-142, -52)}
NOT_DRAWN = {"hidden", "visibility", "status"}  # of a copy: one tier, and what is active


def of_shape(shape: shapes.Shape) -> Any:
    """Any value that a shape allows."""
    if shape.parts:
        each = _record(shape)
        return st.lists(each, max_size=3) if shape.kind == "rows" else each
    if shape.kind == "one_of":
        return st.sampled_from([*shape.known])
    if shape.kind == "codes":
        known = st.lists(st.sampled_from(shape.known), unique=True, max_size=4)
        return known if shape.known else CODES
    if shape.kind == "answers":
        said = st.sampled_from(["yes", "no", "ask"])
        return st.dictionaries(st.sampled_from(shape.known), said, max_size=4)
    return OF_KIND[shape.kind]


def of_record(kind: str) -> Any:
    """Values of a whole record; some fields, all of them, or none but a name."""
    known = {name: each for name, each in fields.catalogue(kind).items() if name not in NOT_DRAWN}
    optional = {
        name: POINTS[name] if name in POINTS else of_shape(each.check)
        for name, each in known.items()
        if name != "names"
    }
    names = st.dictionaries(LANGUAGES, WORDS, max_size=3).map(lambda said: said | {"en": "Name"})
    return st.fixed_dictionaries({"names": names}, optional=optional)


def _record(shape: shapes.Shape) -> Any:
    parts = {name: of_shape(part) for name, part in shape.parts.items() if name != "tier"}
    needed = {name: parts.pop(name) for name in shape.needs}
    return st.fixed_dictionaries(needed, optional=parts)
