"""The house lets go at once: whoever comes to this device next finds nothing (register 41 to 46).

In a browser with a profile of its own and its memory of pages (bfcache) as people have it.
"""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.stories.conftest import AtTheDesk, LiveLine, takes_newest
from tests.stories.phones import Open

pytestmark = pytest.mark.browser
SAID, HALF = "Zimtstern said", "Zimtstern half-written"
NEUTRAL = {"Information", "Talk", "Calendar", "The conversation", ""}


def writes(page: Page, line: LiveLine) -> None:
    """Somebody came, said something, and is half-way through the next sentence."""
    page.goto(line.front + "/en/")
    page.click('a[href$="/talk/"] >> nth=0')
    page.fill("#first", SAID)
    page.click("main form button")
    page.wait_for_selector("#write")
    talk = page if page.locator(".live .message").first.is_visible() else None
    where = talk or page.frame_locator("iframe.messages-frame")
    expect(where.get_by_text(SAID)).to_be_visible()
    page.fill("#write", HALF)


def by_click(page: Page) -> None:
    page.click("[data-exit] >> nth=0")


def by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def while_typing(page: Page) -> None:
    page.locator("#write").press_sequentially(" Zimtstern more")
    by_shift(page)


def from_far_down(page: Page) -> None:
    page.fill("#write", "Zimtstern\n" * 200)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert page.locator("[data-exit] >> nth=0").bounding_box()["y"] < 100  # type: ignore[index]
    by_click(page)


def with_a_question_open(page: Page) -> None:
    page.click("details.leave summary")
    by_click(page)


def by_keyboard(page: Page) -> None:
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()")
    page.reload()
    page.wait_for_selector("#write")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('[data-exit]')")
    page.keyboard.press("Enter")


def by_end_and_clear(page: Page) -> None:
    page.click("details.leave summary")
    page.click("details.leave form button")


WAYS = (by_click, by_shift, while_typing, from_far_down, with_a_question_open, by_keyboard)


def finds_nothing(page: Page) -> None:
    """Whoever sits down here goes back, forward, reloads, and opens the conversation."""
    steps = [page.go_back, page.go_back, page.go_back, page.go_forward, page.go_forward]
    for step in (*steps, page.reload):
        with suppress(Error):  # a page of the browser itself, or none
            step(wait_until="load", timeout=5_000)
        page.wait_for_timeout(100)
        assert "Zimtstern" not in page.content()
        boxes = "[...document.querySelectorAll('textarea, input')].map(b => b.value).join()"
        assert "Zimtstern" not in str(page.evaluate(boxes))
        assert [frame for frame in page.frames if "Zimtstern" in frame.content()] == []


def history_of(page: Page) -> list[tuple[str, str]]:
    """(path, title) of the entries that stand in this tab's history."""
    told = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    found = [(entry["url"], entry["title"]) for entry in told["entries"]]
    return [(urlsplit(url).path, title) for url, title in found if url.startswith("http")]


@pytest.mark.hostile(41)
@pytest.mark.hostile(42)
@pytest.mark.hostile(43)
@pytest.mark.parametrize("leaves", WAYS)
def test_every_way_out_leaves_nothing_behind(
    line: LiveLine, open_phone: Open, leaves: Callable[[Page], None]
) -> None:
    phone = open_phone()
    page = phone.pages[0]
    writes(page, line)
    began = time.monotonic()
    leaves(page)
    page.wait_for_url("**/calendar/")
    assert time.monotonic() - began < 5
    assert [path for path, _ in history_of(page)] == ["/calendar/"]
    assert {title for _, title in history_of(page)} <= NEUTRAL
    assert phone.cookies() == []
    finds_nothing(page)
    page.goto(line.front + "/en/talk/")
    expect(page.locator("#first")).to_have_value("")
    assert "Zimtstern" not in page.content()


