"""Organizations, services and places, with HSDS names. What we do not know is said, never blank.

Flat facts stand in columns, what is nested (telephones, hours, costs) in `content`; the catalogue
(`fields.py`) says what each of them is, who sees it, and who must agree before it changes.
"""

import uuid
from typing import Any

from django.db import models

from havre.lib import clock, lang
from havre.vault.sealed import SealedField

HAPPENS = (
    "identity_asked",
    "reports_to_police",
    "reports_to_immigration",
    "police_report_needed",
    "faith",
)
WELCOME = (
    "women_only",
    "women_welcome",
    "men_welcome",
    "trans_welcome",
    "youth_welcome",
    "children_welcome",
    "pets_welcome",
    "indigenous_led",
    "no_status_welcome",
    "substance_use_welcome",
    "labour_welcome",
    "wheelchair",
)
FACTS = (*HAPPENS, *WELCOME)
ACTIVE, INACTIVE, DEFUNCT, CLOSED_FOR_NOW = "active", "inactive", "defunct", "temporarily closed"
STATUSES = (ACTIVE, INACTIVE, DEFUNCT, CLOSED_FOR_NOW)  # HSDS 3.1: service.status
PUBLIC, PARTNER, RESPONDER, SEALED = "public", "partner", "responder", "sealed"
TIERS = (PUBLIC, PARTNER, RESPONDER, SEALED)  # each sees what those before it see
GUARDED_KINDS = frozenset({"shelter", "housing", "ht_program", "exit_program"})
GUARDED_NEEDS = frozenset({"emergency_shelter", "transitional_housing", "exit_support"})


class Record(models.Model):
    """What organizations, services and places have in common.

    `visibility`: who sees the record at all; `hidden`: field → tier, where it differs from the
    catalogue's; `said`: field.language → how its words came to be; `version` grows by one with
    every change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(unique=True, max_length=80)
    names = models.JSONField(default=dict)
    status = models.CharField(max_length=18, default=ACTIVE)
    visibility = models.CharField(max_length=9, default=PUBLIC)
    hidden = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in this page's language, or in the other one rather than nothing."""
        return in_language(self.names)


class Organization(Record):
    """Who offers services. Police are a kind of their own, never in default results (000-11)."""

    kind = models.CharField(max_length=8)  # ngo | public | police
    email = models.EmailField(blank=True)
    phones = models.JSONField(default=list)
    is_partner = models.BooleanField(default=False)
    source = models.CharField(max_length=60, blank=True)

    @property
    def is_police(self) -> bool:
        """Whether it is police, of whatever task."""
        return self.kind == "police"

    @property
    def is_suspended(self) -> bool:
        """Whether nothing may be sent there for now."""
        return hasattr(self, "suspension")

    @property
    def address_is_verified(self) -> bool:
        """Whether the address it has now is the one that somebody verified."""
        newest = self.verification_set.order_by("-at").first()
        return bool(self.email) and newest is not None and newest.address == self.email


class Verification(models.Model):
    """Who confirmed an organization's address, and when. Another address needs another one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    address = models.EmailField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)


class Suspension(models.Model):
    """Nothing goes there until somebody lifts this."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.OneToOneField(Organization, on_delete=models.CASCADE)
    by = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)


class Service(Record):
    """What an organization offers, where, to whom, and what happens when one gets in touch."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    kind = models.CharField(max_length=24)
    needs = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    phases = models.JSONField(default=list)
    settlement = models.CharField(max_length=60, blank=True)
    province = models.CharField(max_length=8, blank=True)
    reach = models.CharField(max_length=8)  # local | province | national
    summaries = models.JSONField(default=dict)
    happens = models.JSONField(default=dict)
    cost = models.JSONField(default=dict)
    hours = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)

    @property
    def summary(self) -> str:
        """What it is, in this page's language."""
        return in_language(self.summaries)

    @property
    def what_happens(self) -> str:
        """What happens when one gets in touch."""
        return in_language(self.happens)

    @property
    def cost_words(self) -> str:
        """What it costs, or nothing if we do not know."""
        return in_language(self.cost or {})

    @property
    def hour_words(self) -> str:
        """When it is open, or nothing if we do not know."""
        return in_language(self.hours or {})

    @property
    def fact_list(self) -> list[tuple[str, str]]:
        """(fact, yes | no | ask | unknown) for all the facts a person may want to know."""
        return [(name, str(self.facts.get(name, "unknown"))) for name in FACTS]

    @property
    def is_guarded(self) -> bool:
        """Whether its address or number may lead somebody to a person's bed."""
        return self.kind in GUARDED_KINDS or not GUARDED_NEEDS.isdisjoint(self.needs)


class Location(Record):
    """A place. It has two points: the exact one, sealed if it must not be known, and a shown one.

    `lat`, `lon`: what may be shown, degrees; without them its settlement's. `exact` is JSON of the
    address and its point, for who holds the directory's key and says why (security.md 3).
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    kind = models.CharField(max_length=8, default="physical")  # physical | postal | virtual
    settlement = models.CharField(max_length=60, blank=True)
    province = models.CharField(max_length=8, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    file = models.UUIDField(null=True, editable=False)
    exact = SealedField(compartment="place", null=True)
    services = models.ManyToManyField(Service, through="ServiceAtLocation")

    @property
    def is_hidden(self) -> bool:
        """Whether its exact place is sealed."""
        return self.exact is not None


class ServiceAtLocation(models.Model):
    """Which service is given at which place, and what is special there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    location = models.ForeignKey(Location, on_delete=models.CASCADE)
    content = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "location"], name="a_service_once_a_place")
        ]


def in_language(texts: dict[str, Any]) -> str:
    """The words in this page's language, or in another of the line's rather than nothing."""
    for code in (lang.current(), *lang.languages()):
        if texts.get(code):
            return str(texts[code])
    return ""
