"""The house lets nobody else end what is open on this device (register 42, 55)."""

import re

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


@pytest.mark.hostile(41)
@pytest.mark.hostile(42)
def test_a_plain_link_shows_a_blank_page_first_and_ends_everything_with_it(
    house: House, front: Browser
):
    start(front, "Zimtstern")
    as_a_browser = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "document"}
    blank = front.get("/exit/", headers=as_a_browser)
    page = blank.content.decode()
    assert (blank.status_code, blank["Refresh"]) == (200, "0;url=/exit/now/")
    assert blank["Clear-Site-Data"] == '"cookies", "storage"'
    assert (Session.objects.count(), dict(front.cookies)) == (0, {})
    assert re.findall(r"<body></body>", page) != []
    assert re.findall("<link|<script|<a |833|Havre|Zimt", page) == []
    away = front.get("/exit/now/", headers=as_a_browser)
    assert (away.status_code, away["Location"]) == (303, "/calendar/")
    assert away["Clear-Site-Data"] == '"cookies", "storage"'  # by now the page left is in memory


@pytest.mark.hostile(55)
@pytest.mark.parametrize("address", ["/exit/", "/exit/now/"])
def test_a_link_on_another_site_leads_on_and_ends_nothing(
    house: House, front: Browser, address: str
):
    start(front, "Hello")
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
    answer = front.get(address, headers=headers)
    assert (answer.status_code, "Clear-Site-Data" in answer) == (303, False)
    assert Session.objects.count() == 1


@pytest.mark.hostile(13)
@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "\0"])
def test_a_moment_that_is_none_shows_the_whole_conversation(
    house: House, front: Browser, since: str
):
    start(front, "Hello")
    told = front.get("/en/talk/messages.json", {"since": since})
    assert (told.status_code, [item["text"] for item in told.json()].count("Hello")) == (200, 1)
