"""The house takes a post only from its own pages: register 55, on the side without cookies."""

import re

import pytest
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import override

from havre.channels.webchat.models import Session
from havre.channels.webchat.tests.hand import KEY, start, told
from havre.contacts.models import Contact
from havre.front.urls import urlpatterns
from tests.faces import BROWSER, Browser
from tests.hostile.test_e_sessions import ELSEWHERE
from tests.people import House

OLD_BROWSERS = (  # what a page of ours sends where Sec-Fetch-Site or Origin is not known yet
    {"Origin": "http://testserver"},
    {"Referer": "http://testserver/en/talk/"},
    {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
)


def addresses() -> list[str]:
    """Every page of the front that needs no id, in English; what programs ask is apart."""

    def under(patterns: list, before: str = "") -> list[str]:
        found = []
        for each in patterns:
            place = before + str(each.pattern)
            if isinstance(each, URLResolver):
                found += under(each.url_patterns, place)
            elif isinstance(each, URLPattern) and "<" not in place:
                found.append("/" + place)
        return found

    with override("en"):
        pages = [each for each in under(urlpatterns) if not each.endswith(".bin")]
        return [each for each in pages if not each.startswith("/api/")]


def begin_as(client: Browser, headers: dict[str, str]) -> int:
    """Press Start as a page would that sends these headers and no others."""
    answer = super(Browser, client).post("/en/talk/", {"key": KEY, "text": "x"}, headers=headers)
    return int(answer.status_code)


@pytest.mark.hostile(55)
@pytest.mark.parametrize("headers", ELSEWHERE)
def test_no_address_takes_a_post_from_elsewhere(house: House, front: Browser, headers):
    found = addresses()
    assert {"/en/talk/", "/en/places/", "/en/talk/leave/"} <= set(found)
    for address in found:
        answer = super(Browser, front).post(address, {"key": KEY, "text": "x"}, headers=headers)
        page = answer.content.decode()
        assert (answer.status_code, "did not come from our page" in page) == (403, True), address
        assert "1-833-900-1010" in page
        assert dict(answer.cookies) == {}
    assert Contact.objects.count() == 0


@pytest.mark.hostile(55)
@pytest.mark.hostile(112)
@pytest.mark.parametrize("headers", OLD_BROWSERS)
def test_an_old_browser_reaches_the_line_all_the_same(house: House, front: Browser, headers):
    assert begin_as(front, headers) == 303
    assert Contact.objects.count() == 1


@pytest.mark.hostile(55)
def test_with_a_cookie_the_forms_own_token_is_asked_too(house: House, on_front: None):
    front = Browser(enforce_csrf_checks=True, raise_request_exception=False)
    assert start(front, "Hello").status_code == 303  # without a cookie nothing could be misused
    page = front.get("/en/talk/").content.decode()
    (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))
    with override("en"):
        posts = [reverse(name) for name in ("talk", "messages", "writing", "safety", "ask_line")]
        posts += [reverse(name) for name in ("leave", "services", "look_again", "note")]
    for address in posts:
        assert front.post(address, {"text": "x"}).status_code == 403, address
    assert (Session.objects.count(), told(front)) == (1, [("person", "Hello")])
    left = front.post("/en/talk/leave/", {"csrfmiddlewaretoken": token})
    assert (left.status_code, Session.objects.count()) == (303, 0)


@pytest.mark.hostile(22)
@pytest.mark.hostile(55)
def test_a_page_from_before_the_cookie_gives_the_words_back(house: House, on_front: None):
    front = Browser(enforce_csrf_checks=True, raise_request_exception=False)
    start(front, "Hello")  # in another tab; the page in this one has no token
    page = start(front, "Keep <these> words", key="z" * 43)
    shown = page.content.decode()
    assert (page.status_code, "Keep &lt;these&gt; words</textarea>" in shown) == (403, True)
    (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', shown))
    again = {"key": "z" * 43, "text": "Keep <these> words", "csrfmiddlewaretoken": token}
    assert front.post("/en/talk/", again).status_code == 303
    assert told(front) == [("person", "Keep <these> words")]


@pytest.mark.hostile(55)
def test_a_note_from_before_the_cookie_loses_no_word_either(house: House, on_front: None):
    front = Browser(enforce_csrf_checks=True, raise_request_exception=False)
    start(front, "Hello")
    shown = front.post("/en/note/", {"what": "A <van>", "where": "by the mill"}).content.decode()
    assert re.findall(r'name="(what|where)" value="(.*?)"', shown) == [
        ("what", "A &lt;van&gt;"),
        ("where", "by the mill"),
    ]


def test_a_form_before_a_conversation_carries_no_token_and_sets_no_cookie(
    house: House, front: Browser
):
    for address in ("/en/talk/", "/en/places/", "/en/note/"):
        page = front.get(address)
        assert ("csrfmiddlewaretoken" in page.content.decode(), page.cookies) == (False, {})
    assert BROWSER["Sec-Fetch-Site"] == "same-origin"  # what `Browser` posts with
