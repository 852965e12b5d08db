"""Anybody leaves a note of what they saw: nothing is asked of them, nothing is lost."""

import re
import uuid
from contextlib import suppress

import pytest
from django.db import DatabaseError

from havre.channels.webchat.tests.hand import start
from havre.contacts.models import Message
from havre.lib.crowd import Crowd
from havre.tips import access, actions
from havre.tips.models import Tip
from havre.vault.models import RoleKey
from tests.crowds import carried
from tests.faces import Browser, Watched
from tests.hands import clock_at, later

PAGE = "/en/note/"
FIELDS = ("what", "where", "when", "who", "vehicle", "online")


@pytest.fixture(autouse=True)
def _budget(house, monkeypatch):
    monkeypatch.setattr(actions, "CROWD", Crowd("note", most=100, a_second=1))


def leave(front: Browser, page: str = PAGE, **said: str):
    key = re.findall(r'name="key" value="([^"]+)"', front.get(page).content.decode())[0]
    return front.post(page, {"key": key} | said)


@pytest.mark.requirement("001-05")
@pytest.mark.parametrize("field", FIELDS)
def test_one_box_is_enough_whichever_and_no_cookie_is_set(front: Browser, house, field):
    answer = leave(front, **{field: "I saw it"})
    page, _, token = answer["Location"].partition("?")
    assert (answer.status_code, page, bool(answer.cookies)) == (303, "/en/note/kept/", False)
    assert "saw" not in token
    opened = access.opened(Tip.objects.get(), by=house.on_duty("sue"))
    assert (getattr(opened.seen, field), opened.tip.passing_on) == ("I saw it", "no")
    assert "Your note is with us" in front.get("/en/note/kept/").content.decode()


@pytest.mark.requirement("001-05")
@pytest.mark.requirement("000-01")
def test_the_page_asks_nothing_of_whoever_leaves_it_and_says_what_comes_first(front: Browser):
    page = front.get(PAGE).content.decode()
    form = page.split("<form", 1)[1]
    named = set(re.findall(r'name="(\w+)"', form))
    assert named == {*FIELDS, "passing_on", "key"}
    assert ("required" in form, 'type="file"' in page, 'type="email"' in page) == (False,) * 3
    assert page.index("tel:911") < page.index("<form")
    assert "don’t step in" in page


@pytest.mark.requirement("000-16")
@pytest.mark.parametrize(("said", "kept"), [("yes", "yes"), ("no", "no"), ("", "no")])
def test_only_a_yes_lets_it_be_passed_on(front: Browser, said, kept):
    assert leave(front, what="seen", passing_on=said).status_code == 303
    assert Tip.objects.get().passing_on == kept


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Nothing is written yet."),
        ({"what": " \n\t"}, "Nothing is written yet."),
        ({"what": "x" * 4_001, "who": "Kept words"}, "4000"),
        ({"what": "Kept words", "passing_on": "maybe"}, "not kept yet"),
        ({"what": "Kept words", "key": "none"}, "too old"),
    ],
)
def test_what_cannot_be_kept_says_why_and_keeps_the_words(front: Browser, said, sentence):
    answer = leave(front, **said)
    page = answer.content.decode()
    assert (answer.status_code, Tip.objects.count(), sentence in page) == (422, 0, True)
    assert "Kept words" in page or "Kept words" not in said.values()


@pytest.mark.hostile(1)
@pytest.mark.parametrize(
    "words", ["\U0001f54a️ à l’aube", "هنا عند الباب", "a\u202eb", "<script>x</script>"]
)
def test_every_script_comes_back_as_it_was(front: Browser, house, words):
    assert leave(front, what=words).status_code == 303
    seen = access.opened(Tip.objects.get(), by=house.on_duty("sue")).seen
    assert seen.what.replace("\u202e", "") == words.replace("\u202e", "")


@pytest.mark.hostile(100)
def test_a_bot_is_told_to_wait_and_a_person_keeps_their_words(front: Browser, monkeypatch):
    monkeypatch.setattr(actions, "CROWD", Crowd("note", most=2, a_second=0.1))
    answers = [leave(front, what=f"note {n}") for n in range(12)]
    assert [a.status_code for a in answers] == [303] * 2 + [429] * 10
    assert int(answers[-1]["Retry-After"]) >= 1
    assert "note 11" in answers[-1].content.decode()
    assert Tip.objects.count() == 2