@pytest.mark.hostile(41)
@pytest.mark.hostile(42)
def test_the_way_out_works_without_a_script(line: LiveLine, open_phone: Open) -> None:
    phone = open_phone(java_script_enabled=False)
    page = phone.pages[0]
    writes(page, line)
    page.click("[data-exit] >> nth=0")
    page.wait_for_url("**/calendar/")
    assert phone.cookies() == []
    for step in (page.go_back, page.go_back, page.go_forward, page.reload):
        step(wait_until="load")
        assert "Zimtstern" not in page.content()
        assert [frame for frame in page.frames if "Zimtstern" in frame.content()] == []
    assert {title for _, title in history_of(page)} <= NEUTRAL


@pytest.mark.hostile(41)
def test_ending_and_clearing_leaves_one_calm_page(line: LiveLine, open_phone: Open) -> None:
    page = open_phone().pages[0]
    writes(page, line)
    by_end_and_clear(page)
    page.wait_for_url("**/talk/gone/")
    assert [path for path, _ in history_of(page)] == ["/en/talk/gone/"]
    finds_nothing(page)


@pytest.mark.hostile(41)
def test_the_bell_calls_nobody_back_who_is_leaving(line: LiveLine, open_phone: Open) -> None:
    page = open_phone().pages[0]
    writes(page, line)

    def slowly(route: Route) -> None:
        answer = route.fetch(max_redirects=0)  # it is ended now, and the bell says so
        time.sleep(1.5)
        route.fulfill(response=answer)

    page.route("**/exit/**", slowly)
    by_click(page)
    page.wait_for_url("**/calendar/")
    page.wait_for_timeout(1_000)
    assert urlsplit(page.url).path == "/calendar/"
    assert [path for path, _ in history_of(page)] == ["/calendar/"]


@pytest.mark.hostile(42)
def test_the_page_is_blank_at_once_however_slow_the_way_out_is(
    line: LiveLine, open_phone: Open
) -> None:
    page = open_phone().pages[0]
    writes(page, line)
    page.route("**/exit/**", lambda route: None)  # no answer, ever
    by_click(page)
    seen = page.evaluate("document.body ? document.body.innerText : ''")  # none between two pages
    assert "Zimtstern" not in seen
    page.unroute("**/exit/**")
    page.wait_for_url("**/calendar/", timeout=10_000)


@pytest.mark.hostile(43)
@pytest.mark.hostile(45)
@pytest.mark.hostile(46)
def test_no_page_names_us_and_none_asks_elsewhere(line: LiveLine, open_phone: Open) -> None:
    phone = open_phone()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    page = phone.pages[0]
    titles = set()
    for path in ("/", "/en/privacy/", "/en/talk/", "/en/nothing/", "/en/talk/gone/", "/calendar/"):
        page.goto(line.front + path)
        titles.add(page.title())
        icons = page.eval_on_selector_all("link[rel~=icon]", "all => all.map(one => one.href)")
        assert [urlsplit(icon).path for icon in icons] == ["/static/havre/favicon.svg"]
    writes(page, line)
    titles.add(page.title())
    by_click(page)
    page.wait_for_url("**/calendar/")
    assert titles <= NEUTRAL
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(line.front).netloc}
    assert [url for url in asked if re.search("traffick|Zimtstern|phrase", url)] == []
    icon = phone.request.get(line.front + "/static/havre/favicon.svg").text().lower()
    assert re.findall("<title|<desc|<text|traffic|traite", icon) == []


@pytest.mark.hostile(42)
def test_the_desk_sees_that_they_left(
    line: LiveLine, open_phone: Open, at_the_desk: Callable[[str], AtTheDesk]
) -> None:
    page = open_phone().pages[0]
    writes(page, line)
    ana = at_the_desk("ana")
    ana.speak("en")
    ana.page.goto(line.desk + "/")
    takes_newest(ana.page)
    expect(ana.page.locator(".messages").get_by_text(SAID)).to_be_visible()
    by_shift(page)
    page.wait_for_url("**/calendar/")
    left = ana.page.get_by_text("They left the page. It may not be safe to write.")
    expect(left).to_be_visible(timeout=25_000)
    assert HALF not in ana.page.content()
