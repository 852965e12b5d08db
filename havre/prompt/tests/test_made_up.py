"""Made-up services are like real ones, the same every time, and never among real ones unasked."""

import argparse

import pytest

from havre.audit.models import Entry
from havre.directory import cards, fields, finding
from havre.directory.entries import entry_of
from havre.directory.finder.index import Index
from havre.directory.finder.wanted import Wanted
from havre.directory.models import RESPONDER, Counter, Organization, SearchDoc, Service
from havre.directory.tests.scenes import service
from havre.lib import clock
from havre.prompt import seeding
from havre.prompt.made_up import cards as made_up_cards
from havre.prompt.made_up import words
from havre.prompt.made_up.services import PREFIX, organizations
from havre.prompt.said import DONE, Refused


def run(*given: str) -> int:
    parser = argparse.ArgumentParser()
    seeding.add_to(parser.add_subparsers())
    options = parser.parse_args(["seed", "directory", *given])
    return options.run(options)


def test_the_same_seed_makes_the_same_and_another_one_others():
    assert list(organizations(40, 7)) == list(organizations(40, 7))
    assert list(organizations(20, 7)) == list(organizations(40, 7))[:10]
    assert list(organizations(20, 7, first=20)) == list(organizations(40, 7))[10:]
    assert list(organizations(20, 7)) != list(organizations(20, 8))


def test_exactly_as_many_services_as_were_wished():
    for size in (1, 2, 3, 11):
        assert sum(len(services) for _, services in organizations(size, 0)) == size


def test_every_field_is_one_that_a_curator_could_have_typed():
    for owner, services in organizations(600, 3):
        assert fields.checked(fields.ORGANIZATION, owner.values) == owner.values
        for each in services:
            assert fields.checked(fields.SERVICE, each.values) == each.values
            if each.place:
                assert fields.checked(fields.LOCATION, each.place.values) == each.place.values


def test_each_says_that_nobody_is_there_and_no_number_of_theirs_is_anybodys():
    notice = words.both(words.words()["made_up"])
    for owner, services in organizations(300, 1):
        for each in services:
            told = each.values["alert"]
            assert each.key.startswith(PREFIX)
            assert told
            assert told.items() <= notice.items()
            numbers = each.values["phones"] + owner.values["phones"]
            assert all("-555-01" in row["number"] for row in numbers)
            assert not each.values.keys() & {"email", "website", "route"}


def test_few_words_are_said_often_and_very_many_seldom():
    seen: dict[str, int] = {}
    for _, services in organizations(1_000, 2):
        for each in services:
            for word in each.values["summaries"].get("fr", "").split():
                seen[word] = seen.get(word, 0) + 1
    once = sum(1 for count in seen.values() if count == 1)
    assert len(seen) > 800
    assert once > len(seen) / 3
    assert max(seen.values()) > 500


def test_they_are_where_people_live_and_of_every_sort():
    of = [each.values for _, services in organizations(3_000, 5) for each in services]
    provinces = [each["province"] for each in of]
    assert provinces.count("ON") > provinces.count("NB") > 0
    assert len(set(provinces)) >= 12
    assert {each["reach"] for each in of} == set(fields.REACHES)
    assert len({each["kind"] for each in of}) == 25
    alone = sum(1 for each in of if len(each["names"]) == 1)
    assert 0.3 < alone / len(of) < 0.5


@pytest.mark.usefixtures("db")
def test_a_house_tells_the_same_of_them_as_they_do_without_one():
    assert run("--size", "301", "--seed", "4") == DONE
    kept = {doc.service: doc.entries for doc in SearchDoc.objects.all()}
    rows = Service.objects.select_related("organization").prefetch_related("location_set")
    assert {row.id: cards.cards(row) for row in rows} == kept
    now = clock.now()
    for owner, services in organizations(301, 4):
        for each in services:
            told = made_up_cards.card(owner, each, RESPONDER, now)
            assert told.keys() == cards.of_tier(kept[each.id], RESPONDER).keys()


@pytest.mark.usefixtures("db")
def test_they_are_found_at_once_and_told_once():
    finding.index(RESPONDER)
    assert run("--size", "50") == DONE
    index = finding.index(RESPONDER)
    assert len(index) == 50
    assert index.find(Wanted(police=True), clock.now()).total == 50
    assert list(Entry.objects.values_list("actor", "verb")) == [("made-up", "directory_imported")]
    assert Counter.objects.get().n == 50
    assert sorted(SearchDoc.objects.values_list("n", flat=True)) == list(range(1, 51))


@pytest.mark.usefixtures("db")
def test_again_means_that_many_more():
    run("--size", "5", "--seed", "1")
    run("--size", "6", "--seed", "2")
    assert Service.objects.count() == 11
    assert Organization.objects.count() == 6
    assert Counter.objects.get().n == 11


@pytest.mark.usefixtures("db")
def test_never_among_services_somebody_may_be_sent_to_unless_it_is_said(capsys):
    service("bed")
    with pytest.raises(Refused, match="Nothing was changed"):
        run("--size", "3")
    assert Service.objects.count() == 1
    assert run("--size", "3", "--beside") == DONE
    assert Service.objects.count() == 4
    assert capsys.readouterr().out == "The directory holds 3 made-up services now.\n"


@pytest.mark.parametrize("size", ["0", "-4", "many", "1000001"])
def test_a_number_that_is_none_is_refused(size, capsys):
    with pytest.raises(SystemExit):
        run("--size", size)
    assert "--size" in capsys.readouterr().err


def test_every_made_up_entry_is_one_the_finder_takes():
    index, now = Index(), clock.now()
    for owner, services in organizations(500, 9):
        for each in services:
            index.put(entry_of(made_up_cards.card(owner, each, RESPONDER, now)))
    assert len(index) == 500
