"""The house changes how to reach a shelter only when two people agree; everything else at once."""

import pytest

from havre.audit.models import Entry
from havre.audit.verbs import Verb
from havre.directory import actions, fields, guarding, proposals
from havre.directory.models import Change, Proposal, Service, ServiceAtLocation, Verdict
from havre.directory.proposals import APPLIED, OVERTAKEN, REFUSED, WAITS
from havre.directory.shapes import Malformed
from havre.directory.tests.scenes import location, organization, service

pytestmark = pytest.mark.usefixtures("house")
TRUE, WRONG = [{"number": "613-555-0118"}], [{"number": "613-555-0666"}]


def numbers(row) -> list[str]:
    row.refresh_from_db()
    phones = row.phones if hasattr(row, "phones") else row.content.get("phones", [])
    return [each["number"] for each in phones]


def verbs(row) -> list[str]:
    found = Entry.objects.filter(target=str(row.id)).order_by("n")
    return list(found.values_list("verb", flat=True))


@pytest.mark.requirement("000-12")
def test_a_shelters_number_waits_for_somebody_else_and_its_words_do_not():
    bed = service(phones=TRUE)
    said = proposals.put(
        bed, {"phones": WRONG, "summaries": {"fr": "Dix lits"}}, by="dee", base=bed.version
    )
    assert (said.change.after, said.proposal.changes) == (
        {"summaries": {"fr": "Dix lits"}}, {"phones": WRONG},
    )  # fmt: skip
    assert (numbers(bed), bed.version) == (["613-555-0118"], 2)
    with pytest.raises(proposals.OwnProposal):
        proposals.agree(said.proposal, by="dee")
    assert proposals.agree(said.proposal, by="sue") == APPLIED
    assert (numbers(bed), bed.version) == (["613-555-0666"], 3)
    newest = Change.objects.get(record=bed.id, version=3)
    assert (newest.by, newest.why) == ("dee", "proposed")
    done = [Verb.DIRECTORY_PROPOSED, Verb.DIRECTORY_AGREED, Verb.DIRECTORY_CHANGED]
    assert verbs(bed)[-3:] == done


@pytest.mark.requirement("000-12")
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("organization", {"phones": WRONG}),
        ("organization", {"email": "me@evil.example"}),
        ("service", {"phones": WRONG}),
        ("service", {"route": {"number": "613-555-0666"}}),
        ("service", {"kind": "other", "needs": ["medical"]}),
        ("location", {"address": {"address_1": "1 Other Street"}}),
        ("location", {"phones": WRONG}),
        ("location", {"settlement": "Toronto"}),
    ],
)
def test_nobody_alone_changes_how_to_reach_a_shelter(kind, values):
    owner = organization("house")
    bed = service(of=owner)
    home = location("home", owner, [bed], address={"address_1": "2 True Street"})
    row = {"organization": owner, "service": bed, "location": home}[kind]
    row.refresh_from_db()
    before = row.version
    said = proposals.put(row, values, by="dee", base=before)
    assert (said.change, row.version, said.proposal.needs) == (None, before, 1)


@pytest.mark.requirement("000-12")
def test_what_hides_is_made_at_once_and_what_shows_more_waits():
    bed = service(visibility="responder", hidden={"phones": "responder"})
    for values in ({"visibility": "public"}, {"hidden": {}}, {"hidden": {"phones": "partner"}}):
        assert proposals.put(bed, values, by="dee").change is None
    for values in ({"hidden": {"phones": "sealed"}}, {"visibility": "sealed"}):
        assert proposals.put(bed, values, by="dee").proposal is None
    home = location("home", bed.organization, [bed], address={"address_1": "2 True Street"})
    assert proposals.put(home, {"hidden": {"phones": "responder"}}, by="dee").proposal is None


def test_where_nobody_sleeps_one_curator_is_enough():
    clinic = service("clinic", kind="health", needs=["medical"], phones=TRUE)
    said = proposals.put(clinic, {"phones": WRONG}, by="dee", base=1)
    assert (said.proposal, numbers(clinic)) == (None, ["613-555-0666"])


