"""The house keeps its directory true: what changed is known, who sees what is decided once."""

import json

import pytest

from havre.audit.models import Entry
from havre.audit.verbs import Verb
from havre.directory import actions, cards, fields, tiers
from havre.directory.models import Change, Counter, Location, SearchDoc
from havre.directory.shapes import Malformed
from havre.directory.tests.scenes import BY, location, organization, service
from havre.vault.opening import open_sealed
from havre.vault.refusals import KeyNotHeld

pytestmark = pytest.mark.usefixtures("house")
STREET = "41 Hidden Lane"


def test_a_change_keeps_what_was_there_before_and_who_made_it():
    bed = service(summaries={"en": "Beds", "fr": "Lits"})
    made = actions.change(bed, {"summaries": {"en": "Ten beds", "fr": "Lits"}}, by="ana")
    assert made is not None
    assert (made.version, made.by, made.why, bed.version) == (2, "ana", "edited", 2)
    assert made.before == {"summaries": {"en": "Beds", "fr": "Lits"}}
    assert made.after == {"summaries": {"en": "Ten beds", "fr": "Lits"}}
    assert Entry.objects.order_by("-n").first().verb == Verb.DIRECTORY_CHANGED


def test_nothing_new_is_no_change():
    bed = service()
    assert actions.change(bed, {"kind": "shelter"}, by="ana") is None
    assert Change.objects.filter(record=bed.id).count() == 1


def test_whoever_looked_at_an_older_version_does_not_overwrite_a_newer_one():
    bed = service()
    actions.change(bed, {"kind": "housing"}, by="ana", base=1)
    with pytest.raises(actions.Overtaken):
        actions.change(bed, {"kind": "health"}, by="ben", base=1)
    bed.refresh_from_db()
    assert (bed.kind, bed.version) == ("housing", 2)


@pytest.mark.requirement("000-06")
def test_words_that_change_in_one_language_make_the_others_stale():
    bed = service(summaries={"en": "Beds", "fr": "Lits"})
    actions.change(bed, {"summaries": {"en": "Ten beds", "fr": "Lits"}}, by="ana")
    assert (bed.said["summaries.en"]["as"], bed.said["summaries.fr"]["as"]) == ("human", "stale")
    actions.change(
        bed, {"summaries": {"en": "Ten beds", "fr": "Dix lits"}}, by="x", as_said="machine"
    )
    assert (bed.said["summaries.en"]["as"], bed.said["summaries.fr"]["as"]) == ("human", "machine")
    assert cards.card(bed, "public")["said"] == {"summaries.fr": "machine"}


def test_a_translation_that_comes_later_makes_nothing_stale():
    bed = service(summaries={"en": "Beds"})
    actions.change(bed, {"summaries": {"en": "Beds", "fr": "Lits"}}, by="ana")
    assert bed.said["summaries.en"]["as"] == "human"


