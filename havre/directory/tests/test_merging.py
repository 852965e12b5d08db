"""Two records become one, nothing that names either breaks, and both come back as they were."""

import pytest

from havre.audit.models import Entry
from havre.directory import actions, duplicates, fields, merging, proposals
from havre.directory.access import by_ids, cards_of
from havre.directory.importing.drafts import Draft
from havre.directory.importing.matching import Matcher
from havre.directory.models import Likeness, Merge, Origin, SearchDoc, ServiceAtLocation, Unmerge
from havre.directory.shapes import Malformed
from havre.directory.tests.scenes import location, organization, service


def origin(row, external: str) -> Origin:
    kind = fields.kind_of(row)
    return Origin.objects.create(
        kind=kind, record=row.id, system="211", external=external, digest="0" * 64, by="dee"
    )


def state() -> dict:
    """All that is said of all records, but how often it was said."""
    found: dict = {}
    for kind, model in fields.KINDS.items():
        for row in model.objects.all():
            values = {n: fields.value_of(row, n) for n in fields.catalogue(kind)}
            owner = getattr(row, "organization_id", None)
            found[row.id] = (values, owner, row.said, row.content)
    ties = set(ServiceAtLocation.objects.values_list("id", "service", "location"))
    origins = set(Origin.objects.values_list("external", "record"))
    entries = {doc.service: sorted(doc.entries) for doc in SearchDoc.objects.all()}
    return {"rows": found, "ties": ties, "origins": origins, "entries": entries}


@pytest.fixture
def two(house):
    """A clinic that stands there twice, with a service and a place each."""
    kept = organization("clinic")
    gone = organization("klinik", website="https://klinik.example", summaries={"fr": "Santé"})
    for owner in (kept, gone):
        cares = service(f"care-{owner.key}", of=owner, kind="health", needs=["medical"])
        location(f"at-{owner.key}", owner, [cares])
        origin(owner, owner.key)
    return kept, gone


def fresh(*rows):
    for row in rows:
        row.refresh_from_db()
    return rows


def test_a_merge_keeps_every_row_and_undoing_it_restores_both_exactly(two):
    kept, gone = two
    before, counted = state(), [m.objects.count() for m in fields.KINDS.values()]
    proposals.merge(kept, gone, by="dee")
    fresh(kept, gone)
    assert [m.objects.count() for m in fields.KINDS.values()] == counted
    assert (gone.status, fields.value_of(kept, "website")) == ("defunct", "https://klinik.example")
    assert kept.service_set.count() == kept.location_set.count() == 2
    assert set(Origin.objects.values_list("record", flat=True)) == {kept.id}
    assert merging.successor(gone) == kept
    made = Merge.objects.get()
    assert merging.left(made) == []
    proposals.unmerge(made, by="sue")
    assert state() == before
    verbs = Entry.objects.filter(target=str(kept.id)).values_list("verb", flat=True)
    assert {"directory_merged", "directory_unmerged"} <= set(verbs)
    with pytest.raises(Malformed):
        proposals.unmerge(made, by="sue")
    assert Unmerge.objects.count() == 1


def test_what_was_touched_since_stays_and_that_is_said_before(two):
    kept, gone = two
    proposals.merge(kept, gone, by="dee")
    fresh(kept, gone)
    actions.change(kept, {"website": "https://other.example"}, by="ana")
    actions.change(gone, {"status": "inactive"}, by="ana")
    made = Merge.objects.get()
    assert merging.left(made) == ["website", "status"]
    proposals.unmerge(made, by="dee")
    fresh(kept, gone)
    assert (fields.value_of(kept, "website"), kept.summaries if hasattr(kept, "summaries") else {}
            ) == ("https://other.example", {})  # fmt: skip
    assert (fields.value_of(kept, "summaries"), gone.status) == ({}, "inactive")


def test_services_of_one_organization_merge_and_the_old_id_still_works(house):
    owner = organization("clinic")
    one, two_ = (service(k, of=owner, kind="health", needs=["medical"]) for k in ("one", "two"))
    place = location("here", owner, [two_])
    before = state()
    proposals.merge(one, two_, by="dee")
    assert (cards_of([str(two_.id)]), SearchDoc.objects.get(service=two_.id).entries) == ([], {})
    assert [each.id for each in by_ids([str(two_.id)])] == [two_.id]  # an offer that names it
    assert actions.places_of(one) == [str(place.id)]
    proposals.unmerge(Merge.objects.get(), by="dee")
    assert state() == before


def test_places_merge_with_whatever_is_given_there(house):
    owner = organization("clinic")
    one = service("one", of=owner, kind="health", needs=["medical"])
    both = service("both", of=owner, kind="health", needs=["medical"])
    here, there = location("here", owner, [both]), location("there", owner, [one, both])
    before = state()
    proposals.merge(here, there, by="dee")
    assert actions.places_of(one) == actions.places_of(both) == [str(here.id)]
    proposals.unmerge(Merge.objects.get(), by="dee")
    assert state() == before


