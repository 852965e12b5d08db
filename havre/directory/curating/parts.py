"""A record in parts, each of them one form: nobody fills in forty things at once."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.directory.fields import LOCATION, ORGANIZATION, SERVICE, Field, catalogue


@dataclass(frozen=True, slots=True)
class Part:
    """Some fields that belong together."""

    slug: str
    label: "str | Promise"
    names: tuple[str, ...]

    def fields(self, kind: str) -> list[Field]:
        """Them, in their order."""
        known = catalogue(kind)
        return [known[name] for name in self.names]


_NAMES = ("names", "alternate_names", "kind", "status")
_SECRECY = Part("secrecy", _("Who may see what"), ("visibility", "hidden"))
_OF: dict[str, tuple[Part, ...]] = {
    ORGANIZATION: (
        Part("about", _("What it is"), (*_NAMES, "summaries", "is_partner", "networks",
                                        "identifiers", "source")),
        Part("police", _("Police"), ("police_for", "jurisdiction")),
        Part("phones", _("Telephone"), ("phones",)),
        Part("reaching", _("Letters and people there"), ("email", "website", "contacts")),
        _SECRECY,
    ),
    SERVICE: (
        Part("about", _("What it is"), (*_NAMES, "summaries", "happens", "alert")),
        Part("whom", _("For whom, and where"), (
            "needs", "phases", "reach", "settlement", "province", "areas", "languages",
            "interpretation", "min_age", "max_age", "eligibility", "application",
        )),
        Part("facts", _("What one may want to know"), ("facts", "access", "documents")),
        Part("cost", _("Cost"), ("free", "cost", "costs")),
        Part("hours", _("Opening hours"), ("hours", "holidays", "openings")),
        Part("exceptions", _("Exceptions"), ("closings",)),
        Part("phones", _("Telephone"), ("phones",)),
        Part("reaching", _("How to get in touch"), ("route", "website", "contacts")),
        _SECRECY,
    ),
    LOCATION: (
        Part("about", _("What it is"), (*_NAMES, "settlement", "province", "address", "lat",
                                        "lon", "transportation", "access")),
        Part("phones", _("Telephone"), ("phones",)),
        Part("hours", _("Opening hours"), ("openings",)),
        _SECRECY,
    ),
}  # fmt: skip

# What a record begins with; the rest is filled in on its page.
NEW = {
    ORGANIZATION: Part("new", _("What it is"), ("names", "kind", "summaries")),
    SERVICE: Part("new", _("What it is"), ("names", "kind", "reach", "settlement", "province",
                                           "needs", "languages", "summaries")),
    LOCATION: Part("new", _("What it is"), ("names", "kind", "settlement", "province")),
}  # fmt: skip


def parts(kind: str) -> tuple[Part, ...]:
    """Of this kind of record, in the order of its page."""
    return _OF[kind]


def part(kind: str, slug: str) -> Part | None:
    """One of them by its name in the address."""
    return next((each for each in _OF[kind] if each.slug == slug), None)