@pytest.mark.requirement("000-12")
def test_nobody_alone_makes_a_shelter_or_makes_one_of_something_else():
    owner = organization("new", phones=WRONG)
    values = {"names": {"en": "Beds"}, "kind": "shelter", "reach": "local"}
    waits = proposals.begin("service", values, key="beds", by="dee", organization=owner)
    assert isinstance(waits, Proposal)
    assert not Service.objects.filter(key="beds").exists()
    clinic = service("clinic", kind="health", needs=["medical"], of=owner)
    assert proposals.put(clinic, {"kind": "shelter"}, by="dee").change is None
    assert proposals.put(clinic, {"needs": ["emergency_shelter"]}, by="dee").change is None
    assert proposals.agree(waits, by="sue") == APPLIED
    beds = Service.objects.get(key="beds")
    assert (beds.id, beds.organization, beds.version) == (waits.record, owner, 1)
    still = proposals.put(beds, {"needs": ["exit_support"]}, by="dee").change
    assert still is not None  # a shelter by its kind, whatever it answers
    with pytest.raises(Malformed):
        proposals.begin("service", values | {"names": {}}, key="none", by="dee", organization=owner)


@pytest.mark.requirement("000-12")
def test_a_shelter_moves_to_another_place_only_with_two_people():
    owner = organization("house")
    bed, clinic = service(of=owner), service("clinic", kind="health", needs=["medical"], of=owner)
    home = location("home", owner, [bed], address={"address_1": "1"})
    away = location("x", owner, [])
    said = proposals.place(bed, [str(away.id)], by="dee")
    assert ServiceAtLocation.objects.get(service=bed).location == home
    assert proposals.agree(said.proposal, by="sue") == APPLIED
    assert ServiceAtLocation.objects.get(service=bed).location == away
    made = Change.objects.filter(record=bed.id).order_by("version").last()
    assert (made.before, made.after) == ({"places": [str(home.id)]}, {"places": [str(away.id)]})
    assert proposals.place(clinic, [str(home.id)], by="dee").proposal is None
    with pytest.raises(Malformed):
        proposals.place(clinic, [str(location("y", organization("other"), []).id)], by="dee")
    undone = proposals.undo(made, by="sue")
    assert proposals.agree(undone.proposal, by="dee") == APPLIED
    assert actions.places_of(bed) == [str(home.id)]


@pytest.mark.parametrize("source", ["provider", "responder", "import"])
def test_what_comes_from_outside_needs_one_curator_and_two_for_a_shelters_number(source):
    bed = service(phones=TRUE)
    words = proposals.propose(bed, {"summaries": {"fr": "Lits"}}, by="them", source=source)
    number = proposals.propose(bed, {"phones": WRONG}, by="them", source=source)
    assert (words.needs, number.needs) == (1, 2)
    assert proposals.agree(words, by="dee") == APPLIED
    assert proposals.agree(number, by="dee") == WAITS
    assert proposals.agree(number, by="dee") == WAITS  # the same person twice is one
    assert numbers(bed) == ["613-555-0118"]
    assert proposals.agree(number, by="sue") == APPLIED
    assert Verdict.objects.filter(proposal=number).count() == 2


def test_what_became_a_shelter_meanwhile_needs_as_many_as_a_shelter():
    clinic = service("clinic", kind="health", needs=["medical"], phones=TRUE)
    number = proposals.propose(clinic, {"phones": WRONG}, by="them", source="provider")
    actions.change(clinic, {"kind": "shelter"}, by="test")
    assert number.needs == 1
    assert proposals.agree(number, by="dee") == WAITS


