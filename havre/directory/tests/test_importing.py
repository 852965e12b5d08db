"""What others know comes in only with two yeses, and never over what a curator did since."""

import json

import pytest

from havre.audit.models import Entry
from havre.audit.verbs import Verb
from havre.directory import actions, fields, proposals
from havre.directory.importing import deciding, staging
from havre.directory.models import (
    Change,
    Organization,
    Origin,
    Proposal,
    SearchDoc,
    Service,
)
from havre.directory.tests.imports import Feed, agreed, at, counts, hsds, uid
from havre.directory.tests.scenes import organization, service

pytestmark = pytest.mark.usefixtures("db")
STREET = "41 Hidden Lane"


@pytest.fixture
def feed(tmp_path) -> Feed:
    return Feed(tmp_path)


def one() -> Service:
    return Service.objects.get(names__en="Oak House help")


def test_nothing_is_changed_until_two_agreed_who_did_not_stage_it(feed):
    batch = feed.stage(hsds(), by="ana")
    assert counts(batch) == {"new": 2}
    with pytest.raises(deciding.NotYours):
        staging.agree(batch, by="ana")
    assert staging.agree(batch, by="dee") is False
    with pytest.raises(deciding.NotYours):
        staging.agree(batch, by="dee")
    assert (Service.objects.count(), SearchDoc.objects.count()) == (0, 0)
    assert staging.agree(batch, by="sue") is True
    assert (one().organization.name, SearchDoc.objects.count()) == ("Oak House", 1)
    with pytest.raises(deciding.Done):
        staging.agree(batch, by="lou")
    verbs = list(Entry.objects.order_by("n").values_list("verb", flat=True))
    assert (verbs[0], verbs[-1]) == (Verb.DIRECTORY_STAGED, Verb.DIRECTORY_IMPORTED)
    origin = Origin.objects.get(kind="service")
    assert (origin.record, origin.external) == (one().id, uid("Oak House help"))
    assert Change.objects.get(record=one().id).why == "imported"
    assert one().said["names.en"]["as"] == "source"


def test_one_refusal_is_enough_and_nothing_of_it_comes_in(feed):
    batch = feed.stage(hsds())
    staging.agree(batch, by="dee")
    staging.refuse(batch, by="sue")
    with pytest.raises(deciding.Done):
        staging.agree(batch, by="lou")
    assert Service.objects.count() == 0
    assert {each.ending.outcome for each in Proposal.objects.all()} == {"refused"}


def test_what_waits_is_not_staged_a_second_time(feed):
    batch = feed.stage(hsds())
    with pytest.raises(staging.Unreadable, match="staged already"):
        feed.stage(hsds())
    with pytest.raises(staging.Unreadable, match="Another import of this system waits"):
        feed.stage(hsds(alert="New"))
    staging.refuse(batch, by="sue")
    assert counts(feed.stage(hsds())) == {"new": 2}


def test_a_second_time_the_same_changes_nothing(feed):
    feed.publish(at(hsds(), latitude=49.2, longitude=-123.1))
    before = list(Change.objects.values_list("record", "version"))
    assert counts(feed.publish(at(hsds(), latitude=49.2, longitude=-123.1))) == {"unchanged": 3}
    assert list(Change.objects.values_list("record", "version")) == before


def test_only_what_changed_there_is_proposed(feed):
    feed.publish(hsds(alert="Closed on Monday", minimum_age=16))
    batch = feed.stage(hsds(alert="Open again", minimum_age=16))
    assert counts(batch) == {"changed": 1, "unchanged": 1}
    assert Proposal.objects.get(batch=batch).changes == {"alert": {"en": "Open again"}}
    agreed(batch)
    assert fields.value_of(one(), "alert") == {"en": "Open again"}


