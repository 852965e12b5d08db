"""The catalogue: every fact of the directory, what it looks like, who sees it, who must agree.

One list for the tables, the forms, the differences, the secrecy, the exchange (issue: HSDS 3.1.1
names where it has them; what it lacks stands in `docs/directory.md`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.directory import shapes
from havre.directory.models.records import (
    FACTS,
    PUBLIC,
    RESPONDER,
    SEALED,
    STATUSES,
    TIERS,
    Location,
    Organization,
    Record,
    Service,
)
from havre.lib import lang, taxonomy

ORGANIZATION, SERVICE, LOCATION = "organization", "service", "location"
KINDS: dict[str, type[Record]] = {
    ORGANIZATION: Organization,
    SERVICE: Service,
    LOCATION: Location,
}
PURPOSES = ("main", "intake", "crisis", "listening", "text", "tty", "fax", "unit", "direct")
OPENINGS = ("operating", "phone", "intake", "drop_in")
ACCESS = ("step_free", "elevator", "accessible_washroom", "asl", "lsq", "braille", "captions",
          "text", "quiet_room", "service_animals", "home_visits")  # fmt: skip
REACHES = ("local", "province", "national")


@dataclass(frozen=True, slots=True)
class Field:
    """One fact. `shape`: how a form asks for it; `tier`: who sees it unless said otherwise;
    `twice`: where it concerns a house whose address is guarded, two people agree (000-12)."""

    name: str
    label: "str | Promise"
    check: shapes.Shape
    shape: str
    empty: Any = ""
    tier: str = PUBLIC
    column: bool = False
    twice: bool = False

    @property
    def is_words(self) -> bool:
        """Whether it is texts by language."""
        return self.shape in {"words", "long"}

    def default(self) -> Any:
        """A new empty value."""
        return type(self.empty)(self.empty) if isinstance(self.empty, (dict, list)) else self.empty


_phones = shapes.rows(
    {
        "number": shapes.phone,
        "extension": shapes.text(20),  # text: HSDS has a number here and loses its zeros
        "scope": shapes.one_of(REACHES, or_nothing=True),
        "purpose": shapes.one_of(PURPOSES, or_nothing=True),
        "note": shapes.texts(200),
        "languages": shapes.codes(),
        "tier": shapes.one_of(TIERS, or_nothing=True),
    },
    needs=("number",),
)
_contacts = shapes.rows(
    {
        "name": shapes.text(80),
        "title": shapes.texts(80),
        "phone": shapes.phone,
        "email": shapes.email,
    }
)
_openings = shapes.rows(
    {
        "kind": shapes.one_of(OPENINGS),
        "days": shapes.codes(shapes.DAYS),
        "opens": shapes.clock,
        "closes": shapes.clock,
        "valid_from": shapes.day,
        "valid_to": shapes.day,
        "note": shapes.texts(200),
    },
    needs=("kind", "days", "opens", "closes"),
)
_closings = shapes.rows(
    {
        "day": shapes.day,
        "opens": shapes.clock,
        "closes": shapes.clock,
        "note": shapes.texts(200),
    },
    needs=("day",),
)
_costs = shapes.rows(
    {"option": shapes.texts(120), "amount": shapes.number(0, 1_000_000, whole=False),
     "currency": shapes.one_of(("CAD",), or_nothing=True)}
)  # fmt: skip
_route = shapes.record(
    {
        "number": shapes.phone,  # the front gate: whom one rings instead of the house
        "hours": shapes.texts(200),
        "languages": shapes.codes(),
        "leave_message": shapes.one_of(shapes.ANSWERS, or_nothing=True),
        "warm_transfer": shapes.one_of(shapes.ANSWERS, or_nothing=True),
        "protocol": shapes.texts(1000),
    }
)
_address = shapes.record(
    {"address_1": shapes.text(120), "address_2": shapes.text(120), "postal_code": shapes.text(10)}
)


def _words(name: str, label: "str | Promise", longest: int, **also: Any) -> Field:
    shape = "words" if longest <= 200 else "long"
    return Field(name, label, shapes.texts(longest), shape, {}, **also)


def _codes(name: str, label: "str | Promise", known: Any = None, **also: Any) -> Field:
    return Field(name, label, shapes.codes(known), "codes", [], **also)


def _rows(name: str, label: "str | Promise", check: shapes.Shape, **also: Any) -> Field:
    return Field(name, label, check, "rows", [], **also)


def _common() -> Iterator[Field]:
    yield _words("names", _("Name"), 200, column=True)
    yield _words("alternate_names", _("Also known as"), 200)
    yield Field("status", _("State"), shapes.one_of(STATUSES), "choice", "active", column=True)
    yield Field("visibility", _("Who may see it"), shapes.one_of(TIERS), "choice", PUBLIC,
                column=True, twice=True)  # fmt: skip
    # Of who curates alone: on no card, because what is kept back is told by that already.
    yield Field("hidden", _("Who may see which fact"), shapes.by_name(TIERS), "tiers", {},
                column=True, tier=SEALED, twice=True)  # fmt: skip


def _of_organization() -> Iterator[Field]:
    kinds = shapes.one_of(("ngo", "public", "police"))
    yield Field("kind", _("Kind"), kinds, "choice", "ngo", column=True)
    yield _words("summaries", _("What it is"), 4000)
    yield Field("email", _("E-mail address"), shapes.email, "text", column=True, tier=RESPONDER,
                twice=True)  # fmt: skip
    yield _rows("phones", _("Telephone"), _phones, column=True, twice=True)
    yield Field("website", _("Web page"), shapes.address, "text", twice=True)
    yield Field("is_partner", _("Partner"), shapes.yes_no, "tick", False, column=True)
    yield Field("source", _("Where we know it from"), shapes.text(60), "text", column=True,
                tier=RESPONDER)  # fmt: skip
    yield Field("identifiers", _("Identifiers"), shapes.rows(
        {"scheme": shapes.text(40), "value": shapes.text(80)}, needs=("scheme", "value")
    ), "rows", [])  # fmt: skip
    yield Field("networks", _("Networks"), shapes.words(120), "list", [])
    yield Field("police_for", _("What this police unit is for"),
                shapes.one_of(("support", "investigation", "both"), or_nothing=True),
                "choice")  # fmt: skip
    yield _words("jurisdiction", _("Where it is competent"), 200)
    yield _rows("contacts", _("People there"), _contacts, tier=RESPONDER, twice=True)


def _of_service() -> Iterator[Field]:
    kinds = shapes.one_of(taxonomy.codes("service_kind"))
    yield Field("kind", _("Kind"), kinds, "choice", "other", column=True)
    yield _codes("needs", _("Needs it answers"), taxonomy.codes("need"), column=True)
    yield _codes("languages", _("Languages spoken"), column=True)
    yield _codes("phases", _("For whom"), ("current", "out", "unsure", "not_said"), column=True)
    yield Field("reach", _("How far it reaches"), shapes.one_of(REACHES), "choice", "local",
                column=True)  # fmt: skip
    yield Field("settlement", _("Place"), shapes.text(60), "text", column=True)
    yield Field("province", _("Province or territory"),
                shapes.one_of(taxonomy.codes("province"), or_nothing=True), "choice",
                column=True)  # fmt: skip
    yield Field("areas", _("Areas it serves"), shapes.words(60), "list", [])
    yield _words("summaries", _("What it is"), 4000, column=True)
    yield _words("happens", _("What happens when one gets in touch"), 4000, column=True)
    yield _words("application", _("How one gets in"), 2000)
    yield _words("eligibility", _("Who can come"), 2000)
    yield _words("alert", _("Notice"), 300)


def _of_service_in_detail() -> Iterator[Field]:
    yield Field("facts", _("Facts"), shapes.answers(FACTS), "facts", {}, column=True)
    yield Field("min_age", _("From what age"), shapes.number(0, 120), "number", None)
    yield Field("max_age", _("Up to what age"), shapes.number(0, 120), "number", None)
    yield _codes("access", _("Accessibility"), ACCESS)
    yield _words("cost", _("Cost"), 300, column=True)
    yield Field("free", _("Free of charge?"), shapes.one_of(shapes.ANSWERS, or_nothing=True),
                "choice")  # fmt: skip
    yield _rows("costs", _("Prices"), _costs)
    yield Field("documents", _("Papers one must bring"),
                shapes.rows({"name": shapes.texts(200)}), "rows", [])  # fmt: skip
    yield _words("hours", _("Hours, in words"), 300, column=True)
    yield _rows("openings", _("Opening hours"), _openings)
    yield _rows("closings", _("Exceptions"), _closings)
    yield Field("holidays", _("On public holidays"),
                shapes.one_of(("closed", "open"), or_nothing=True), "choice")  # fmt: skip
    yield _rows("phones", _("Telephone"), _phones, twice=True)
    yield Field("website", _("Web page"), shapes.address, "text", twice=True)
    yield Field("route", _("How to get in touch"), _route, "record", {}, tier=RESPONDER,
                twice=True)  # fmt: skip
    yield _rows("contacts", _("People there"), _contacts, tier=RESPONDER, twice=True)
    yield _words("interpretation", _("Interpretation"), 300)


def _of_location() -> Iterator[Field]:
    kinds = shapes.one_of(("physical", "postal", "virtual"))
    yield Field("kind", _("Kind"), kinds, "choice", "physical", column=True)
    yield Field("settlement", _("Place"), shapes.text(60), "text", column=True, twice=True)
    yield Field("province", _("Province or territory"),
                shapes.one_of(taxonomy.codes("province"), or_nothing=True), "choice",
                column=True)  # fmt: skip
    yield Field("lat", _("Latitude that may be shown"), shapes.number(41, 84, whole=False),
                "number", None, column=True, twice=True)  # fmt: skip
    yield Field("lon", _("Longitude that may be shown"), shapes.number(-142, -52, whole=False),
                "number", None, column=True, twice=True)  # fmt: skip
    yield Field("address", _("Street address"), _address, "record", {}, twice=True)
    yield _words("transportation", _("How to get there"), 1000)
    yield _codes("access", _("Accessibility"), ACCESS)
    yield _rows("phones", _("Telephone"), _phones, twice=True)
    yield _rows("openings", _("Opening hours"), _openings)


_OF = {
    ORGANIZATION: (_of_organization,),
    SERVICE: (_of_service, _of_service_in_detail),
    LOCATION: (_of_location,),
}


@cache
def catalogue(kind: str) -> dict[str, Field]:
    """Every field of a kind of record by its name, in the order of its page."""
    return {field.name: field for part in (_common, *_OF[kind]) for field in part()}


def kind_of(record: Record) -> str:
    """organization, service or location."""
    return type(record).__name__.lower()


def checked(kind: str, changes: dict[str, Any]) -> dict[str, Any]:
    """Values as they are kept. Raises Malformed, its sentence beginning with the field's name."""
    known, kept = catalogue(kind), {}
    for name, value in changes.items():
        if name not in known:
            raise shapes.Malformed(f"{str(name)[:40]} is no field of a {kind}")
        try:
            kept[name] = known[name].check(value)
        except shapes.Malformed as error:
            raise error.of(name) from error
    if "names" in kept and not any(kept["names"].get(code) for code in lang.languages()):
        raise shapes.Malformed("names has no name in a language of this line", "nameless")
    if not kept.get("hidden", {}).keys() <= known.keys():
        raise shapes.Malformed("hidden is tiers by field", "choice")
    return kept


def value_of(record: Record, name: str) -> Any:
    """What a record says of one field."""
    field = catalogue(kind_of(record))[name]
    found = getattr(record, name) if field.column else record.content.get(name)
    return field.default() if found is None else found


__all__ = ["SEALED", "Field", "catalogue", "checked", "kind_of", "value_of"]