@pytest.mark.requirement("000-12")
def test_where_somebody_sleeps_two_people_merge_and_two_undo_it(house):
    kept, gone = organization("home"), organization("house")
    service(of=gone)
    for act in (lambda: proposals.merge(kept, gone, by="dee"),
                lambda: proposals.unmerge(Merge.objects.get(), by="dee")):  # fmt: skip
        counted = Merge.objects.count(), Unmerge.objects.count()
        put = act()
        assert (put.change, (Merge.objects.count(), Unmerge.objects.count())) == (None, counted)
        with pytest.raises(proposals.OwnProposal):
            proposals.agree(put.proposal, by="dee")
        assert proposals.agree(put.proposal, by="sue") == proposals.APPLIED
        fresh(kept, gone)
    assert (gone.status, gone.service_set.count(), Unmerge.objects.count()) == ("active", 1, 1)


def test_a_merge_shows_nothing_to_more_people_and_lifts_nothing(house):
    kept, gone = organization("kept"), organization("gone", visibility="responder")
    police = organization("police", kind="police")
    suspended = organization("suspended")
    actions.suspend(suspended, by="dee")
    for one, other in ((kept, gone), (kept, police), (police, kept), (kept, suspended),
                       (suspended, kept), (kept, kept)):  # fmt: skip
        with pytest.raises(Malformed):
            proposals.merge(one, other, by="dee")
    open_, hidden = location("open", kept, []), location("hidden", kept, [])
    actions.seal_place(hidden, {"address_1": "1 Hidden Lane"}, by="dee")
    with pytest.raises(Malformed):
        proposals.merge(*fresh(open_, hidden), by="dee")
    other = service("x", of=police, kind="health", needs=["medical"])
    with pytest.raises(Malformed):
        proposals.merge(service("y", of=kept, kind="health", needs=["medical"]), other, by="dee")
    assert Merge.objects.count() == 0


def test_a_field_that_was_kept_back_or_leads_somewhere_is_not_taken_over(house):
    kept = organization("kept")
    gone = organization("gone", website="https://x.example", hidden={"website": "responder"},
                        phones=[{"number": "613-555-0171"}], email="a@b.example")  # fmt: skip
    proposals.merge(kept, gone, by="dee")
    fresh(kept)
    assert (fields.value_of(kept, "website"), kept.phones, kept.email) == ("", [], "")


def test_an_import_finds_the_kept_one_by_number_by_id_and_by_name(two):
    kept, gone = two
    proposals.merge(kept, gone, by="dee")
    numbered = Draft(fields.ORGANIZATION, gone.key, "1", {"names": {"fr": "Autre"}})
    assert Matcher("211", by_key=False).find(numbered, numbered.values, None)[0] == kept
    for external, by_key in ((str(gone.id), False), (gone.key, True)):
        draft = Draft(fields.ORGANIZATION, external, "1", {"names": {"fr": "Autre"}})
        assert Matcher("elsewhere", by_key=by_key).find(draft, draft.values, None)[0] == kept


def test_merges_are_undone_from_the_newest(house):
    a, b, c = (organization(name) for name in "abc")
    proposals.merge(a, b, by="dee")
    proposals.merge(c, fresh(a)[0], by="dee")
    assert merging.successor(fresh(b)[0]) == c
    first, second = Merge.objects.order_by("at")
    with pytest.raises(Malformed):
        proposals.unmerge(first, by="dee")
    with pytest.raises(Malformed):
        proposals.merge(fresh(b)[0], c, by="dee")
    before = state()
    proposals.unmerge(second, by="dee")
    proposals.unmerge(first, by="dee")
    assert (state() != before, merging.successor(fresh(b)[0])) == (True, b)


def test_likenesses_are_found_with_reasons_and_two_stay_two(house):
    one = organization("a", names={"fr": "Refuge de l’Érable"}, phones=[{"number": "613-555-0171"}])
    two = organization("b", names={"fr": "L’ERABLE, refuge"}, phones=[{"number": "1 613 555 0171"}])
    alone = organization("c", names={"fr": "Refuge du Chêne"})
    duplicates.find(by="dee")
    pair = Likeness.objects.get(record=min(one.id, two.id))
    assert ({pair.record, pair.other}, pair.reasons) == ({one.id, two.id}, ["name", "phone"])
    assert not duplicates.waiting().filter(record=alone.id).exists()
    duplicates.are_two(pair, by="dee")
    duplicates.find(by="sue")
    assert pair.id not in set(duplicates.waiting().values_list("id", flat=True))
    assert Likeness.objects.filter(record=pair.record, other=pair.other).count() == 1
