"""Of a note too, every question of the gate is needed: without any one something would leave."""

import ast
import dataclasses
import inspect
from collections.abc import Callable

import pytest
from django.db import transaction

from havre.consents import gate
from havre.consents.refusals import NotPermitted
from havre.consents.tests.test_gate_mutants import mutants
from havre.directory.models import Suspension, Verification
from havre.disclosures import door
from havre.disclosures.models import Disclosure
from havre.lib import privacy
from havre.onward.tests.hand import left
from havre.tips.models import Tip
from havre.tips.shortening import Span
from tests.people import House

pytestmark = pytest.mark.requirement("000-16")
MUTANTS = dict(mutants(gate.recheck_note))
Change = Callable[[gate.Permit, pytest.MonkeyPatch], gate.Permit]


def by_a_call(permit: gate.Permit, _: pytest.MonkeyPatch) -> gate.Permit:
    return dataclasses.replace(permit, way="call")


def said_no(permit: gate.Permit, _: pytest.MonkeyPatch) -> gate.Permit:
    Tip.objects.update(passing_on="no")
    return permit


def policy_changed(permit: gate.Permit, patch: pytest.MonkeyPatch) -> gate.Permit:
    patch.setattr(privacy, "may_leave", lambda *_: frozenset())
    return permit


def suspended(permit: gate.Permit, _: pytest.MonkeyPatch) -> gate.Permit:
    Suspension.objects.create(organization=permit.recipient, by="dee")
    return permit


def unverified(permit: gate.Permit, _: pytest.MonkeyPatch) -> gate.Permit:
    Verification.objects.all().delete()
    return permit


CHANGES: list[Change] = [by_a_call, said_no, policy_changed, suspended, unverified]


def lets_out(house: House, change: Change) -> bool:
    """Whether the door opens to a permit after this change. Everything is undone again."""
    mark, keystore = transaction.savepoint(), transaction.savepoint(using="keystore")
    with pytest.MonkeyPatch.context() as patch:
        try:
            permit = gate.by_note(left(), to=house.shelter, kept=(Span("where", 0, 5),))
            with transaction.atomic():
                door.release(change(permit, patch), by=house.on_duty("lou"))
            return Disclosure.objects.exists()
        except NotPermitted:
            return False
        finally:
            transaction.savepoint_rollback(mark)
            transaction.savepoint_rollback(keystore, using="keystore")


def test_the_gate_as_it_is_lets_none_of_these_out(house):
    assert lets_out(house, lambda permit, _: permit) is True  # an honest one passes
    assert [change.__name__ for change in CHANGES if lets_out(house, change)] == []


@pytest.mark.parametrize("mutant", MUTANTS)
def test_without_any_one_question_something_would_leave(house, monkeypatch, mutant):
    scope = dict(vars(gate))
    exec(compile(ast.fix_missing_locations(MUTANTS[mutant]), "mutant", "exec"), scope)
    monkeypatch.setattr(gate, "recheck_note", scope["recheck_note"])
    assert [change.__name__ for change in CHANGES if lets_out(house, change)] != []


def test_every_question_was_left_out_once():
    source = inspect.getsource(gate.recheck_note)
    assert len([name for name in MUTANTS if name.startswith("not (")]) == source.count("    if ")
