"""The house shows nothing of a conversation while somebody may look, until the person wants it."""

import re
import uuid
from datetime import timedelta

import pytest

from havre.channels.webchat.models import GRACE, Session
from havre.channels.webchat.tests.hand import box, kept, start, told
from havre.contacts.models import Asked, Message
from tests.faces import Browser
from tests.people import House

CANARY = "Zimtstern"
ADDRESSES = ("", "messages/", "messages.json", "messages.json?since=x", "hide/", "sign/")


def press(front: Browser, what: str, *, key: str = "", **more: str):
    """One of the signs."""
    return front.post("/en/talk/sign/", {"sign": what, "key": key or str(uuid.uuid4())} | more)


def stands(front: Browser) -> str:
    """All that any page of this browser shows."""
    found = [front.get(f"/{language}/talk/{at}")
             for at in ADDRESSES for language in ("en", "fr")]  # fmt: skip
    page = "\n".join(each.content.decode() for each in found)
    return re.sub(r'value="[^"]{40,}"', "", page)


@pytest.fixture
def mina(house: House, front: Browser) -> Browser:
    """She wrote, and is half-way through the next sentence."""
    start(front, CANARY)
    return front


@pytest.mark.hostile(41)
@pytest.mark.parametrize("how", ["hide", "company"])
def test_shows_nothing_of_it_at_any_address_until_it_is_wanted_back(
    mina: Browser, how: str
) -> None:
    half = {"text": f"{CANARY} half"}
    if how == "hide":
        assert mina.post("/en/talk/hide/", half)["Location"] == "/en/talk/"
    else:
        assert press(mina, "company", **half)["Location"] == "/en/talk/"
    page = stands(mina)
    assert re.findall(rf"{CANARY}|message|You|here|Is it safe|833", _words(page)) == []
    assert (CANARY in page, page.count("<title>Information</title>") > 0) == (False, True)
    assert stands(mina) == page  # loaded again
    mina.post("/en/talk/show/")
    assert (CANARY in stands(mina), box(mina)) == (True, f"{CANARY} half")


def _words(page: str) -> str:
    """What stands on it, below the way out."""
    return re.sub(r"<[^>]*>", " ", "\n".join(re.findall(r"<main.*?</main>", page, re.S)))


def test_the_neutral_page_is_a_date_and_one_button(mina: Browser) -> None:
    mina.post("/en/talk/hide/")
    page = mina.get("/fr/talk/").content.decode()
    words = _words(page).split()
    assert (len(words), words[-1]) == (5, "Continuer")  # lundi, 30, novembre, 2026
    assert 'href="/exit/"' in page


def test_a_script_is_sent_there_and_a_frame_shows_nothing_and_lives_on(mina: Browser) -> None:
    mina.post("/en/talk/hide/")
    asked = mina.get("/en/talk/messages.json")
    frame = mina.get("/en/talk/messages/")
    assert (asked.status_code, asked.json()) == (410, {})
    assert (frame.content, frame["Refresh"]) == (b"", "5")
    assert Session.objects.count() == 1


def test_what_comes_meanwhile_is_there_once_it_is_shown_again(house: House, mina: Browser) -> None:
    mina.post("/en/talk/hide/")
    late = mina.post("/en/talk/messages/", {"key": str(uuid.uuid4()), "text": "from another tab"})
    assert (late.status_code, CANARY in stands(mina)) == (303, False)
    mina.post("/en/talk/show/")
    assert told(mina) == [("person", CANARY), ("person", "from another tab")]
    assert kept(house) == [("words", CANARY), ("words", "from another tab")]  # hiding tells nobody


def test_hidden_it_ends_like_any_other(mina: Browser) -> None:
    mina.post("/en/talk/hide/")
    Session.objects.update(seen_at=Session.objects.get().seen_at - GRACE - timedelta(seconds=1))
    assert "has ended on this device" in mina.get("/en/talk/").content.decode()
    mina.post("/en/talk/show/")
    assert CANARY not in stands(mina)


@pytest.mark.hostile(42)
def test_leaving_from_there_leaves_nothing(mina: Browser) -> None:
    mina.post("/en/talk/hide/")
    mina.get("/exit/")
    assert (Session.objects.count(), dict(mina.cookies)) == (0, {})
    mina.post("/en/talk/show/")
    assert CANARY not in stands(mina)


@pytest.mark.requirement("002-E2")
def test_a_sign_is_told_to_the_line_and_is_none_of_the_persons_words(
    house: House, mina: Browser
) -> None:
    press(mina, "cannot")
    assert [who for who, _ in told(mina)] == ["person", "person", "line"]
    assert kept(house) == [("words", CANARY), ("sign", "cannot")]
    assert [row.what for row in Asked.objects.all()] == ["cannot"]


@pytest.mark.hostile(20)
def test_a_sign_counts_once_for_a_double_click_and_again_for_a_new_page(mina: Browser) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        press(mina, "cannot", key=key)
    press(mina, "can", key=key)
    press(mina, "cannot")
    rows = Message.objects.filter(kind="sign").count(), Asked.objects.count()
    assert rows == (3, 3)


@pytest.mark.parametrize("sign", ["", "away", "Company", "<script>", "\0"])
def test_what_is_no_sign_changes_nothing_and_loses_no_half_sentence(
    mina: Browser, sign: str
) -> None:
    assert press(mina, sign, text="half").status_code == 303
    assert (Asked.objects.count(), box(mina)) == (0, "half")


def test_somebody_is_there_hides_also_with_an_old_page_and_a_closed_conversation(
    house: House, mina: Browser
) -> None:
    press(mina, "company", key="none")
    assert CANARY not in stands(mina)


def test_what_was_pressed_is_not_offered_and_what_takes_it_back_is(mina: Browser) -> None:
    assert _offered(mina) == {"cannot", "company"}
    press(mina, "cannot")
    assert _offered(mina) == {"can", "company"}
    press(mina, "company")
    mina.post("/en/talk/show/")
    assert _offered(mina) == {"can"}
    press(mina, "can")
    assert _offered(mina) == {"cannot", "company"}


def _offered(front: Browser) -> set[str]:
    page = front.get("/en/talk/").content.decode()
    return set(re.findall(r'name="sign" value="(\w+)"(?: data-hide)?>', page))


@pytest.mark.hostile(55)
def test_nobody_elsewhere_hides_shows_or_signs(mina: Browser) -> None:
    forged = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    for at in ("hide", "show", "sign"):
        posted = {"sign": "company", "key": str(uuid.uuid4())}
        assert mina.post(f"/en/talk/{at}/", posted, headers=forged).status_code == 403
    assert (Asked.objects.count(), CANARY in stands(mina)) == (0, True)


def test_says_of_each_of_its_words_that_it_reached_us(house: House, mina: Browser) -> None:
    page = mina.get("/en/talk/messages/").content.decode()
    assert page.count("It reached us") == 1
    assert "Bien reçu" in mina.get("/fr/talk/messages/").content.decode()
    assert "It reached us" not in page.split('data-from="person"')[0]  # not of the line's own
