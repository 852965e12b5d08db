"""Whoever comes back with six words reads what was left unread, once, and nothing of before."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from havre.audit.models import Entry
from havre.channels.webchat.models import Session
from havre.contacts import access as contacts
from havre.contacts.actions import Words, answer, take
from havre.contacts.models import Contact, Message
from havre.lib import clock
from havre.retention.actions import minute_run
from havre.returning import access, actions
from havre.returning.actions import NoWay, StillHere
from havre.returning.models import Left, LeftCopy, Way
from havre.returning.phrase import Phrase, typed
from havre.returning.tests.hand import comes_back, ended, keeps, left, public_of, reads, wrong
from havre.vault import own, spoken
from havre.vault.refusals import CannotRead
from tests.hands import clock_at, later

pytestmark = pytest.mark.usefixtures("house")
ONE = Words("x", uuid.uuid4())


def test_a_reply_is_read_once_by_whoever_has_the_words_and_by_nobody_after(house):
    contact = ended(house)
    words = keeps(contact)
    assert reads(words) == []
    left(contact, "There is a bed now.", house)
    left(contact, "Call any day.", house, "sue")
    assert reads(words) == ["There is a bed now.", "Call any day."]
    assert reads(words) == []


@pytest.mark.hostile(49)
def test_nothing_that_was_said_before_is_ever_shown(house):
    contact = house.somebody_writes("Secret of the first day")
    ana = house.on_duty("ana")
    take(contact, by=ana)
    answer(contact, Words("Told while the page was open", uuid.uuid4()), by=ana)
    words = keeps(contact)
    assert reads(words) == []


@pytest.mark.hostile(49)
def test_whoever_comes_after_sees_that_somebody_was_here(house):
    words = keeps(ended(house))
    assert comes_back(words).before is None
    first = clock.now()
    again = comes_back(typed(" ".join(words.words).upper()))
    assert abs(again.before - first) < timedelta(seconds=5)


@pytest.mark.hostile(49)
def test_the_words_open_no_compartment_and_the_line_does_not_open_what_waits(house):
    contact = ended(house)
    words = keeps(contact)
    left(contact, "There is a bed now.", house)
    visit, message = comes_back(words), Message.objects.first()
    with pytest.raises(CannotRead):
        own.open_own(message.text, visit.private)
    with pytest.raises(CannotRead):
        own.open_own(LeftCopy.objects.get().text, own.session_pair(b"x" * 32)[1])
    assert public_of(contact) != bytes(Way.objects.get().public)


@pytest.mark.hostile(71)
@pytest.mark.hostile(81)
def test_a_stolen_table_holds_no_word_and_opens_nothing(house):
    contact = ended(house)
    words = keeps(contact)
    left(contact, "There is a bed now.", house)
    kept = b""
    with connection.cursor() as cursor:
        for table in ("way", "left", "leftcopy", "try", "return"):
            cursor.execute(f"SELECT * FROM returning_{table}")
            kept += repr([[bytes(v) if isinstance(v, memoryview) else v for v in row]
                          for row in cursor.fetchall()]).encode()  # fmt: skip
    said = [*words.words, words.locator, words.secret, "There is a bed now."]
    assert [word for word in said if word.encode() in kept] == []
    keeps(ended(house))
    assert len({bytes(each.salt) for each in Way.objects.all()}) == 2


@pytest.mark.parametrize("n", range(3))
def test_other_words_open_nothing_whichever_is_wrong(house, n):
    contact = ended(house)
    words = keeps(contact)
    left(contact, "There is a bed now.", house)
    others = list(words.words)
    others[n * 2] = "lantern"
    assert actions.come_back(Phrase(tuple(others))) is None
    assert reads(words) == ["There is a bed now."]


@pytest.mark.hostile(65)
@pytest.mark.hostile(67)
def test_words_that_lead_nowhere_cost_exactly_what_wrong_ones_cost(house, monkeypatch):
    words = keeps(ended(house))
    stretched, known = [], spoken.pair

    def pair(secret: str, salt: bytes):
        stretched.append((secret, len(salt)))
        return known(secret, salt)

    monkeypatch.setattr(spoken, "pair", pair)
    asked = []
    for said in (wrong(words), Phrase(("no", "where", *wrong(words).words[2:]))):
        queries: list[str] = []

        def note(execute, sql, *rest, queries=queries):
            queries.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            assert actions.come_back(said) is None
        asked.append(queries)
    assert asked[0] == asked[1]
    assert len(set(stretched)) == 1
    assert len(stretched) == 2


def test_of_two_who_come_at_once_each_reply_is_read_by_one(house):
    contact = ended(house)
    words = keeps(contact)
    left(contact, "There is a bed now.", house)
    one, two = comes_back(words), comes_back(words)
    assert [len(access.read(one)), len(access.read(two))] == [1, 0]


def test_what_was_fetched_can_be_read_again_on_its_page_for_minutes_and_is_gone(house):
    contact = ended(house)
    words = keeps(contact)
    left(contact, "There is a bed now.", house)
    visit = comes_back(words)
    assert [found.text for found in access.read(visit)] == ["There is a bed now."]
    assert len(access.read(visit)) == 1
    with clock_at(later(minutes=9)):
        minute_run()
        assert LeftCopy.objects.count() == 1
    with clock_at(later(minutes=11)):
        minute_run()
        assert (access.read(visit), LeftCopy.objects.count(), Left.objects.count()) == ([], 0, 1)


def test_the_same_browser_that_asks_again_gets_the_same_words_and_one_row(house):
    contact, seed = ended(house), spoken.new_seed()
    assert keeps(contact, seed) == keeps(contact, seed)
    assert Way.objects.count() == 1
    assert keeps(contact) != keeps(contact)


def test_words_whose_first_two_are_taken_are_drawn_anew(house):
    first, seed = ended(house), spoken.new_seed()
    taken = keeps(first, seed)
    Way.objects.update(public=b"y" * 32)  # somebody else's
    words = keeps(ended(house), seed)
    assert words != taken
    assert reads(words) == []


def test_an_answer_that_nobody_was_there_to_read_waits_for_the_words(house):
    contact = house.somebody_writes("I have to go")
    ana = house.on_duty("ana")
    take(contact, by=ana)
    words = keeps(contact)
    open_browser(contact, seen=later(seconds=-5))
    answer(contact, Words("You read this.", uuid.uuid4()), by=ana)
    Session.objects.update(seen_at=later(minutes=-3))
    answer(contact, Words("You were gone.", uuid.uuid4()), by=ana)
    assert reads(words) == ["You were gone."]


def test_a_reply_is_left_only_where_nobody_is_there_and_there_are_words(house):
    contact = house.somebody_writes("Hello")
    ana = house.on_duty("ana")
    take(contact, by=ana)
    with pytest.raises(NoWay):
        actions.leave(contact, ONE, by=ana)
    keeps(contact)
    open_browser(contact, seen=later(seconds=-5))
    with pytest.raises(StillHere):
        actions.leave(contact, ONE, by=ana)
    Session.objects.all().delete()
    actions.leave(contact, ONE, by=ana)
    actions.leave(contact, ONE, by=ana)
    assert Message.objects.filter(sender="staff").count() == 1
    assert [each.fetched for each in access.left_of(contact)] == [False]
    said = contacts.said_in(contact, by=ana)
    assert (said[-1].text, said[-1].author) == ("x", "Ana")
    assert Entry.objects.filter(verb="reply_left").count() == 1


def test_the_desk_sees_whether_it_was_fetched_and_how_often_others_tried(house):
    contact = ended(house)
    words = keeps(contact)
    left(contact, "There is a bed now.", house)
    for n in range(2):
        assert actions.come_back(wrong(words, n)) is None
    (way,) = access.known_of(contact)
    assert (way.used_at, way.in_vain, way.language) == (None, 2, "fr")
    visit = comes_back(words)
    assert visit.in_vain == 2
    assert [each.fetched for each in access.left_of(contact)] == [True]
    (way,) = access.known_of(contact)
    assert (way.in_vain, way.used_at is not None) == (0, True)


def test_who_opens_the_new_contact_knows_where_it_goes_on_and_can_answer_into_it(house):
    before = ended(house)
    words = keeps(before)
    visit = comes_back(words)
    now = house.somebody_writes("It is me again")
    actions.link(now.id, visit)
    actions.link(now.id, visit)
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    assert access.came_back_from(now, by=ana).before == before
    assert access.came_back_from(now, by=ben).before is None  # of another team
    assert access.came_back_from(before, by=ana) is None
    take(now, by=ana)
    actions.leave(now, Words("Good that you wrote.", uuid.uuid4()), by=ana)
    assert reads(words) == ["Good that you wrote."]


def open_browser(contact: Contact, *, seen) -> None:
    public = own.session_pair(b"s" * 32)[0]
    Session.objects.create(
        id=own.session_id(b"s" * 32), contact=contact, file=contact.file, public=public,
        conversation=public_of(contact), language="en", seen_at=seen,
    )  # fmt: skip
