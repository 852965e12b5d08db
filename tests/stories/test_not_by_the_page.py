"""Not everybody comes by the page: somebody walks in, a letter lies on the table, and a reporter
writes to the line. Each is looked after where they belong, and the queue stays for who waits."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine
from tests.stories.looking import assert_accessible

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "offline"
SIZES = ((320, 800), (768, 1000), (1440, 900))


def pictures(page: Page, name: str) -> None:
    """One at each width, light and dark."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=PICTURES / f"{name}-dark.png")
    page.emulate_media(color_scheme="light")


@pytest.mark.requirement("000-13")
@pytest.mark.requirement("004-02")
def test_ana_logs_somebody_who_walked_in(line: LiveLine, at_the_desk) -> None:
    desk: AtTheDesk = at_the_desk("ana")
    desk.speak("en")
    page = desk.page
    waiting = page.locator(".row[data-state=waiting]").count()
    page.get_by_role("link", name="Log a contact").click()
    assert_accessible(page)
    pictures(page, "log")
    page.get_by_label("In person").check()
    page.get_by_label("Language").select_option("es")
    page.get_by_label("Part of the day").select_option("evening")
    page.get_by_role("button", name="Open the record").click()
    expect(page.locator("h1")).to_have_text("Contact: Spanish")
    expect(page.get_by_text("Nothing can be sent to them from here.")).to_be_visible()
    expect(page.locator("#answer")).to_have_count(0)
    for panel in ("safety", "wish", "person", "notes", "options", "consent", "touch", "close"):
        expect(page.locator(f"#panel-{panel}")).to_be_visible()
    expect(page.get_by_text("Somebody else should answer")).to_have_count(0)
    assert_accessible(page)
    pictures(page, "record")
    page.fill("#id_note", "Came with a cousin.")
    page.locator("#panel-notes button").click()
    expect(page.locator("#panel-notes")).to_contain_text("Came with a cousin.")
    page.goto(line.desk + "/")
    expect(page.locator(".row[data-state=waiting]")).to_have_count(waiting)
    expect(page.locator(".row[data-state=mine]").last).to_contain_text("In person")
    pictures(page, "board")


def test_the_same_page_in_french(at_the_desk) -> None:
    desk: AtTheDesk = at_the_desk("ana")
    desk.speak("fr")
    desk.page.get_by_role("link", name="Consigner un contact").click()
    expect(desk.page.get_by_role("button", name="Ouvrir la fiche")).to_be_visible()
    assert_accessible(desk.page)
    pictures(desk.page, "log-fr")
    desk.speak("en")


@pytest.mark.requirement("003-09", "001-13")
@pytest.mark.requirement("002-E7")
def test_a_reporter_is_shown_another_way_and_a_mistake_is_put_right(
    line: LiveLine, at_the_desk, open_context
) -> None:
    rita = open_context(viewport={"width": 320, "height": 640}, locale="en-CA").new_page()
    rita.goto(line.front + "/en/")
    rita.get_by_role("link", name="Media, training or working with us?").click()
    expect(rita.locator("h1")).to_have_text("Not about help for somebody?")
    expect(rita.get_by_role("link", name=re.compile("@"))).to_be_visible()
    assert rita.title() == "Information"
    assert_accessible(rita)
    pictures(rita, "elsewhere")
    rita.goto(line.front + "/en/talk/")
    rita.fill("#first", "I write about a court case.")
    rita.click("main form button")
    rita.wait_for_selector("#write")
    desk: AtTheDesk = at_the_desk("sue")
    desk.speak("en")
    page = desk.page
    page.locator(".row[data-state=waiting]").last.get_by_role("button", name="Take").click()
    page.get_by_text("Not a request for help").click()
    assert_accessible(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    pictures(page, "apart")
    page.get_by_role("button", name="Media").click()
    expect(rita.get_by_text("This line is kept free for people who need help")).to_be_visible(
        timeout=10_000
    )
    rita.screenshot(path=PICTURES / "told.png")
    page.wait_for_selector("#board")
    page.locator(".row[data-state=closed] a").first.click()
    expect(page.get_by_text("Set apart: Media")).to_be_visible()
    page.get_by_role("button", name="Reopen").click()
    expect(rita.get_by_text("That was our mistake")).to_be_visible(timeout=10_000)
    expect(rita.locator("#write")).to_be_visible()
    page.locator("#panel-close").get_by_role("button", name="Close the conversation").click()