def test_beds_are_guarded_whatever_kind_of_house_offers_them():
    assert service("lodge", kind="indigenous").is_guarded is True  # it answers emergency_shelter
    assert service("clinic", kind="legal", needs=["legal_family"]).is_guarded is False


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"names": {}}, "names has no name in a language of this line"),
        ({"kind": "castle"}, "kind is one of shelter"),
        ({"summaries": {"en": "x" * 4001}}, "summaries has 4001 characters, at most 4000"),
        ({"colour": "red"}, "colour is no field of a service"),
        ({"needs": ["bed", "emergency_shelter"]}, "needs knows no bed"),
        ({"min_age": -1}, "min_age is a number from 0 to 120"),
        ({"min_age": float("nan")}, "min_age is a number from 0 to 120"),
        ({"min_age": True}, "min_age is a number"),
        ({"website": "javascript:alert(1)"}, "website is no web address"),
        ({"phones": [{"number": "<b>"}]}, "phones number is no telephone number"),
        ({"phones": [{"extension": "07"}]}, "phones lacks number"),
        ({"openings": [{"kind": "phone", "days": ["XX"], "opens": "09:00", "closes": "17:00"}]},
         "openings days knows no XX"),
        ({"facts": {"faith": "perhaps"}}, "facts faith is yes, no, ask or unknown"),
        ({"languages": ["fr"] * 201}, "languages has 201 entries, at most 200"),
        ({"closings": [{"day": "2026-02-30"}]}, "closings day is a day, as 2026-12-31"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_nothing_changes(values, sentence):
    bed = service()
    with pytest.raises(Malformed) as refused:
        actions.change(bed, values, by="ana")
    assert str(refused.value).startswith(sentence)
    bed.refresh_from_db()
    assert bed.version == 1


@pytest.mark.requirement("000-26")
def test_an_extension_keeps_its_zeros_and_what_is_unknown_is_not_kept():
    bed = service(
        phones=[{"number": "613-555-0118", "extension": "007", "purpose": ""}],
        facts={"faith": "unknown", "wheelchair": "ask"},
    )
    assert fields.value_of(bed, "phones") == [{"number": "613-555-0118", "extension": "007"}]
    assert bed.facts == {"wheelchair": "ask"}


@pytest.mark.requirement("000-12")
def test_what_fewer_may_see_is_on_no_card_of_the_others():
    bed = service(
        contacts=[{"name": "Rae", "phone": "613-555-0119"}],
        phones=[{"number": "613-555-0118"}, {"number": "613-555-0120", "purpose": "direct"}],
    )
    public, responder = cards.card(bed, "public"), cards.card(bed, "responder")
    assert "contacts" not in public
    assert [row["number"] for row in public["phones"]] == ["613-555-0118"]
    assert responder["contacts"] == [{"name": "Rae", "phone": "613-555-0119"}]
    assert len(responder["phones"]) == 2
    actions.show_to(bed, {"phones": "responder", "summaries": "sealed"}, by=BY)
    assert "phones" not in cards.card(bed, "public")
    assert len(cards.card(bed, "responder")["phones"]) == 2


@pytest.mark.requirement("000-12")
@pytest.mark.parametrize("tier", ["public", "partner", "responder"])
def test_a_shelters_street_is_never_public_and_its_point_is_its_settlements(tier):
    house = organization("house")
    bed = service(of=house)
    location("home", house, [bed], address={"address_1": STREET}, lat=45.4123, lon=-75.69)
    place = cards.card(bed, tier)["places"][0]
    assert ("lat" in place, "lon" in place) == (False, False)
    assert ("address" in place) == (tier == "responder")


@pytest.mark.requirement("004-15")
@pytest.mark.requirement("000-12")
def test_a_sealed_place_stands_in_no_card_no_change_and_no_document(house):
    owner = organization("house")
    bed = service(of=owner)
    home = location("home", owner, [bed], address={"address_1": STREET}, lat=45.4123, lon=-75.69)
    actions.seal_place(home, {"address_1": STREET, "lat": 45.4123, "lon": -75.69}, by=BY)
    kept = json.dumps(
        [list(Change.objects.values_list("before", "after")),
         list(SearchDoc.objects.values_list("entries")), cards.cards(bed),
         list(Location.objects.values_list("content", "lat", "lon"))]
    )  # fmt: skip
    assert "Hidden Lane" not in kept
    assert "45.4123" not in kept
    home.refresh_from_db()
    with pytest.raises(Malformed):
        actions.change(home, {"address": {"address_1": STREET}}, by=BY)


def test_who_holds_the_directorys_key_opens_a_sealed_place_and_no_responder_does(house):
    owner = organization("house")
    home = location("home", owner, [service(of=owner)])
    actions.seal_place(home, {"address_1": STREET}, by=BY)
    with pytest.raises(KeyNotHeld):
        open_sealed(home.exact, by=house.on_duty("ana"), why=Verb.PLACE_READ)
    assert STREET in open_sealed(home.exact, by=house.on_duty("dee"), why=Verb.PLACE_READ)


def test_every_change_has_a_number_of_its_own_in_the_order_they_were_made():
    one, two = service("one"), service("two")
    actions.change(one, {"kind": "housing"}, by=BY)
    docs = dict(SearchDoc.objects.values_list("service", "n"))
    assert docs[one.id] > docs[two.id]
    assert Counter.objects.get().n == docs[one.id]


def test_a_suspended_organization_has_no_card_until_it_is_lifted():
    bed = service()
    actions.suspend(bed.organization, by=BY)
    assert SearchDoc.objects.get(service=bed.id).entries == {}
    actions.lift(bed.organization, by=BY)
    assert list(SearchDoc.objects.get(service=bed.id).entries) == ["public"]


def test_a_card_is_kept_once_where_tiers_see_the_same():
    bed = service()
    kept = cards.cards(bed)
    assert list(kept) == ["public"]
    assert cards.of_tier(kept, "responder") == cards.card(bed, "responder")
    actions.change(bed, {"contacts": [{"name": "Rae"}]}, by=BY)
    kept = cards.cards(bed)
    assert list(kept) == ["public", "responder"]
    assert cards.of_tier(kept, "partner") == cards.card(bed, "partner")


def test_a_record_for_responders_alone_is_nothing_to_the_others():
    bed = service(visibility="responder")
    assert list(cards.cards(bed)) == ["responder"]
    assert cards.of_tier(cards.cards(bed), "public") is None
    assert tiers.sees("responder", "sealed") is False
