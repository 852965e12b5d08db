"""The house keeps what privacy.toml says, and nothing that it does not say."""

import datetime as dt

import pytest
from django.core.checks import INFO, run_checks

from havre.contacts.models import Person
from havre.lib import privacy
from havre.retention import checks
from havre.vault.keys import ENTITLED
from havre.vault.sealed import SealedField


def test_the_policy_and_the_tables_say_the_same():
    assert checks.policy_is_the_program() == []
    assert [said for said in run_checks() if said.level > INFO] == []


def test_a_field_without_a_rule_is_named_with_the_line_to_paste(monkeypatch):
    known = privacy.rule

    def without_wish(room: str, model: str, field: str):
        return (
            None
            if (room, model, field) == ("contacts", "Person", "wish")
            else known(room, model, field)
        )

    monkeypatch.setattr(privacy, "rule", without_wish)
    (error,) = checks.policy_is_the_program()
    assert error.msg == "privacy.toml does not know contacts.Person.wish."
    assert error.hint.endswith('[contacts.Person]\nwish = { is = "…", sealed = "notes" }')


def test_a_field_sealed_elsewhere_is_named(monkeypatch):
    field = Person._meta.get_field("wish")
    monkeypatch.setattr(field, "compartment", "identity")
    assert [error.id for error in checks.policy_is_the_program()] == ["havre.E003"]


def test_a_span_nobody_knows_is_refused(monkeypatch):
    with pytest.raises(ValueError, match="no span"):
        privacy.keep("a while")
    monkeypatch.setattr(privacy, "models", lambda: privacy.keep("a while"))
    assert [error.id for error in checks.policy_is_the_program()] == ["havre.E001"]


def test_a_moment_that_is_no_column_is_named(monkeypatch):
    kept = privacy.models()
    kept["staff", "SignInTry"] = privacy.Keep("", dt.timedelta(days=7), "never")
    monkeypatch.setattr(privacy, "models", lambda: kept)
    assert [error.id for error in checks.policy_is_the_program()] == ["havre.E005"]


def test_every_compartment_of_the_vault_has_an_end():
    assert {name for name, keep in privacy.compartments().items() if keep.span} == set(ENTITLED)


@pytest.mark.requirement("000-01", "000-22")
def test_no_field_about_a_person_is_required():
    fields = [Person._meta.get_field(name) for name in Person.FACTS]
    assert [field.name for field in fields if not field.null] == []
    assert all(isinstance(field, SealedField) for field in fields)