@pytest.mark.hostile(100)
def test_a_thousand_notes_of_a_bot_leave_room_for_whoever_waits_or_whose_device_works(
    front: Browser, monkeypatch
):
    monkeypatch.setattr(actions, "CROWD", Crowd("note", most=8, a_second=0.001))
    for _ in range(1_000):
        with suppress(actions.TooManyNow):
            actions.receive(actions.Seen("noise"), passing_on=False, key=uuid.uuid4())
    assert Tip.objects.count() == 8
    said = [carried(front.get(PAGE).content.decode()) for _ in range(8)]
    answers = [front.post(PAGE, each | {"what": "I saw it"}) for each in said]
    assert [each.status_code for each in answers] == [303] * 8
    without = carried(front.get(PAGE).content.decode(), works=False) | {"what": "Kept words"}
    full = front.post(PAGE, without)
    page = full.content.decode()
    assert (full.status_code, "Kept words</textarea>" in page) == (429, True)
    assert (
        page.index('href="tel:18339001010"') < page.index("Very many notes") < page.index("<form")
    )
    with clock_at(later(seconds=11)):
        assert front.post(PAGE, without).status_code == 303
    assert Tip.objects.count() == 17


@pytest.mark.parametrize("bent", [{"work": "x"}, {"place": "x"}])
def test_work_that_is_none_keeps_every_word_of_the_note(front: Browser, monkeypatch, bent):
    monkeypatch.setattr(actions, "CROWD", Crowd("note", most=2, a_second=0.001))
    for n in range(3):
        leave(front, what=f"note {n}")
    said = {"what": "Kept words", "vehicle": "red", "passing_on": "yes"}
    answer = front.post(PAGE, carried(front.get(PAGE).content.decode()) | said | bent)
    page = answer.content.decode()
    assert (answer.status_code, "Kept words" in page, 'value="red"' in page) == (429, True, True)
    assert front.post(PAGE, carried(page) | said).status_code == 303
    assert Tip.objects.filter(passing_on="yes").count() == 1


def test_while_few_leave_notes_the_page_asks_for_nothing_and_later_for_no_more_than_it_needs(
    front: Browser, monkeypatch
):
    monkeypatch.setattr(actions, "CROWD", Crowd("note", most=4, a_second=0.001))
    quiet = front.get(PAGE).content.decode()
    for n in range(3):
        leave(front, what=f"note {n}")
    busy = front.get(PAGE)
    assert ("data-preparing" in quiet, "data-preparing" in busy.content.decode()) == (False, True)
    assert busy.cookies == {}
    nothing = front.post(PAGE, carried(busy.content.decode(), works=False)).content.decode()
    assert ("Nothing is written yet." in nothing, "data-preparing" in nothing) == (True, True)


def test_a_full_disk_loses_no_word(front: Browser, monkeypatch):
    def full(*_args: object, **_named: object) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr("havre.tips.models.Tip.objects.bulk_create", full)
    answer = leave(front, what="Keep me", vehicle="red")
    page = answer.content.decode()
    assert (answer.status_code, "Keep me" in page, 'value="red"' in page) == (503, True, True)


def test_a_house_from_before_the_role_takes_messages_and_says_truly_that_no_note_is_kept(
    front: Browser, settings
):
    RoleKey.objects.filter(role="tips").delete()
    answer = leave(front, what="Keep me")
    page = answer.content.decode()
    assert (answer.status_code, "Keep me" in page, settings.LINE_PHONE in page) == (503, True, True)
    assert front.get("/health/").status_code == 200
    start(front, "Hello")
    assert Message.objects.filter(sender="person").exists()


def test_the_front_only_adds(front: Browser):
    key = re.findall(r'name="key" value="([^"]+)"', front.get(PAGE).content.decode())[0]
    with Watched() as watched:
        assert front.post(PAGE, {"key": key, "what": "seen"}).status_code == 303
    assert watched.read == {"vault_rolekey"}
    assert watched.changed == {
        ("INSERT", table)
        for table in ("tips_tip", "vault_compartment", "vault_sealedsecret", "vault_auditkey")
    }


def test_another_site_leaves_no_note(front: Browser):
    key = re.findall(r'name="key" value="([^"]+)"', front.get(PAGE).content.decode())[0]
    far = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert front.post(PAGE, {"key": key, "what": "x"}, headers=far).status_code in {400, 403}
    assert not Tip.objects.exists()
