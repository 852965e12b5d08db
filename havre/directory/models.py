"""Organizations and their services, with HSDS names. What we do not know is said, never blank."""

import uuid
from typing import Any

from django.db import models

from havre.lib import clock, lang

FACTS = (
    "identity_asked",
    "reports_to_police",
    "reports_to_immigration",
    "faith",
    "children_welcome",
    "pets_welcome",
    "no_status_welcome",
    "women_only",
    "wheelchair",
)


class Organization(models.Model):
    """Who offers services. Police are a kind of their own, never in default results (000-11)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(unique=True)
    kind = models.CharField(max_length=8)  # ngo | public | police
    names = models.JSONField(default=dict)
    email = models.EmailField(blank=True)
    phones = models.JSONField(default=list)
    is_partner = models.BooleanField(default=False)
    source = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in this page's language, or in the other one rather than nothing."""
        return _in_language(self.names)

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


class Service(models.Model):
    """What an organization offers, where, to whom, and what happens when one gets in touch."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    kind = models.CharField(max_length=24)
    needs = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    phases = models.JSONField(default=list)
    settlement = models.CharField(max_length=60, blank=True)
    province = models.CharField(max_length=8, blank=True)
    reach = models.CharField(max_length=8)  # local | province | national
    names = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict)
    happens = models.JSONField(default=dict)
    cost = models.JSONField(default=dict)
    hours = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in this page's language."""
        return _in_language(self.names)

    @property
    def summary(self) -> str:
        """What it is, in this page's language."""
        return _in_language(self.summaries)

    @property
    def what_happens(self) -> str:
        """What happens when one gets in touch."""
        return _in_language(self.happens)

    @property
    def cost_words(self) -> str:
        """What it costs, or nothing if we do not know."""
        return _in_language(self.cost or {})

    @property
    def hour_words(self) -> str:
        """When it is open, or nothing if we do not know."""
        return _in_language(self.hours or {})

    @property
    def fact_list(self) -> list[tuple[str, str]]:
        """(fact, yes | no | ask | unknown) for all the facts a person may want to know."""
        return [(name, str(self.facts.get(name, "unknown"))) for name in FACTS]


def _in_language(texts: dict[str, Any]) -> str:
    for code in (lang.current(), *lang.languages()):
        if texts.get(code):
            return str(texts[code])
    return ""
