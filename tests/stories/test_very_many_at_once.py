"""A bot floods the line; Mina still gets in, by a little work of her phone or by ten seconds.

The load is made by real requests. Nobody is ever stopped before the number.
"""

import secrets
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from havre.desk.tests import live
from tests.stories.conftest import ARTEFACTS, LiveLine, line_like
from tests.stories.firefox import FOUND, firefox
from tests.stories.looking import assert_accessible
from tests.stories.test_on_the_way_to_help import TOO_WIDE, text_of

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "many"
START = "main form[data-in-place] button[data-kind=primary]"
NUMBER = "main .notice a[href='tel:18339001010']"
SCRIPT = "**/work.js"
WITHOUT = """() => document.querySelectorAll("[name=place], [name=work]").forEach(
  (one) => one.remove())"""
Open = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def line(night_shift: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveLine]:
    """A line at which six may begin at once and one more in half a minute, by each way."""
    data = tmp_path_factory.mktemp("many") / "data"
    with line_like(night_shift, data, "--talks", "2") as found:
        yield found


def flood(line: LiveLine) -> None:
    """A program begins conversations until it is told to wait."""
    seen: list[int] = []
    for _ in range(30):
        bot = live.Browser(line.front)
        form = {"key": secrets.token_urlsafe(32), "text": "noise"}
        seen.append(bot.post("/en/talk/", form).status)
        if seen[-1] == 429:
            return
    raise AssertionError(f"nothing ever stops it: {seen}")


def phone(open_context: Open, **more: object) -> Page:
    return open_context(viewport={"width": 320, "height": 640}, **more).new_page()


def test_while_it_is_quiet_a_page_asks_for_nothing(line: LiveLine, open_context: Open) -> None:
    page, asked = phone(open_context), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{line.front}/en/talk/", wait_until="networkidle")
    assert [each for each in asked if "work" in each] == []
    assert page.locator("[name=place], [name=work], [data-preparing]").count() == 0


@pytest.mark.hostile(101)
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_phone_does_its_work_unseen_and_its_person_is_let_in(
    line: LiveLine, open_context: Open, language: str
) -> None:
    flood(line)
    page, posted = phone(open_context), []
    page.on("request", lambda request: posted.append(request) if request.post_data else None)
    page.goto(f"{line.front}/{language}/talk/")
    expect(page.locator("[data-preparing]")).to_be_hidden()
    assert page.locator(START).is_visible()
    assert_accessible(page)
    page.screenshot(path=PICTURES / f"start-{language}-320.png", full_page=True)
    page.fill("#first", "Zimtstern")
    page.click(START)
    expect(page.locator(".live .message", has_text="Zimtstern")).to_be_visible()
    assert len(posted) == 1
    assert page.url == f"{line.front}/{language}/talk/"


@pytest.mark.hostile(101)
def test_a_page_from_before_the_flood_is_pressed_once(line: LiveLine, open_context: Open) -> None:
    page = phone(open_context)
    page.goto(f"{line.front}/en/talk/")
    page.evaluate(WITHOUT)
    flood(line)
    page.fill("#first", "Zimtstern")
    page.click(START)
    expect(page.locator(".live .message", has_text="Zimtstern")).to_be_visible()


@pytest.mark.hostile(101)
@pytest.mark.parametrize("why", ["no script", "no Web Crypto"])
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_who_has_no_script_or_no_web_crypto_waits_ten_seconds_with_the_number_and_the_words(
    line: LiveLine, open_context: Open, why: str, language: str
) -> None:
    page = phone(open_context, java_script_enabled=why != "no script")
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    flood(line)
    page.goto(f"{line.front}/{language}/talk/")
    page.fill("#first", "Zimtstern")
    page.click(START)
    expect(page.locator(NUMBER)).to_be_visible()
    expect(page.locator("#first")).to_have_value("Zimtstern")
    assert not page.evaluate(TOO_WIDE)
    if why == "no Web Crypto":
        assert_accessible(page)
    page.screenshot(path=PICTURES / f"wait-{why.replace(' ', '-')}-{language}.png", full_page=True)
    page.wait_for_timeout(10_500)
    page.click(START)
    page.wait_for_selector("#write")


def test_work_that_takes_long_is_said_and_leaving_ends_it(
    line: LiveLine, open_context: Open
) -> None:
    flood(line)
    page, posted = phone(open_context), []
    page.route(SCRIPT, endless)
    page.goto(f"{line.front}/fr/talk/")
    page.fill("#first", "Zimtstern")
    page.on("request", lambda request: posted.append(request) if request.post_data else None)
    page.click(START)
    expect(page.get_by_text("Votre appareil se prépare à l’envoi.")).to_be_visible()
    assert_accessible(page)
    page.screenshot(path=PICTURES / "preparing-fr-320.png", full_page=True)
    page.route("**/exit/**", lambda route: None)  # no answer, ever
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_timeout(200)
    assert text_of(page) == ""
    page.wait_for_timeout(1_000)
    assert posted == []


def endless(route: Route) -> None:
    """The script as it is, but that it never comes to an end."""
    script = route.fetch().text()
    for part, other in (("found >= 0", "found > 1e9"), ("Number(work.dataset.most)", "1e12")):
        assert script.count(part) == 1
        script = script.replace(part, other)
    route.fulfill(body=script, content_type="text/javascript")


@pytest.mark.hostile(101)
def test_a_script_that_does_not_come_is_no_wall(line: LiveLine, open_context: Open) -> None:
    flood(line)
    page = phone(open_context)
    page.route(SCRIPT, lambda route: route.abort())
    page.goto(f"{line.front}/en/talk/")
    page.fill("#first", "Zimtstern")
    page.click(START)
    expect(page.locator(NUMBER)).to_be_visible()
    expect(page.locator("#first")).to_have_value("Zimtstern")


@pytest.mark.hostile(100)
def test_a_note_is_left_while_a_bot_leaves_hundreds(line: LiveLine, open_context: Open) -> None:
    bot = live.Browser(line.front)
    for n in range(250):
        bot.post("/fr/note/", {"key": str(uuid.uuid4()), "what": f"noise {n}"})
    page = phone(open_context)
    page.goto(f"{line.front}/fr/note/")
    assert page.locator("[name=work]").count() == 1
    page.get_by_label("Qu’avez-vous vu ou entendu?").fill("Zimtstern")
    page.get_by_role("button", name="Laisser ce mot").click()
    expect(page.get_by_role("heading", name="Nous avons votre mot")).to_be_visible()
    assert page.context.cookies() == []


@pytest.mark.skipif(FOUND is None, reason="there is no Firefox on this machine")
@pytest.mark.hostile(101)
def test_firefox_does_the_same_work(line: LiveLine, tmp_path: Path) -> None:
    flood(line)
    with firefox(tmp_path / "fox") as fox:
        fox.goto(f"{line.front}/fr/talk/")
        fox.wait_for("document.querySelector('[name=work]').value !== ''")
        fox.js("document.getElementById('first').focus()")
        fox.type("Zimtstern")
        fox.js("document.querySelector('main form[data-in-place] button').click()")
        fox.wait_for("!!document.getElementById('write')")


def test_no_page_failed_and_nothing_was_asked_elsewhere(
    line: LiveLine, requests_seen: list[str], errors_seen: list[str]
) -> None:
    assert requests_seen
    assert [each for each in requests_seen if not each.startswith((line.front, "data:"))] == []
    assert [each for each in requests_seen if "place=" in each or "work=" in each] == []
    assert errors_seen == []
