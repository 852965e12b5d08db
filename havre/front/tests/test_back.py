"""Whoever kept six words comes back, sees what was left and nothing else, and leaves no trace."""

import re
import uuid

import pytest
from django.conf import LazySettings
from django.db import DatabaseError

from havre.channels.webchat import crowd
from havre.contacts.models import Contact
from havre.front.tests.hand_back import PAGE, comes, field, follow
from havre.lib.crowd import NOTHING, Crowd
from havre.retention.actions import minute_run
from havre.returning import access, tries
from havre.returning.models import Answer, LeftCopy, Return, Try
from havre.returning.phrase import Phrase
from havre.returning.tests.hand import ended, keeps, left, wrong
from tests.crowds import carried
from tests.faces import Watched

REPLY = "There is a bed in the green house."


pytestmark = pytest.mark.usefixtures("house", "quick")


@pytest.mark.hostile(48)
@pytest.mark.hostile(49)
def test_the_words_show_what_was_left_once_and_leave_no_cookie_and_no_address(front, house):
    contact = ended(house)
    words = keeps(contact)
    left(contact, REPLY, house)
    answer = front.post(PAGE, {"words": " ".join(words.words).upper()})
    page = follow(front, answer)
    assert (REPLY in page, "Secret of the first day" in page, bool(answer.cookies)) == (
        True, False, False)  # fmt: skip
    assert "used for the first time" in page
    assert [w for w in words.words if w in answer.headers["Location"]] == []
    assert [w for w in words.words if re.search(rf"\b{w}\b", page)] == []
    again = comes(front, words)
    assert (REPLY in again, "Nothing was left" in again, "last used" in again) == (
        False, True, True)  # fmt: skip


@pytest.mark.hostile(67)
def test_words_that_are_wrong_and_words_that_never_were_get_the_same_page(front, house):
    words = keeps(ended(house))
    nowhere = Phrase(("no", "where", *wrong(words).words[2:]))
    told = {comes(front, said) for said in (wrong(words), nowhere)}
    assert (len(told), "These words opened nothing." in told.pop()) == (1, True)
    assert "These words opened nothing." in follow(front, front.post(PAGE, {"words": "x"}))
    assert "These words opened nothing." in follow(front, front.post(PAGE))
    assert Try.objects.count() == 2 + 1  # what is not six words costs nothing


@pytest.mark.hostile(1)
@pytest.mark.parametrize(
    "typed", ["é" * 90_000, "\0\u202e a b c d e", "<script>x</script>", "🕊 " * 6]
)
def test_whatever_is_typed_leads_to_a_page_without_it(front, house, typed):
    page = follow(front, front.post(PAGE, {"words": typed}))
    assert "opened nothing" in page
    assert "<script>x" not in page


@pytest.mark.hostile(65)
def test_too_many_tries_are_told_when_to_come_and_the_number(front, house, settings: LazySettings):
    words = keeps(ended(house))
    pages = [comes(front, wrong(words, n)) for n in range(tries.FREE + 1)]
    assert "in 60 minutes" in pages[-1]
    assert settings.LINE_PHONE in pages[-1]
    assert "in 60 minutes" in comes(front, words)


def test_when_all_try_at_once_the_page_says_so(front, house, monkeypatch):
    words = keeps(ended(house))
    monkeypatch.setattr(tries, "A_MINUTE", 0)
    assert "Very many words are tried" in comes(front, words)


def test_a_broken_table_is_said_and_nothing_is_lost(front, house, monkeypatch):
    contact = ended(house)
    words = keeps(contact)
    left(contact, REPLY, house)

    def broken(*_: object) -> None:
        raise DatabaseError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr("havre.returning.tries.begin", broken)
        assert "were not looked at" in comes(front, words)
    assert REPLY in comes(front, words)


@pytest.mark.hostile(41)
def test_whoever_leaves_or_is_done_ends_the_page(front, house):
    contact = ended(house)
    words = keeps(contact)
    for leaves in ("exit", "done"):
        left(contact, REPLY, house)
        address = front.post(PAGE, {"words": " ".join(words.words)}).headers["Location"]
        page = front.get(address).content.decode()
        assert REPLY in page
        if leaves == "exit":
            (way_out,) = re.findall(r'<a class="exit-button" href="(/exit/\?[\w-]+)"', page)
            front.get(way_out)
        else:
            gone = front.post(f"{PAGE}done/", {"back": field(page, "back")})
            assert (gone.status_code, gone["Location"]) == (303, "/en/")
        over = front.get(address).content.decode()
        assert (REPLY in over, "That page is over" in over) == (False, True)


