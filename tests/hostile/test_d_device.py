"""The house lets nobody else end what is open on this device (register 42, 55)."""

import pytest

from havre.channels.webchat.models import Session
from havre.channels.webchat.tests.hand import start
from tests.faces import Browser
from tests.people import House


@pytest.mark.hostile(42)
@pytest.mark.hostile(55)
@pytest.mark.parametrize(
    ("site", "ended"),
    [
        ("cross-site", False),
        ("same-site", False),
        ("same-origin", True),
        ("none", True),
        ("", True),
    ],
)
def test_another_sites_page_ends_no_conversation(
    house: House, front: Browser, site: str, ended: bool
):
    start(front, "Hello")
    answer = front.get("/exit/", headers={"Sec-Fetch-Site": site} if site else {})
    assert (answer.status_code, answer["Location"]) == (303, "/calendar/")
    assert ("Clear-Site-Data" in answer, Session.objects.count() == 0) == (ended, ended)


@pytest.mark.hostile(13)
@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "\0"])
def test_a_moment_that_is_none_shows_the_whole_conversation(
    house: House, front: Browser, since: str
):
    start(front, "Hello")
    told = front.get("/en/talk/messages.json", {"since": since})
    assert (told.status_code, [item["text"] for item in told.json()].count("Hello")) == (200, 1)
