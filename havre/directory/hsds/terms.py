"""Our taxonomies and their terms, and how a record is tied to them (HSDS: attributes)."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import override

from havre.directory.fields import ACCESS
from havre.directory.hsds.parts import Json, made_id
from havre.directory.models import FACTS
from havre.directory.templatetags.facts import fact_label
from havre.lib import lang, taxonomy

SPACE = UUID("5d9f0f5e-2f0c-5c5a-9b57-6a3d0c6f1f11")  # ours, drawn once: every id here hangs on it
KIND, NEED, PHASE = "service_kind", "need", "phase"
ACCESSIBLE, FACT = "access", "fact"
_SHARED = (KIND, NEED, PHASE)


def taxonomies(language: str) -> list[Json]:
    """Every taxonomy of ours, as HSDS has them."""
    return [
        {"id": taxonomy_id(group), "name": f"havre:{group}", "description": _about(group, language)}
        for group in (*_SHARED, ACCESSIBLE, FACT)
    ]


def terms(language: str) -> list[Json]:
    """Every term of each."""
    groups = (*_SHARED, ACCESSIBLE, FACT)
    return [term(group, code, language) for group in groups for code in codes(group)]


def codes(group: str) -> Iterable[str]:
    """The codes of a taxonomy."""
    if group in _SHARED:
        return taxonomy.codes(group)
    return ACCESS if group == ACCESSIBLE else FACTS


def taxonomy_id(group: str) -> str:
    """The id of a taxonomy, the same in every house."""
    return str(uuid5(SPACE, group))


def term(group: str, code: str, language: str) -> Json:
    """One term; its code carries its taxonomy, because HSDS wants codes to be unique."""
    labels = _labels(group, code)
    label = labels.get(language, code)
    made: Json = {
        "id": made_id(taxonomy_id(group), code),
        "code": f"{group}.{code}",
        "name": label,
        "description": label,
        "taxonomy": f"havre:{group}",
        "taxonomy_id": taxonomy_id(group),
        "language": language,
    }
    return made | ({"x_translations": {"name": labels}} if len(labels) > 1 else {})


def attributes(owner: str, group: str, found: Any, language: str) -> list[Json]:
    """A service's terms of one taxonomy; of facts (a dict) the value is the answer."""
    made = []
    for code in found:
        row: Json = {
            "id": made_id(owner, "attribute", group, code),
            "link_id": owner,
            "link_entity": "service",
            "taxonomy_term": {
                name: value
                for name, value in term(group, code, language).items()
                if name != "x_translations"
            },
        }
        made.append(row | ({"value": found[code]} if isinstance(found, dict) else {}))
    return made


def label(group: str, code: str) -> str:
    """A code in words, in the language of the moment; the code where nobody has words for it."""
    if group in _SHARED:
        return taxonomy.label(group, code)
    if group == FACT:
        return str(fact_label(code))
    return {
        "step_free": _("Step-free access"),
        "elevator": _("Elevator"),
        "accessible_washroom": _("Accessible washroom"),
        "asl": _("American Sign Language (ASL)"),
        "lsq": _("Quebec Sign Language (LSQ)"),
        "braille": _("Braille"),
        "captions": _("Captions"),
        "text": _("By text or chat"),
        "quiet_room": _("A quiet room"),
        "service_animals": _("Service animals welcome"),
        "home_visits": _("They come to you"),
    }.get(code, code)


def _about(group: str, language: str) -> str:
    with override(language):
        return {
            KIND: _("What kind of service it is"),
            NEED: _("Needs it answers"),
            PHASE: _("For whom: where the person stands"),
            ACCESSIBLE: _("Accessibility"),
            FACT: _("What one may want to know before: yes, no or ask"),
        }[group]


@cache
def _labels(group: str, code: str) -> dict[str, str]:
    found = {}
    for language in lang.languages():
        with override(language):
            found[language] = label(group, code)
    return found
