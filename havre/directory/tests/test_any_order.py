"""Whatever is proposed, agreed to, refused, changed and undone in whatever order: nothing that
leads to a shelter is one person's, nothing is lost, and versions grow by one."""

from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import F

from havre.directory import actions, fields, merging, proposals
from havre.directory.importing import deciding, staging
from havre.directory.models import (
    Batch,
    Change,
    Location,
    Merge,
    Organization,
    Origin,
    Proposal,
    Service,
    Unmerge,
)
from havre.directory.models.records import GUARDED_KINDS
from havre.directory.shapes import Malformed
from havre.directory.tests import orders
from havre.directory.tests.imports import Feed
from havre.directory.tests.scenes import location, organization, service
from havre.directory.tiers import is_guarded

ORDERS = 18


class Replay:
    """One order of events; after each, whatever must hold for all of them is looked at."""

    def __init__(self, folder: Path, happened: Counter[str]) -> None:
        self.happened = happened
        house = organization("house", phones=[{"number": "613-555-0000"}])
        bed, clinic = (
            service(of=house),
            service("clinic", of=house, kind="health", needs=["medical"]),
        )
        self.rows = {"house": house, "bed": bed, "clinic": clinic}
        self.rows |= {"home": location("home", house, [bed]), "away": location("away", house, [])}
        trust = organization("trust", website="https://trust.example")
        cares = {"kind": "health", "needs": ["medical"], "of": trust}
        self.rows |= {
            "trust": trust,
            "club": organization("club"),
            "ward": service("ward", **cares),
            "twin": service("twin", **cares),
        }
        for row in self.rows.values():
            row.refresh_from_db()
        self.first = {name: self.now(name) for name in self.rows}
        self.feed, self.files = Feed(folder), count()
        self.merges: dict = {}  # merge → what both were before it

    def met(self, what: str) -> None:
        self.happened[what] += 1

    def now(self, name: str) -> dict:
        row = self.rows[name]
        row.refresh_from_db()
        found = {each: fields.value_of(row, each) for each in fields.catalogue(fields.kind_of(row))}
        if isinstance(row, Service):
            found["places"] = actions.places_of(row)
        if hasattr(row, "organization_id"):
            found[merging.OWNER] = str(row.organization_id)
        return found | {merging.MERGED: merging.taken_in(row)}

    def fitting(self, name: str, values: dict) -> dict:
        known = fields.catalogue(fields.kind_of(self.rows[name]))
        if {"kind", "needs"} & set(values) and not isinstance(self.rows[name], Service):
            return {}
        return {each: value for each, value in values.items() if each in known}

    def put(self, by: str, name: str, values: dict) -> None:
        proposals.put(self.rows[name], self.fitting(name, values), by=by)

    def offered(self, source: str, name: str, values: dict) -> None:
        if changes := self.fitting(name, values):
            proposals.propose(self.rows[name], changes, by=source, source=source)

    def placed(self, by: str, name: str, places: set[str]) -> None:
        with suppress(Malformed):  # of an organization that they do not share any more
            proposals.place(self.rows[name], [str(self.rows[each].id) for each in places], by=by)

    def merge(self, by: str, pair: tuple[str, str]) -> None:
        kept, gone = (self.rows[each] for each in pair)
        for row in (kept, gone):
            row.refresh_from_db()
        with suppress(Malformed):
            put = proposals.merge(kept, gone, by=by)
            self.met("merge proposed" if put.proposal else "merged")

    def unmerge(self, by: str, which: int) -> None:
        open_now = Merge.objects.filter(unmerge=None).order_by("-at", "id")
        for made in open_now[which : which + 1]:
            with suppress(Malformed):
                put = proposals.unmerge(made, by=by)
                self.met("unmerge proposed" if put.proposal else "unmerged")

    def agree(self, by: str, which: int) -> None:
        self.verdict(proposals.agree, by, which)

    def refuse(self, by: str, which: int) -> None:
        self.verdict(proposals.refuse, by, which)

    def anew(self, by: str, which: int) -> None:
        self.verdict(proposals.anew, by, which)

    def verdict(self, act, by: str, which: int) -> None:
        open_first = F("ending__at").asc(nulls_first=True)
        for proposal in Proposal.objects.order_by(open_first, "at", "id")[which : which + 1]:
            before = Change.objects.count()
            try:
                said = act(proposal, by=by)
            except proposals.OwnProposal:
                assert by == proposal.by
            except (proposals.Ended, Malformed):
                assert Change.objects.count() == before
            else:
                self.met(f"{act.__name__}: {said if isinstance(said, str) else 'put'}")

    def undo(self, by: str, which: int) -> None:
        undoable = Change.objects.exclude(before={}).exclude(why="merged").order_by("-at", "id")
        for change in undoable[which : which + 1]:
            with suppress(Malformed):
                put = proposals.undo(change, by=by)
                waits = put.proposal.changes if put.proposal else {}
                name = next(name for name, row in self.rows.items() if row.id == change.record)
                now = self.now(name)
                done = {each: now[each] for each in change.before if each not in waits}
                assert done == {each: change.before[each] for each in done}

    def staged(self, by: str, entries: list) -> Batch | None:
        services = [orders.told(self.rows, what, how) for what, how in entries]
        self.feed.path = self.feed.path.with_name(f"{next(self.files)}.json")
        changes = Change.objects.count()
        try:
            batch = self.feed.stage(*services, by=by)
        except staging.Unreadable:  # another one waits
            self.met("not staged")
            return None
        assert Change.objects.count() == changes  # nothing is published by that
        self.met("refused rows" if batch.report["refused"] else "staged")
        return batch

    def published(self, by: str, entries: list) -> None:
        if batch := self.staged(by, entries):
            for one in {"dee", "sue", "ana"} - {by}:
                deciding.agree(batch, by=one)

    def decided(self, by: str, agrees: bool) -> None:
        for batch in [each for each in Batch.objects.all() if deciding.is_open(each)]:
            with suppress(deciding.NotYours):
                (deciding.agree if agrees else deciding.refuse)(batch, by=by)
                self.met("import agreed" if agrees else "import refused")

    def meet(self) -> None:
        """What an import made is looked at from now on like everything else."""
        known = {row.id for row in self.rows.values()}
        for model in (Organization, Service, Location):
            for row in model.objects.exclude(id__in=known).filter(changed_at__isnull=False):
                made = Change.objects.filter(record=row.id, version=1).first()
                if made is None or made.why not in {"imported", "proposed"}:
                    continue
                name = str(row.id)
                self.rows[name] = row
                empty = {each: f.default() for each, f in fields.catalogue(made.kind).items()}
                beside = {n: v for n, v in self.now(name).items() if n not in empty}
                beside |= {"places": []} if "places" in beside else {}
                self.first[name] = empty | beside | {merging.MERGED: []} | made.after

    def play(self, step: tuple) -> None:
        guarded = {name: is_guarded(row) for name, row in self.rows.items()}
        before = set(Change.objects.values_list("id", flat=True))
        merges = step[0] in {"merge", "agree", "anew"}
        stood = {name: self.now(name) for name in self.rows} if merges else {}
        with transaction.atomic():
            getattr(self, step[0])(*step[1:])
        self.meet()
        names = {row.id: name for name, row in self.rows.items()}
        assert all(type(row).objects.filter(id=row.id).exists() for row in self.rows.values())
        for made in Change.objects.exclude(id__in=before):
            name = names[made.record]
            if name not in guarded or made.why == "imported":
                self.met("imported" if name in guarded else "new by import")
                self.two_people_published(made)
            if name not in guarded:
                continue
            if self.concerns_two(made, guarded[name]) or self.turns(made, guarded[name]):
                self.met("two people")
                assert made.why in {"proposed", "merged"}, (made.before, made.after, step)
                self.two_people_agreed(made)
        self.nothing_is_lost()
        self.undone_is_as_before(names, stood)

    def two_people_published(self, made: Change) -> None:
        """What came with an import was agreed to by two others than who staged it."""
        origin = Origin.objects.filter(record=made.record).first()
        if origin is None:  # a service that shelters somebody: by two people of its own
            self.two_people_agreed(made)
            return
        yes: dict = {}
        for batch in Batch.objects.all():
            told = batch.proposal_set.values_list("record", "about")
            if any(made.record == each or str(made.record) in str(about) for each, about in told):
                said = batch.batchverdict_set.filter(agreed=True).values_list("by", flat=True)
                yes[batch] = set(said) - {batch.by}
        assert any(len(said) >= 2 for said in yes.values())

    def undone_is_as_before(self, names: dict, stood: dict) -> None:
        """A merge that was undone before anybody changed either leaves both as they were."""
        for made in Merge.objects.exclude(id__in=self.merges):
            both = (names[made.record], names[made.gone])
            self.merges[made.id] = {name: stood[name] for name in both}, both
        for undone in Unmerge.objects.select_related("merge"):
            before, both = self.merges[undone.merge_id]
            since = Change.objects.filter(record__in=[self.rows[name].id for name in both],
                                          at__gt=undone.merge.at)  # fmt: skip
            if since.exclude(why="merged").exists() or Merge.objects.count() > 1:
                continue
            self.met("undone as before")
            assert {name: self.now(name) for name in both} == before

    def concerns_two(self, made: Change, guarded: bool) -> bool:
        """By a few lines of our own: a number, a place; and what shows more."""
        if not guarded:
            return False
        if made.why == "merged":
            return True
        shown = made.before.get("visibility") == "responder"
        shown |= made.before.get("hidden", {}) == {"phones": "responder"}
        leads = {"phones", "places"} | ({"settlement"} if made.kind == "location" else set())
        return shown or bool(leads & set(made.after))

    def turns(self, made: Change, guarded: bool) -> bool:
        """A service became a shelter, or is none any more."""
        if made.kind != "service":
            return False
        now = Service.objects.get(id=made.record)
        sleeps = now.kind in GUARDED_KINDS or "emergency_shelter" in now.needs
        return sleeps != guarded

    def two_people_agreed(self, made: Change) -> None:
        if made.why == "merged":
            done = Proposal.objects.filter(ending__outcome="applied", by=made.by)
            keys = {merging.MERGED, merging.UNMERGED}
            assert any(keys & each.changes.keys() and each.verdict_set.filter(agreed=True).exclude(
                by=made.by).exists() for each in done)  # fmt: skip
            return
        for proposal in Proposal.objects.filter(record=made.record, ending__outcome="applied"):
            yes = set(proposal.verdict_set.filter(agreed=True).values_list("by", flat=True))
            if proposal.changes.keys() >= made.after.keys() and proposal.by == made.by:
                assert proposal.by not in yes
                assert len(yes) >= (2 if proposal.source in {"provider", "import"} else 1)
                return
        raise AssertionError("nobody proposed it")

    def nothing_is_lost(self) -> None:
        """From what stood there first, every change leads in steps of one to what stands there."""
        for name, row in self.rows.items():
            said, version = dict(self.first[name]), 1
            for made in Change.objects.filter(record=row.id, version__gt=1).order_by("version"):
                assert made.version == version + 1
                assert {each: said[each] for each in made.after} == made.before
                said |= made.after
                version = made.version
            assert (said, version) == (self.now(name), row.version)


@pytest.mark.requirement("000-12")
def test_in_whatever_order_nothing_is_lost_and_no_shelter_is_one_persons(house, tmp_path):
    seen: Counter[str] = Counter()
    for number in range(ORDERS):
        order, mark = orders.steps(number), transaction.savepoint()
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            played = Replay(folder, seen)
            for step in order:
                played.play(step)
            for change in Change.objects.filter(version__gt=1):
                seen[change.why] += 1
        except AssertionError as fault:
            fault.add_note(f"order {number}: {order}")
            raise
        finally:
            transaction.savepoint_rollback(mark)
    whys = ("edited", "proposed", "undone", "merged", "imported", "two people", "new by import")
    assert min(seen[why] for why in whys) > 5
    rare = ("undone as before", "refused rows", "not staged", "import agreed", "import refused")
    assert min(seen[what] for what in rare) > 0