def test_what_a_curator_changed_since_is_kept_and_told_once(feed):
    feed.publish(hsds(alert="Closed on Monday", minimum_age=16))
    actions.change(one(), {"alert": {"en": "Ask first"}}, by="dee")
    batch = feed.publish(hsds(alert="Closed on Tuesday", minimum_age=18))
    assert counts(batch) == {"changed": 1, "unchanged": 1, "conflicts": 1}
    assert batch.report["conflicts"] == [
        {"row": "services.json, entry 1", "record": str(one().id), "field": "alert.en"}
    ]
    kept = {name: fields.value_of(one(), name) for name in ("alert", "min_age")}
    assert kept == {"alert": {"en": "Ask first"}, "min_age": 18}
    again = feed.publish(hsds(alert="Closed on Tuesday", minimum_age=18))
    assert counts(again) == {"unchanged": 2}
    assert counts(feed.publish(hsds(alert="Open", minimum_age=18)))["conflicts"] == 1
    assert fields.value_of(one(), "alert") == {"en": "Ask first"}


def test_what_a_curator_changed_and_the_source_did_not_stays(feed):
    feed.publish(hsds(alert="Closed", minimum_age=16))
    actions.change(one(), {"alert": {"en": "Ask first"}}, by="dee")
    assert counts(feed.publish(hsds(alert="Closed", minimum_age=18))) == {
        "changed": 1, "unchanged": 1,
    }  # fmt: skip
    assert fields.value_of(one(), "alert") == {"en": "Ask first"}


@pytest.mark.requirement("000-06")
def test_words_that_a_curator_translated_stay_and_are_stale_when_the_source_changes(feed):
    feed.publish(hsds(description="Beds"))
    actions.change(one(), {"summaries": {"en": "Beds", "fr": "Lits"}}, by="dee")
    batch = feed.publish(hsds(description="Ten beds"))
    assert counts(batch).get("conflicts") is None
    assert one().summaries == {"en": "Ten beds", "fr": "Lits"}
    assert (one().said["summaries.en"]["as"], one().said["summaries.fr"]["as"]) == (
        "source", "stale",
    )  # fmt: skip


def test_what_the_source_says_no_longer_goes_and_what_it_never_said_stays(feed):
    feed.publish(hsds(alert="Closed", url="https://oak.example/"))
    actions.change(one(), {"min_age": 16}, by="dee")
    feed.publish(hsds(url="https://oak.example/"))
    kept = {name: fields.value_of(one(), name) for name in ("alert", "min_age", "website")}
    assert kept == {"alert": {}, "min_age": 16, "website": "https://oak.example/"}


def test_what_cannot_be_read_now_is_not_taken_for_gone(feed):
    feed.publish(hsds(url="https://oak.example/"))
    batch = feed.publish(hsds(url="javascript:alert(1)"))
    assert fields.value_of(one(), "website") == "https://oak.example/"
    assert batch.report["notes"] == [
        "services.json, entry 1: website is no web address that begins with https:// or http://;"
        " left out."
    ]


def test_one_bad_telephone_costs_neither_the_record_nor_the_others(feed):
    lines = [{"id": uid("a"), "number": "<b>"}, {"id": uid("b"), "number": "604-555-0100"}]
    batch = feed.publish(hsds(phones=lines))
    assert fields.value_of(one(), "phones") == [{"number": "604-555-0100"}]
    assert batch.report["notes"] == [
        "services.json, entry 1: phones number is no telephone number; left out."
    ]


def test_what_is_missing_there_is_proposed_as_inactive_and_never_deleted(feed):
    feed.publish(hsds(), hsds("Elm House"))
    batch = feed.stage(hsds())
    assert counts(batch) == {"unchanged": 2, "missing": 2}
    agreed(batch)
    gone = Service.objects.get(names__en="Elm House help")
    assert (gone.status, gone.organization.status, one().status) == (
        "inactive", "inactive", "active",
    )  # fmt: skip
    assert SearchDoc.objects.get(service=gone.id).entries == {}
    back = feed.publish(hsds(), hsds("Elm House"))
    assert counts(back) == {"changed": 2, "unchanged": 2}
    gone = Service.objects.get(names__en="Elm House help")
    assert (gone.status, gone.organization.status) == ("active", "active")


def test_what_a_curator_closed_does_not_come_back_by_a_feed(feed):
    feed.publish(hsds())
    actions.change(one(), {"status": "inactive"}, by="dee")
    assert counts(feed.publish(hsds())) == {"unchanged": 2}
    assert one().status == "inactive"


