"""The house honours whom the person wants to talk with, or says in a sentence that it cannot."""

import pytest

from havre.contacts import actions, offering
from havre.contacts.models import Asked, Offer
from havre.contacts.signals import Facts
from havre.contacts.tests.waiting import endings, standing
from havre.contacts.wishes import NONE_OF_THEM, WISHES
from havre.staff.models import Member

pytestmark = pytest.mark.usefixtures("told")


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


def test_while_a_woman_is_asked_nobody_else_takes_and_danger_waits_for_nobody(house, mina, told):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    Member.objects.filter(id=ben.id).update(skills="woman")
    offering.asked_by_the_person(mina.id, "woman", key=mina.id)
    offering.keep_watch()
    with pytest.raises(actions.SomebodyIsAsked):
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


def on_duty(house, name: str, *, brings: str):
    Member.objects.filter(name=name).update(skills=brings)
    return house.on_duty(name)


@pytest.mark.parametrize("wish", WISHES)
def test_whoever_brings_what_is_wished_for_is_asked_first_and_nobody_else_slips_in(
    house, mina, told, wish
):
    ana, ben = house.on_duty("ana"), on_duty(house, "ben", brings=wish)
    offering.asked_by_the_person(mina.id, wish, key=mina.id)
    offering.keep_watch()
    assert (standing(mina), told) == (("one", "Ben"), [])
    with pytest.raises(actions.SomebodyIsAsked) as asked:
        actions.take(mina, by=ana)
    assert asked.value.wish == wish
    actions.take(mina, by=ben)
    assert told == ["taken"]


@pytest.mark.parametrize("wish", WISHES)
def test_with_nobody_like_that_the_person_is_told_once_and_whoever_is_free_is_asked(
    house, mina, told, wish
):
    on_duty(house, "ana", brings=" ".join(other for other in WISHES if other != wish))
    offering.asked_by_the_person(mina.id, wish, key=mina.id)
    for _ in range(4):
        offering.keep_watch()
    assert (told, standing(mina)) == ([f"no_{wish}"], ("one", "Ana"))


def test_no_skill_said_is_none_and_never_all(house, mina, told):
    ana = on_duty(house, "ana", brings="")
    offering.asked_by_the_person(mina.id, "youth", key=mina.id)
    actions.take(mina, by=ana)
    assert told == ["no_youth", "taken"]


def test_of_two_wishes_the_nearer_is_kept_and_the_other_is_said(house, mina, told):
    """Ben brings one, Ana the other, nobody both: nobody is left waiting for the two of them."""
    ana, ben = (
        on_duty(house, name, brings=what)
        for name, what in (("ana", "indigenous"), ("ben", "woman"))
    )
    for n, wish in enumerate(("indigenous", "woman")):
        offering.asked_by_the_person(mina.id, wish, key=(mina.id, mina.file)[n])
    with pytest.raises(actions.SomebodyIsAsked):
        actions.take(mina, by=ana)
    for _ in range(3):
        offering.keep_watch()
    assert (told, standing(mina)) == (["no_indigenous"], ("one", "Ben"))
    actions.take(mina, by=ben)
    assert told == ["no_indigenous", "taken"]


def test_whoever_brings_both_is_asked_before_who_brings_one(house, mina, told):
    on_duty(house, "ana", brings="woman"), on_duty(house, "ben", brings="woman labour")
    offering.asked_by_the_person(mina.id, "woman", key=mina.id)
    offering.asked_by_the_person(mina.id, "labour", key=mina.file)
    offering.keep_watch()
    assert (standing(mina), told) == (("one", "Ben"), [])


def test_no_wish_makes_danger_wait(house, mina):
    house.on_duty("ana"), on_duty(house, "ben", brings="youth")
    offering.asked_by_the_person(mina.id, "youth", key=mina.id)
    offering.asked_by_the_person(mina.id, "danger", key=mina.file)
    offering.keep_watch()
    assert standing(mina) == ("all", "")


def test_what_is_handed_on_is_offered_to_who_brings_what_is_wished_for(house, mina, told):
    ana = house.on_duty("ana")
    on_duty(house, "ben", brings="labour")
    actions.take(mina, by=ana)
    offering.ask(mina, "labour", by=ana)
    offering.give_back(mina, by=ana)
    offering.keep_watch()
    assert (standing(mina), told) == (("one", "Ben"), ["taken", "given"])


def test_a_wish_is_kept_no_longer_than_somebody_may_wait(house, mina):
    """Cut off, it still counts; closed, nothing unsealed tells of it. Danger is not forgotten."""
    ana = house.on_duty("ana")
    for n, what in enumerate(("indigenous", "danger")):
        offering.asked_by_the_person(mina.id, what, key=(mina.id, mina.file)[n])
    actions.take(mina, by=ana)
    offering.give_back(mina, by=ana)
    assert set(Asked.objects.values_list("what", flat=True)) == {"indigenous", "danger"}
    Offer.objects.create(contact=mina, step="no_indigenous", until=mina.opened_at)
    actions.take(mina, by=ana)
    actions.close(mina, by=ana, outcome="supported", facts=Facts(), no_wish="not_said")
    assert list(Asked.objects.values_list("what", flat=True)) == ["danger"]
    assert not Offer.objects.filter(step__in=NONE_OF_THEM).exists()


def test_what_a_channel_asks_of_who_answers_goes_first_and_keeps_nobody_waiting(
    house, mina, told, settings
):
    settings.QUEUE_SKILLS = {mina.channel: "tips"}
    ana = house.on_duty("ana")
    offering.keep_watch()
    assert (standing(mina), told) == (("one", "Ana"), [])
    on_duty(house, "ben", brings="tips")
    offering.keep_watch(), offering.keep_watch()
    assert (endings(), standing(mina)) == ([("Ana", "gone")], ("one", "Ben"))
    actions.take(mina, by=ana)
    assert told == ["taken"]
