"""`havre check`: privacy.toml and the tables say the same. A missing line is given, to paste."""

import tomllib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from havre.lib import privacy
from havre.vault.keys import ENTITLED, PLACES, TIPS
from havre.vault.sealed import SealedField

_CLOSING = "closing"


@register()
def policy_is_the_program(**_: Any) -> list[CheckMessage]:
    """Every stored field has a rule, every rule a field, and both mean the same."""
    try:
        kept = privacy.models()
        compartments = privacy.compartments()
    except (ValueError, KeyError, tomllib.TOMLDecodeError) as error:
        return [Error(str(error), hint="See docs/decisions/0003 for the grammar.", id="havre.E001")]
    ours = {(m._meta.app_label, m.__name__): m for m in stored_models()}
    found = [error for model in ours.values() for error in _fields_without_rule(model)]
    found += [error for place in kept for error in _rules_without_field(place, ours.get(place))]
    found += [error for place in kept.keys() & ours.keys() for error in _moment(place, ours[place])]
    if differing := set(compartments) ^ {*ENTITLED, *PLACES, *TIPS}:
        differ = ", ".join(sorted(differing))
        hint = (
            "Name it in both [compartments] and vault.keys (ENTITLED, PLACES, TIPS), or in neither."
        )
        found.append(Error(f"Only one of policy and vault knows: {differ}.", hint, id="havre.E006"))
    return found


def stored_models() -> list[type[Model]]:
    """Every model of ours that has a table."""
    return [m for m in apps.get_models() if m.__module__.startswith("havre.")]


def line_to_paste(model: type[Model], name: str) -> str:
    """What privacy.toml lacks for a field."""
    field = model._meta.get_field(name)
    sealed = f', sealed = "{field.compartment}"' if isinstance(field, SealedField) else ""
    return f'[{model._meta.app_label}.{model.__name__}]\n{name} = {{ is = "…"{sealed} }}'


def _fields_without_rule(model: type[Model]) -> Iterator[CheckMessage]:
    for field in model._meta.concrete_fields:
        place = f"{model._meta.app_label}.{model.__name__}.{field.name}"
        rule = privacy.rule(model._meta.app_label, model.__name__, field.name)
        paste = f"Paste into havre/privacy.toml:\n{line_to_paste(model, field.name)}"
        if rule is None:
            yield Error(f"privacy.toml does not know {place}.", paste, id="havre.E002")
        elif rule.sealed != (field.compartment if isinstance(field, SealedField) else None):
            yield Error(f"privacy.toml seals {place} otherwise.", paste, id="havre.E003")


def _rules_without_field(
    place: tuple[str, str], model: type[Model] | None
) -> Iterator[CheckMessage]:
    room, name = place
    if model is None:
        yield Error(f"[{room}.{name}] is in privacy.toml only.", "Remove it.", id="havre.E004")
        return
    there = {field.name for field in model._meta.concrete_fields}
    for unknown in sorted(privacy.fields(room, name).keys() - there):
        sentence = f"privacy.toml has {room}.{name}.{unknown}, which is not stored."
        yield Error(sentence, "Remove the line.", id="havre.E004")


def _moment(place: tuple[str, str], model: type[Model]) -> Iterator[CheckMessage]:
    """The moment from which a span counts is a column, or the nightly run could not ask for it."""
    after = privacy.models()[place].after
    found: Any = model
    try:
        for step in filter(None, after.split(".")):
            field = found._meta.get_field(step)
            found = field.related_model if field.is_relation else field
    except FieldDoesNotExist:
        sentence = f"[{'.'.join(place)}] counts after {after}, which is no column."
        yield Error(sentence, "Name a column that holds a moment.", id="havre.E005")