@pytest.mark.parametrize("sure", ["yes", ""])
def test_everything_is_forgotten_for_whoever_is_sure(front, house, sure):
    words = keeps(ended(house))
    page = comes(front, words)
    said = {"back": field(page, "back"), "sure": sure}
    told = follow(front, front.post(f"{PAGE}forgetting/", said))
    minute_run()
    assert ("It will be forgotten" in told, Contact.objects.exists()) == (bool(sure), not sure)
    assert ("opened nothing" in comes(front, words)) == bool(sure)
    over = follow(front, front.post(f"{PAGE}forgetting/", {"back": "x", "sure": "yes"}))
    assert "page is over" in over


@pytest.mark.hostile(6)
def test_the_words_of_one_language_work_on_the_page_of_the_other(front, house):
    contact = ended(house)
    words = keeps(contact)
    left(contact, REPLY, house)
    assert REPLY in comes(front, words, "/en/back/")


def test_whoever_writes_on_begins_a_new_contact_that_is_tied_to_the_old_one(front, house):
    before = ended(house)
    page = comes(front, keeps(before))
    said = {"key": field(page, "key"), "back": field(page, "back"), "text": "It is me"}
    answer = front.post("/en/talk/", said)
    assert answer.headers["Location"].startswith("/en/talk/")
    now = Contact.objects.exclude(id=before.id).get()
    assert access.came_back_from(now, by=house.on_duty("sue")).before == before
    front.post("/en/talk/", said)
    assert (Contact.objects.count(), Return.objects.count()) == (2, 1)
    assert "It is me" in front.get("/en/talk/").content.decode()


def test_whoever_writes_on_into_a_flood_is_still_tied_to_what_was_before(front, house, monkeypatch):
    before = ended(house)
    page = comes(front, keeps(before))
    full = Crowd("talk", most=1, a_second=0.001)
    monkeypatch.setattr(crowd, "_crowd", lambda _: full)
    assert full.wait("bot", NOTHING) == 0
    said = {"key": field(page, "key"), "back": field(page, "back"), "text": "It is me"}
    answer = front.post("/en/talk/", said)
    waits = answer.content.decode()
    assert (answer.status_code, f'href="/exit/?{said["back"]}"' in waits) == (429, True)
    again = carried(waits) | {"back": field(waits, "back"), "text": "It is me"}
    assert front.post("/en/talk/", again).status_code == 303
    now = Contact.objects.exclude(id=before.id).get()
    assert access.came_back_from(now, by=house.on_duty("sue")).before == before


@pytest.mark.parametrize("token", ["", "x", "A" * 9_000])
def test_a_made_up_token_ties_nothing(front, house, token):
    front.post("/en/talk/", {"key": "k" * 43, "back": token, "text": "Hello"})
    assert (Contact.objects.count(), Return.objects.count()) == (1, 0)
    assert front.post(f"{PAGE}adding/", {"back": token, "text": "x"}).status_code == 303
    assert front.post(f"{PAGE}done/", {"back": token}).status_code == 303
    assert Answer.objects.count() == 0


@pytest.mark.hostile(90)
def test_the_front_reads_nothing_that_leads_to_anybody(front, house):
    contact = ended(house)
    words = keeps(contact)
    left(contact, REPLY, house)
    with Watched() as watched:
        comes(front, words)
        comes(front, wrong(words))
    assert watched.read == {"returning_way", "returning_leftcopy", "returning_try"}
    assert watched.changed == {
        ("INSERT", "returning_try"),
        ("DELETE", "returning_try"),
        ("UPDATE", "returning_way"),
        ("UPDATE", "returning_leftcopy"),
    }


def test_nobody_adds_to_a_contact_as_if_it_were_a_note(front, house):
    page = comes(front, keeps(ended(house)))
    more = {"back": field(page, "back"), "key": str(uuid.uuid4()), "text": "x"}
    assert "page is over" in follow(front, front.post(f"{PAGE}adding/", more))
    assert (Answer.objects.count(), LeftCopy.objects.count()) == (0, 0)


def test_the_list_for_the_script_is_that_of_the_page(front, house):
    found = {front.get(f"/{language}/back/known.bin").content for language in ("en", "fr")}
    assert {len(each) for each in found} == {8_192}
    assert len(found) == 2