@pytest.mark.parametrize("how", ["partial", "single", "unreadable"])
def test_nothing_is_taken_for_missing_where_not_everything_was_read(how, feed):
    feed.publish(hsds(), hsds("Elm House"))
    if how == "partial":
        batch = feed.stage(hsds(), is_whole=False)
    elif how == "single":
        feed.path.write_text(json.dumps(hsds()))
        batch = feed.stage_file(feed.path, "hsds3")
    else:
        batch = feed.stage(hsds(), {"name": "no id", "status": "active"})
    assert "missing" not in counts(batch)
    assert any("nothing is taken for missing" in each for each in batch.report["notes"])


def test_a_row_that_was_refused_is_not_missing(feed):
    feed.publish(hsds(), hsds("Elm House"))
    batch = feed.stage(hsds(), hsds("Elm House", name=""))
    assert counts(batch) == {"unchanged": 3, "refused": 1}
    assert batch.report["refused"] == ["services.json, entry 2 has no name."]


def test_a_change_made_while_an_import_waits_is_not_overwritten(feed):
    feed.publish(hsds(alert="Closed"))
    batch = feed.stage(hsds(alert="Open"))
    actions.change(one(), {"alert": {"en": "Ask"}}, by="dee")
    agreed(batch)
    assert fields.value_of(one(), "alert") == {"en": "Ask"}
    assert batch.report["counts"]["overtaken"] == 1


def test_a_record_of_ours_is_known_by_its_id_or_by_name_and_number(feed):
    ours = organization("oak", names={"en": "OAK  House"}, website="https://www.oak.example/x")
    helps = service("oak-help", of=ours, names={"en": "oak house help"}, kind="legal")
    there = hsds(minimum_age=16)
    there["organization"]["website"] = "oak.example"
    batch = feed.publish(there)
    assert "new" not in counts(batch)
    assert (Organization.objects.count(), Service.objects.count()) == (1, 1)
    helps.refresh_from_db()
    assert (helps.kind, fields.value_of(helps, "min_age")) == ("legal", 16)
    assert feed.record("service", uid("Oak House help")) == helps.id


def test_the_same_name_alone_is_not_the_same_organization(feed):
    organization("oak", names={"en": "Oak House"})
    feed.publish(hsds())
    assert Organization.objects.count() == 2


def test_new_records_keep_the_id_that_is_a_uuid_there_unless_it_is_taken(feed):
    taken = service("x", id=uid("Oak House"))
    feed.publish(hsds())
    assert str(one().id) == uid("Oak House help")
    assert str(taken.id) == uid("Oak House")
    assert one().organization_id != taken.id


def test_two_rows_with_one_id_are_one_and_a_sentence(feed):
    batch = feed.publish(hsds(), hsds(name="Another"))
    assert batch.report["refused"] == [
        f"services.json, entry 2 has the id {uid('Oak House help')}, which stood there before."
    ]
    assert one().name == "Oak House help"


def test_a_service_of_nobody_does_not_come_in(feed):
    lost = hsds() | {"organization": None, "organization_id": uid("nobody")}
    batch = feed.stage(lost, hsds("Elm House"))
    assert batch.report["refused"] == [
        f"services.json, entry 1 names the organization {uid('nobody')}, which did not come in."
    ]
    assert counts(batch) == {"new": 2, "refused": 1}


def test_nothing_of_an_import_is_agreed_to_by_itself(feed):
    """By two, as a whole: not piece by piece, by one who presses where other changes wait."""
    feed.stage(hsds(), by="ana")
    for piece in Proposal.objects.exclude(batch=None):
        for act in (proposals.agree, proposals.refuse, proposals.anew):
            with pytest.raises(proposals.Ended):
                act(piece, by="dee")
    assert (Service.objects.count(), Proposal.objects.exclude(ending=None).count()) == (0, 0)


def test_a_place_that_an_import_gives_a_service_stands_in_its_history(feed):
    feed.publish(hsds())
    first = one()
    feed.publish(at(hsds()))
    place = str(one().location_set.get().id)
    made = Change.objects.get(record=first.id, version=2)
    assert (made.why, made.before, made.after) == ("imported", {"places": []}, {"places": [place]})
    proposals.undo(made, by="dee")
    assert actions.places_of(one()) == []
