"""What a house writes comes in whole in an empty house, which then writes the same."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from havre.directory import actions, exchange, fields
from havre.directory.hsds import writing
from havre.directory.importing import staging
from havre.directory.models import (
    Batch,
    Capacity,
    Change,
    Confirmation,
    Location,
    Organization,
    Origin,
    Proposal,
    SearchDoc,
    Service,
)
from havre.directory.shapes import Malformed
from havre.directory.tests import hsds
from havre.directory.tests.any_values import NOT_DRAWN, of_record
from havre.directory.tests.scenes import BY, location, organization, service

# Asking whether it is right, and counting what is free, is each house's own: they do not come in.
OWN = {"last_modified", "assured_date", "x_due", "capacities"}
TABLES = [Proposal, Batch, Origin, Change, Capacity, Confirmation, SearchDoc, Location, Service,
          Organization]  # fmt: skip
FORMS = ("hsds3", "hsds3csv", "havre")


def written(tier: str) -> dict[tuple[str, str], Any]:
    """(table, id) → everything that is written of it, but for what is each house's own."""
    return {(table, one["id"]): _plain(one) for table, one in writing.objects(tier)}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if name not in OWN}
    if isinstance(value, list):  # rows of tables have no order
        return sorted((_plain(each) for each in value), key=lambda each: json.dumps(each))
    return value


def export(form: str, target: Path, tier: str) -> Path:
    """Write a copy."""
    if form == "havre":
        target = target.with_suffix(".json")
        target.write_text(json.dumps(exchange.written(tier)))
        return target
    (writing.write_json if form == "hsds3" else writing.write_tables)(target, tier)
    return target


def empty() -> None:
    """Another house, in which nothing is."""
    for table in TABLES:
        table.objects.all().delete()


def take_in(form: str, path: Path) -> dict[str, Any]:
    """Stage, two agree; the report."""
    batch = staging.stage(path, staging.Source(form=form, system="the other house"), by="ana")
    staging.agree(batch, by="dee")
    staging.agree(batch, by="sue")
    return batch.report


def said(tier: str, form: str) -> Any:
    """What is compared: everything in our own form, by key, or else as HSDS."""
    return exchange.written(tier) if form == "havre" else written(tier)


@pytest.mark.requirement("000-09")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("tier", ["public", "partner", "responder"])
def test_a_copy_comes_in_whole_in_an_empty_house_which_writes_the_same(db, tmp_path, form, tier):
    hsds.full(), hsds.bare()
    before, path = said(tier, form), export(form, tmp_path / "one", tier)
    empty()
    report = take_in(form, path)
    assert (report["refused"], report["notes"]) == ([], [])
    assert said(tier, form) == before
    assert take_in(form, export(form, tmp_path / "two", tier))["counts"].get("changed", 0) == 0


@pytest.mark.parametrize("form", FORMS)
def test_whatever_is_in_any_field_comes_back(db, tmp_path, form):
    met = []

    @settings(max_examples=30, deadline=None, derandomize=True, phases=[Phase.generate],
              suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
    @given(of_record("organization"), of_record("service"), of_record("location"))
    def come_and_go(of_organization, of_service, of_location):
        mark, path = transaction.savepoint(), tmp_path / "copy"
        try:
            owner = organization(**of_organization)
            given_there = service("one", of=owner, **of_service)
            location("there", owner, [given_there], **of_location)
        except Malformed:  # a value that no curator could keep either
            transaction.savepoint_rollback(mark)
            return
        try:
            before = said("responder", form)
            path = export(form, path, "responder")
            empty()
            report = take_in(form, path)
            assert (report["refused"], report["notes"]) == ([], [])
            assert said("responder", form) == before
            met.append(of_service.keys() | of_organization.keys() | of_location.keys())
        finally:
            transaction.savepoint_rollback(mark)
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    come_and_go()
    assert len(met) >= 10
    every = {name for kind in fields.KINDS for name in fields.catalogue(kind)}
    assert set().union(*met) == every - NOT_DRAWN


@pytest.mark.parametrize("form", ["hsds3", "hsds3csv"])
def test_what_closed_comes_in_closed(db, tmp_path, form):
    service("gone", status="defunct")
    paused = service("paused")
    actions.suspend(paused.organization, by=BY)
    before, path = written("public"), export(form, tmp_path / "copy", "public")
    empty()
    take_in(form, path)
    assert written("public") == before
    assert {each.status for each in Service.objects.all()} == {"defunct", "inactive"}
