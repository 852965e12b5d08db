"""Every question of the gate is needed: without any one of them something would leave."""

import ast
import copy
import dataclasses
import inspect
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from havre.consents import actions as consents
from havre.consents import gate
from havre.consents.refusals import NotPermitted
from havre.contacts import actions as contacts
from havre.directory.models import Organization, Suspension, Verification
from havre.disclosures import door
from havre.disclosures.models import Disclosure
from tests.hands import Story, begin, clock_at, later

CALLED = frozenset({"called"})
Change = Callable[[Story, gate.Permit], gate.Permit]


def mutants(asks: Callable[..., None]) -> Iterator[tuple[str, ast.Module]]:
    """The source of a check without one question, or without one half of a double one."""
    tree = ast.parse(inspect.getsource(asks))
    for number, statement in enumerate(tree.body[0].body):
        if not isinstance(statement, ast.If):
            continue
        without = copy.deepcopy(tree)
        del without.body[0].body[number]
        yield f"not ({ast.unparse(statement.test)})", without
        if isinstance(statement.test, ast.BoolOp):
            for half in range(len(statement.test.values)):
                halved = copy.deepcopy(tree)
                halved.body[0].body[number].test.values[half] = ast.Constant(value=False)
                yield f"without {ast.unparse(statement.test.values[half])}", halved


MUTANTS = dict(mutants(gate.recheck_consent))


def other_person(story: Story, permit: gate.Permit) -> gate.Permit:
    return dataclasses.replace(permit, of=begin(story.house, "two").person)


def other_recipient(story: Story, permit: gate.Permit) -> gate.Permit:
    """Verified, and at the very address that was agreed to: only the name is another."""
    other = Organization.objects.create(key="other", kind="ngo", email="in@linden.example")
    Verification.objects.create(organization=other, address=other.email, by="dee")
    return dataclasses.replace(permit, recipient=other)


def other_act(story: Story, permit: gate.Permit) -> gate.Permit:
    return dataclasses.replace(permit, basis=story.says_yes("called", act="reach_out"))


def became_police(story: Story, permit: gate.Permit) -> gate.Permit:
    Organization.objects.filter(key="tilleul").update(kind="police")
    return permit


def withdrawn(story: Story, permit: gate.Permit) -> gate.Permit:
    consents.withdraw(permit.basis, by=story.ana)
    return permit


def doubted(story: Story, permit: gate.Permit) -> gate.Permit:
    contacts.learn(story.person, by=story.ana, kind="family")
    return permit


def somebody_elses(story: Story, permit: gate.Permit) -> gate.Permit:
    """Widened where only the database could: about who is absent, by a yes of somebody else."""
    share = CALLED | {"wish"}
    type(permit.basis).objects.update(share=sorted(share), whose="own")
    return dataclasses.replace(permit, share=share)


def expired(story: Story, permit: gate.Permit) -> gate.Permit:
    type(permit.basis).objects.update(until=later(seconds=-1))
    return permit


def wider(story: Story, permit: gate.Permit) -> gate.Permit:
    return dataclasses.replace(permit, share=CALLED | {"wish"})


def suspended(story: Story, permit: gate.Permit) -> gate.Permit:
    Suspension.objects.create(organization=permit.recipient, by="dee")
    return permit


def moved(story: Story, permit: gate.Permit) -> gate.Permit:
    Organization.objects.filter(key="tilleul").update(email="new@linden.example")
    with clock_at(later(seconds=1)):
        Verification.objects.create(
            organization=permit.recipient, address="new@linden.example", by="dee"
        )
    return permit


def unverified(story: Story, permit: gate.Permit) -> gate.Permit:
    Verification.objects.all().delete()
    return permit


CHANGES: list[Change] = [
    other_person, other_recipient, other_act, became_police, withdrawn, doubted,
    somebody_elses, expired, wider, suspended, moved, unverified,
]  # fmt: skip


def lets_out(story: Story, change: Change) -> bool:
    """Whether the door opens to a permit after this change. Everything is undone again."""
    mark, keystore = transaction.savepoint(), transaction.savepoint(using="keystore")
    try:
        story.says_yes("called")
        permit = gate.by_consent(story.person, to=story.house.shelter, share=CALLED)
        with transaction.atomic():
            door.release(change(story, permit), by=story.ana)
        return Disclosure.objects.exists()
    except NotPermitted:
        return False
    finally:
        transaction.savepoint_rollback(mark)
        transaction.savepoint_rollback(keystore, using="keystore")


def test_the_gate_as_it_is_lets_none_of_these_out(house):
    story = begin(house)
    assert lets_out(story, lambda _, permit: permit) is True  # an honest one passes
    assert [change.__name__ for change in CHANGES if lets_out(story, change)] == []


@pytest.mark.requirement("000-16")
@pytest.mark.parametrize("mutant", MUTANTS)
def test_without_any_one_question_something_would_leave(house, monkeypatch, mutant):
    story, scope = begin(house), dict(vars(gate))
    exec(compile(ast.fix_missing_locations(MUTANTS[mutant]), "mutant", "exec"), scope)
    monkeypatch.setattr(gate, "recheck_consent", scope["recheck_consent"])
    leaked = [change.__name__ for change in CHANGES if lets_out(story, change)]
    assert leaked != []


def test_every_question_was_left_out_once():
    source = inspect.getsource(gate.recheck_consent)
    assert len([name for name in MUTANTS if name.startswith("not (")]) == source.count("    if ")
