"""The house honours whom the person wants to talk with, or says in a sentence that it cannot."""

import pytest

from havre.contacts import actions, offering
from havre.contacts.models import Asked
from havre.contacts.tests.waiting import endings, standing
from havre.staff.models import Member

pytestmark = pytest.mark.usefixtures("told")


@pytest.mark.requirement("000-15")
def test_a_woman_who_comes_later_is_asked_alone_and_nobody_else_slips_in(house, mina, told):
    ana = house.on_duty("ana")
    offering.asked_by_the_person(mina.id, "woman", key=mina.id)
    offering.keep_watch(), offering.keep_watch()
    assert (told, standing(mina)) == (["no_woman"], ("one", "Ana"))
    ben = house.on_duty("ben")
    Member.objects.filter(id=ben.id).update(skills="woman")
    offering.keep_watch()
    assert (endings(), standing(mina)) == ([("Ana", "gone")], ("one", "Ben"))
    actions.take(mina, by=ana)  # they know that whoever is free may answer
    assert told == ["no_woman", "taken"]


@pytest.mark.requirement("000-15")
def test_while_a_woman_is_asked_nobody_else_takes_and_danger_waits_for_nobody(house, mina, told):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    Member.objects.filter(id=ben.id).update(skills="woman")
    offering.asked_by_the_person(mina.id, "woman", key=mina.id)
    offering.keep_watch()
    with pytest.raises(actions.WomanIsAsked):
        actions.take(mina, by=ana)
    offering.asked_by_the_person(mina.id, "danger", key=mina.file)
    actions.take(mina, by=ana)
    assert told == ["no_woman", "taken"]  # never a man without a word about it


def test_a_wish_said_while_nobody_was_there_is_answered_once_somebody_is(house, mina, told):
    offering.asked_by_the_person(mina.id, "woman", key=mina.id)
    offering.keep_watch(), offering.keep_watch()
    house.on_duty("ana")
    offering.keep_watch()
    assert told == ["no_woman"]


@pytest.mark.requirement("000-15")
def test_not_with_this_colleague_is_a_sentence_and_never_ignored(house, mina):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    actions.take(mina, by=ana)
    offering.ask(mina, "not", by=ana, member=ana.member)
    offering.give_back(mina, by=ana)
    offering.keep_watch()
    assert standing(mina) == ("one", "Ben")
    with pytest.raises(actions.NotWanted):
        actions.take(mina, by=ana)
    actions.take(mina, by=ben)


def test_a_woman_is_asked_for_once_and_looked_for(house, mina):
    house.on_duty("ana")
    ben = house.on_duty("ben")
    Member.objects.filter(id=ben.id).update(skills="woman")
    offering.asked_by_the_person(mina.id, "woman", key=mina.id)
    offering.asked_by_the_person(mina.id, "woman", key=mina.id)
    offering.keep_watch()
    assert Asked.objects.count() == 1
    assert standing(mina) == ("one", "Ben")


def test_without_a_woman_on_duty_the_person_is_told_and_somebody_is_asked(house, mina, told):
    house.on_duty("ana")
    offering.asked_by_the_person(mina.id, "woman", key=mina.id)
    offering.keep_watch(), offering.keep_watch()
    assert told == ["no_woman"]
    assert standing(mina) == ("one", "Ana")


def test_what_is_asked_for_while_an_offer_stands_counts_at_once(house, mina, told):
    house.on_duty("ana"), house.on_duty("ben")
    offering.keep_watch()
    offering.asked_by_the_person(mina.id, "woman", key=mina.id)
    offering.keep_watch(), offering.keep_watch()
    assert told == ["no_woman"]
    offering.asked_by_the_person(mina.id, "danger", key=mina.file)
    offering.keep_watch()
    assert standing(mina) == ("all", "")
