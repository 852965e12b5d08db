"""The house is honest about waiting, asks about safety first, and lets go when asked."""

from datetime import timedelta

import pytest

from havre.channels.webchat import access
from havre.channels.webchat.access import COOKIE
from havre.channels.webchat.models import Session, SessionCopy
from havre.channels.webchat.tests.hand import KEY, kept, start, status, taken, told
from havre.contacts import actions
from havre.contacts.models import Line, Message
from havre.contacts.signals import Facts
from tests.faces import Browser, lose
from tests.people import House


@pytest.mark.requirement("002-E2")
def test_asks_first_whether_it_is_safe(house: House, front: Browser) -> None:
    start(front, "Hello")
    first = front.get("/en/talk/messages.json").json()[0]
    assert (first["from"], first["text"]) == (
        "line",
        "Is it safe for you to write right now? Could someone see your screen?",
    )


@pytest.mark.parametrize("answer", ["yes", "unsure", "no", "skip"])
def test_tells_the_line_the_answer_about_safety(house: House, front: Browser, answer: str) -> None:
    start(front)
    front.post("/en/talk/safety/", {"safety": answer})
    assert kept(house) == [("safety", answer)]
    assert [who for who, _ in told(front)][:2] == ["person", "line"]
    assert b'name="safety"' not in front.get("/en/talk/").content


@pytest.mark.requirement("004-01")
def test_offers_to_leave_or_to_stay_when_it_is_not_safe(house: House, front: Browser) -> None:
    start(front)
    front.post("/en/talk/safety/", {"safety": "no"})
    page = front.get("/en/talk/messages/").content.decode()
    assert page.count('href="/exit/" data-exit target="_top"') == 1
    assert told(front)[1][1] == (
        "Then it can wait. Come back when you can, or call 1-833-900-1010 from a phone that is "
        "safe. In danger right now: 9-1-1, if you can."
    )


def test_counts_the_first_answer_about_safety(house: House, front: Browser) -> None:
    start(front)
    for answer in ("unsure", "yes", "<script>"):
        front.post("/en/talk/safety/", {"safety": answer})
    assert kept(house) == [("safety", "unsure")]


def test_comes_back_to_the_frame_after_an_answer_in_the_frame(house: House, front: Browser) -> None:
    start(front)
    answer = front.post("/fr/talk/safety/", {"safety": "yes", "frame": "1"})
    assert answer.headers["Location"] == "/fr/talk/messages/#end"


def test_fetches_the_frame_again_and_again_without_a_script(house: House, front: Browser) -> None:
    start(front, "Hello")
    front.post("/en/talk/safety/", {"safety": "yes"})
    refresh = front.get("/en/talk/messages/").headers["Refresh"]
    pause, address = refresh.split(";url=")
    assert (pause, address.endswith("#end")) == ("5", True)
    seen = address.removesuffix("#end")
    again = front.get(seen).headers["Refresh"]
    assert again == f"5;url={seen}"  # with `#end` once more a browser would fetch nothing


def test_says_truthfully_how_the_waiting_stands(house: House, front: Browser) -> None:
    start(front)
    assert status(front) == "status-nobody"
    Line.keep_lit("en")
    assert status(front) == "status-silent"
    front.post("/en/talk/messages/", {"text": "Hello", "key": "0" * 32})
    assert status(front) == "status-waiting"
    Session.objects.update(opened_at=Session.objects.get().opened_at - timedelta(minutes=6))
    assert status(front) == "status-long"
    taken(house)
    assert status(front) == ""
    actions.close(
        taken(house), by=house.on_duty("ana"), outcome="not_ready", facts=Facts(), no_wish="unsaid"
    )
    assert told(front)[-1][1].startswith("This conversation is closed.")
    actions.reopen(taken(house), by=house.on_duty("ana"))
    assert told(front)[-1][1] == "This conversation is open again. You can go on writing."


def test_never_counts_minutes_or_places_down(house: House, front: Browser) -> None:
    Line.keep_lit("en")
    start(front, "Hello")
    text = front.get("/en/talk/messages.json").json()[-1]["text"]
    assert [c for c in text if c.isdigit()] == []


def test_lets_go_of_the_device(house: House, front: Browser) -> None:
    start(front, "Hello")
    answer = front.post("/en/talk/leave/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/talk/gone/")
    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert (Session.objects.count(), SessionCopy.objects.count()) == (0, 0)
    assert list(Message.objects.values_list("kind", flat=True)) == ["words", "left"]
    assert front.get("/en/talk/").cookies == {}


def test_does_not_say_that_somebody_left_what_was_closed(house: House, front: Browser) -> None:
    start(front, "Hello")
    ana = house.on_duty("ana")
    actions.close(taken(house), by=ana, outcome="not_ready", facts=Facts(), no_wish="unsaid")
    front.post("/en/talk/leave/")
    assert list(Message.objects.values_list("kind", flat=True)) == ["words"]


@pytest.mark.hostile(42)
def test_lets_out_at_once_without_a_script(house: House, front: Browser) -> None:
    start(front, "Hello")
    answer = front.get("/exit/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/calendar/")
    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert Session.objects.count() == 0
    assert list(Message.objects.values_list("kind", flat=True)) == ["words", "left"]


@pytest.mark.hostile(22)
def test_lets_out_even_when_the_database_fails(house: House, front: Browser) -> None:
    start(front, "Hello")
    lose("webchat_sessioncopy")
    answer = front.get("/exit/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/calendar/")
    assert answer.cookies[COOKIE]["max-age"] == 0


@pytest.mark.hostile(55)
def test_hears_nobody_who_posts_from_elsewhere(house: House, front: Browser) -> None:
    start(front)
    for address in ("/en/talk/", "/en/talk/messages/", "/en/talk/safety/", "/en/talk/leave/"):
        for headers in (
            {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
            {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
            {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
        ):
            answer = front.post(address, {"key": KEY, "text": "x", "safety": "no"}, headers=headers)
            assert answer.status_code == 403
    assert (Session.objects.count(), Message.objects.count()) == (1, 0)


@pytest.mark.hostile(55)
def test_asks_for_the_forms_own_token_once_a_conversation_is_open(
    house: House, front: Browser
) -> None:
    start(front)
    strict = Browser(enforce_csrf_checks=True)
    strict.cookies = front.cookies
    assert strict.post("/en/talk/messages/", {"key": "0" * 32, "text": "x"}).status_code == 403
    assert strict.post("/en/talk/leave/").status_code == 403
    assert (Session.objects.count(), Message.objects.count()) == (1, 0)


def test_rings_for_the_one_conversation_of_a_browser(house: House, front: Browser) -> None:
    cookie = start(front).cookies[COOKIE].value
    contact = Session.objects.get().contact_id
    mine = {f"contact:{contact}": "talk", f"soft:line:{contact}": "writing"}
    assert access.topics({COOKIE: cookie}) == mine
    assert access.topics({COOKIE: "A" * 43}) is None
    assert access.topics({COOKIE: "; DROP"}) is None
    assert access.topics({}) is None
