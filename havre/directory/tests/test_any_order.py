"""Whatever is proposed, agreed to, refused, changed and undone in whatever order: nothing that
leads to a shelter is one person's, nothing is lost, and versions grow by one."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from havre.directory import actions, fields, guarding, merging, proposals
from havre.directory.models import Change, Merge, Proposal, Service
from havre.directory.models.records import GUARDED_KINDS
from havre.directory.shapes import Malformed
from havre.directory.tests.scenes import location, organization, service
from havre.directory.tiers import is_guarded

PEOPLE = st.sampled_from(["dee", "sue", "ana"])
ROWS = st.sampled_from(["house", "bed", "clinic", "home", "away", "trust", "ward", "twin"])
PAIRS = st.sampled_from([("trust", "house"), ("house", "trust"), ("ward", "twin"),
                         ("clinic", "bed"), ("home", "away"), ("trust", "club"),
                         ("club", "trust")])  # fmt: skip
VALUES = st.sampled_from(
    [
        {"phones": [{"number": "613-555-0001"}]},
        {"phones": [{"number": "613-555-0002"}]},
        {"phones": [], "names": {"en": "Another"}},
        {"visibility": "responder"},
        {"visibility": "public", "hidden": {}},
        {"hidden": {"phones": "responder"}},
        {"alternate_names": {"fr": "Autre"}},
        {"kind": "housing"},
        {"needs": ["emergency_shelter"]},
        {"kind": "health", "needs": ["medical"]},
        {"kind": "health"},
        {"settlement": "Sudbury"},
    ]
)
STEPS = st.one_of(
    st.tuples(st.just("put"), PEOPLE, ROWS, VALUES),
    st.tuples(st.just("put"), PEOPLE, ROWS, VALUES),
    st.tuples(st.just("offered"), st.sampled_from(["provider", "import"]), ROWS, VALUES),
    st.tuples(st.just("placed"), PEOPLE, st.sampled_from(["bed", "clinic"]),
              st.sets(st.sampled_from(["home", "away"]))),
    st.tuples(st.just("agree"), PEOPLE, st.integers(0, 5)),
    st.tuples(st.just("agree"), PEOPLE, st.integers(0, 1)),
    st.tuples(st.just("refuse"), PEOPLE, st.integers(0, 5)),
    st.tuples(st.just("anew"), PEOPLE, st.integers(0, 5)),
    st.tuples(st.just("merge"), PEOPLE, PAIRS),
    st.tuples(st.just("unmerge"), PEOPLE, st.integers(0, 2)),
    st.tuples(st.just("undo"), PEOPLE, st.integers(0, 2)),
)  # fmt: skip


class Replay:
    """One order of events; after each, whatever must hold for all of them is looked at."""

    def __init__(self) -> None:
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
            event("merge proposed" if put.proposal else "merged")

    def unmerge(self, by: str, which: int) -> None:
        open_now = Merge.objects.filter(unmerge=None).order_by("-at", "id")
        for made in open_now[which : which + 1]:
            with suppress(Malformed):
                put = proposals.unmerge(made, by=by)
                event("unmerge proposed" if put.proposal else "unmerged")

    def agree(self, by: str, which: int) -> None:
        self.verdict(proposals.agree, by, which)

    def refuse(self, by: str, which: int) -> None:
        self.verdict(proposals.refuse, by, which)

    def anew(self, by: str, which: int) -> None:
        self.verdict(proposals.anew, by, which)

    def verdict(self, act, by: str, which: int) -> None:
        for proposal in Proposal.objects.order_by("at", "id")[which : which + 1]:
            before = Change.objects.count()
            try:
                said = act(proposal, by=by)
            except proposals.OwnProposal:
                assert by == proposal.by
            except (proposals.Ended, Malformed):
                assert Change.objects.count() == before
            else:
                event(f"{act.__name__}: {said if isinstance(said, str) else 'put'}")

    def undo(self, by: str, which: int) -> None:
        undoable = Change.objects.exclude(before={}).exclude(why="merged").order_by("-at", "id")
        for change in undoable[which : which + 1]:
            with suppress(Malformed):
                proposals.undo(change, by=by)

    def play(self, step: tuple) -> None:
        guarded = {name: is_guarded(row) for name, row in self.rows.items()}
        before = set(Change.objects.values_list("id", flat=True))
        with transaction.atomic():
            getattr(self, step[0])(*step[1:])
        names = {row.id: name for name, row in self.rows.items()}
        assert all(type(row).objects.filter(id=row.id).exists() for row in self.rows.values())
        for made in Change.objects.exclude(id__in=before):
            name = names[made.record]
            if self.concerns_two(made, guarded[name]) or self.turns(made, guarded[name]):
                event("two people")
                assert made.why in {"proposed", "merged"}, (made.before, made.after, step)
                self.two_people_agreed(made)
        self.nothing_is_lost()

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
def test_in_whatever_order_nothing_is_lost_and_no_shelter_is_one_persons(house):
    seen: dict[str, int] = {}

    @settings(max_examples=30, deadline=None, derandomize=True, phases=[Phase.generate],
              suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
    @given(st.lists(STEPS, min_size=8, max_size=16))
    def replay(order):
        mark = transaction.savepoint()
        try:
            played = Replay()
            for step in order:
                played.play(step)
            for change in Change.objects.filter(version__gt=1):
                seen[change.why] = seen.get(change.why, 0) + 1
        finally:
            transaction.savepoint_rollback(mark)

    replay()
    assert min(seen[why] for why in ("edited", "proposed", "undone", "merged")) > 5


def test_the_catalogue_names_what_leads_to_a_shelter():
    twice = {
        kind: {name for name, field in fields.catalogue(kind).items() if field.twice}
        for kind in fields.KINDS
    }
    both = {"phones", "visibility", "hidden"}
    assert twice == {
        "organization": both | {"email"},
        "service": both | {"route"},
        "location": both | {"settlement", "lat", "lon", "address"},
    }
    assert guarding.shelters({"kind": "other", "needs": ["emergency_shelter"]})
    assert not guarding.shelters({"kind": "other", "needs": ["medical"]})