def test_a_proposal_is_overtaken_by_a_change_of_the_same_field_alone_and_can_be_made_anew():
    bed = service(phones=TRUE)
    number = proposals.put(bed, {"phones": WRONG}, by="dee").proposal
    proposals.put(bed, {"summaries": {"fr": "Lits"}}, by="ana")
    assert not proposals.is_overtaken(number)
    actions.change(bed, {"phones": [{"number": "613-555-0777"}]}, by="sue")
    assert proposals.is_overtaken(number)
    assert proposals.agree(number, by="sue") == OVERTAKEN
    assert numbers(bed) == ["613-555-0777"]
    with pytest.raises(proposals.Ended):
        proposals.agree(number, by="ben")
    again = proposals.anew(number, by="sue").proposal
    with pytest.raises(proposals.OwnProposal):
        proposals.agree(again, by="sue")
    assert proposals.agree(again, by="dee") == APPLIED
    assert numbers(bed) == ["613-555-0666"]


def test_one_refusal_ends_it_and_who_proposed_may_take_it_back():
    bed = service(phones=TRUE)
    one = proposals.put(bed, {"phones": WRONG}, by="dee").proposal
    other = proposals.put(bed, {"phones": WRONG}, by="ana").proposal
    assert (proposals.refuse(one, by="sue"), proposals.refuse(other, by="ana")) == (REFUSED,) * 2
    assert (proposals.waiting().count(), numbers(bed)) == (0, ["613-555-0118"])
    with pytest.raises(proposals.Ended):
        proposals.agree(one, by="sue")
    with pytest.raises(proposals.Ended):
        proposals.anew(one, by="sue")
    assert verbs(bed).count(Verb.DIRECTORY_REFUSED) == 2


def test_what_is_undone_puts_back_that_change_alone_and_a_shelters_number_waits_again():
    bed = service(phones=TRUE, summaries={"en": "Beds"})
    made = actions.change(bed, {"phones": WRONG, "summaries": {"en": "Ten"}}, by="x")
    actions.change(bed, {"happens": {"en": "They answer"}}, by="x")
    said = proposals.undo(made, by="dee")
    assert (said.change.why, said.change.after) == ("undone", {"summaries": {"en": "Beds"}})
    assert (said.proposal.changes, bed.happens) == ({"phones": TRUE}, {"en": "They answer"})


@pytest.mark.requirement("000-12")
def test_a_street_that_is_sealed_leaves_the_proposals_too():
    owner = organization("house")
    home = location("home", owner, [service(of=owner)], address={"address_1": "1 Old Street"})
    waits = proposals.put(home, {"address": {"address_1": "2 New Street"}}, by="dee").proposal
    actions.seal_place(home, {"address_1": "2 New Street"}, by="dee")
    waits.refresh_from_db()
    assert (waits.changes, proposals.agree(waits, by="sue")) == ({}, OVERTAKEN)
    with pytest.raises(proposals.Ended):
        proposals.anew(waits, by="sue")
    home.refresh_from_db()
    with pytest.raises(Malformed):
        proposals.propose(home, {"address": {"address_1": "3"}}, by="dee")


def test_who_looked_at_an_older_version_changes_and_proposes_nothing():
    bed = service(phones=TRUE)
    proposals.put(bed, {"summaries": {"fr": "Lits"}}, by="ana")
    with pytest.raises(actions.Overtaken):
        proposals.put(bed, {"phones": WRONG}, by="dee", base=1)
    assert Proposal.objects.count() == 0


def test_a_button_pressed_twice_proposes_once():
    bed = service(phones=TRUE)
    once, twice = (proposals.put(bed, {"phones": WRONG}, by="dee").proposal for _ in range(2))
    assert once == twice
    assert proposals.waiting().count() == 1


def test_the_catalogue_names_what_leads_to_a_shelter():
    twice = {
        kind: {name for name, field in fields.catalogue(kind).items() if field.twice}
        for kind in fields.KINDS
    }
    both = {"phones", "visibility", "hidden"}
    people = {"website", "contacts"}
    assert twice == {
        "organization": both | people | {"email"},
        "service": both | people | {"route"},
        "location": both | {"settlement", "lat", "lon", "address"},
    }
    assert guarding.shelters({"kind": "other", "needs": ["emergency_shelter"]})
    assert not guarding.shelters({"kind": "other", "needs": ["medical"]})
