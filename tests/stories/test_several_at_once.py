"""One responder, three conversations: no word waits unseen, no half sentence gets lost, and each
side sees that the other one writes, and nothing more."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from havre.desk.tests import live
from tests.stories.conftest import ARTEFACTS, LiveLine
from tests.stories.looking import assert_accessible

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "several"
HALF = "I hear you. Shall we"
SIGN = "[data-writing] [role=status]"
WRITING = "Somebody is writing to you."


def picture(page: Page, name: str, *widths: int) -> None:
    for width in widths or (1440,):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=PICTURES / f"{name}-{width}.png")
    page.set_viewport_size({"width": 1440, "height": 900})


def take_all(ana: Page, line: LiveLine, words: dict[str, live.Browser]) -> dict[str, str]:
    """Ana takes everybody of ours; the address of each conversation, by its first word."""
    found = {}
    for _ in words:
        ana.goto(f"{line.desk}/")
        ana.locator(".row[data-state=waiting] form[action$='/taking/'] button").last.click()
        ana.wait_for_selector(".messages .message")
        said = ana.locator(".messages").inner_text()
        at = urlsplit(ana.url).path
        found[next(word for word in words if word in said)] = at
        expect(ana.locator(f"{link(at)} .badge")).to_have_count(0)  # read
    assert set(found) == set(words)
    return found


def link(at: str) -> str:
    return f"#in-hand a[href='{at}']"


def new_in(page: Page, at: str) -> Locator:
    return page.locator(f"{link(at)} .badge")


@pytest.mark.requirement("000-15")
def test_no_word_waits_unseen_and_no_half_sentence_gets_lost(
    own_line: LiveLine, come_in: Callable[[str], Page]
) -> None:
    words = {word: live.person(own_line, word) for word in ("Amsel", "Buche", "Clown")}
    ana = come_in("ana")
    at = take_all(ana, own_line, words)
    page = own_line.desk + at["Amsel"]
    ana.goto(page)
    expect(ana.locator(link(at["Amsel"]))).to_have_attribute("aria-current", "page")
    for each in at.values():
        expect(new_in(ana, each)).to_have_count(0)
    live.say(words["Buche"], "one")
    live.say(words["Buche"], "two")
    is_new_on_every_page(ana, at["Buche"])
    ana.goto(page)
    live.say(words["Amsel"], "here")  # in sight: read at once
    expect(ana.get_by_text("here", exact=True)).to_be_visible()
    expect(new_in(ana, at["Amsel"])).to_have_count(0)
    half_sentences_stay(ana, at)
    elsewhere = come_in("ana")  # another machine; the laptop stays closed
    ana.context.close()
    elsewhere.goto(page)
    are_sent_and_gone(elsewhere)


def is_new_on_every_page(ana: Page, at: str) -> None:
    """And survives a reload: it is counted from what was read."""
    expect(new_in(ana, at)).to_have_text("2 new")
    expect(ana.locator("#in-hand-says")).to_contain_text("2 new")
    ana.reload()
    expect(new_in(ana, at)).to_have_text("2 new")
    ana.click(".masthead a[href='/rota/']")
    expect(new_in(ana, at)).to_have_text("2 new")
    ana.click(".masthead-brand")
    expect(ana.locator(f".row:has(a[href='{at}']) [data-new]")).to_have_text("2 new")
    picture(ana, "board", 320, 1440)
    assert_accessible(ana)


def half_sentences_stay(ana: Page, at: dict[str, str]) -> None:
    """Over a change to another conversation and a reload, and never in the browser's own store."""
    ana.fill("#answer", HALF)
    expect(ana.locator(".composer [data-draft-kept]")).to_be_visible()
    ana.fill("#id_note", "Facts only")
    expect(ana.locator("#panel-notes [data-draft-kept]")).to_be_visible()
    picture(ana, "talk", 320, 768, 1440)
    assert_accessible(ana)
    ana.fill("#answer", f"{HALF} go on")
    ana.click(link(at["Buche"]))  # at once: before a breath is over
    expect(ana.locator("#answer")).to_have_value("")
    expect(new_in(ana, at["Buche"])).to_have_count(0)  # read
    ana.click(link(at["Amsel"]))
    expect(ana.locator("#answer")).to_have_value(f"{HALF} go on")
    expect(ana.locator("#id_note")).to_have_value("Facts only")
    ana.reload()
    expect(ana.locator("#answer")).to_have_value(f"{HALF} go on")
    assert HALF not in ana.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def are_sent_and_gone(ana: Page) -> None:
    """Once it was said, nothing brings it back."""
    expect(ana.locator("#answer")).to_have_value(f"{HALF} go on")
    ana.press("#answer", "Control+Enter")
    expect(ana.locator(".messages").get_by_text(f"{HALF} go on")).to_be_visible()
    expect(ana.locator("#answer")).to_have_value("")
    ana.wait_for_timeout(1_500)
    ana.reload()
    expect(ana.locator("#answer")).to_have_value("")
    ana.click("#panel-notes form button")
    expect(ana.locator("#panel-notes .note")).to_contain_text("Facts only")
    expect(ana.locator("#id_note")).to_have_value("")


def test_what_cannot_be_kept_is_said_and_stays_on_the_page(
    own_line: LiveLine, come_in: Callable[[str], Page]
) -> None:
    mina, ana = live.person(own_line, "Hello"), come_in("ana")
    take_all(ana, own_line, {"Hello": mina})
    ana.route("**/draft/", lambda route: route.abort())
    ana.fill("#answer", HALF)
    sentence = ana.locator(".composer [data-draft-failed]")
    expect(sentence).to_have_text("This draft is not kept: it stands on this page only.")
    expect(ana.locator("#answer")).to_have_value(HALF)
    assert_accessible(ana)
    ana.unroute("**/draft/")
    expect(ana.locator(".composer [data-draft-kept]")).to_be_visible(timeout=10_000)
    expect(sentence).to_have_text("")
    ana.fill("#answer", "")
    ana.wait_for_timeout(1_500)
    ana.reload()
    expect(ana.locator("#answer")).to_have_value("")


def posts_of_writing(*pages: Page) -> list[str]:
    """What every sign of writing says, its token left out."""
    posted: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/writing/"):
            posted.append(re.sub(r"=\w+", "", request.post_data or ""))

    for page in pages:
        page.on("request", note)
    return posted


def test_each_side_sees_that_the_other_writes_and_nothing_more(
    own_line: LiveLine, come_in: Callable[[str], Page], mina: Page
) -> None:
    mina.fill("#first", "Hello")
    mina.click("main form button")
    mina.wait_for_selector("#write")
    ana = come_in("ana")
    posted = posts_of_writing(mina, ana)
    mina.locator("#write").press_sequentially("Nobody is here yet", delay=5)
    assert posted == []
    take_all(ana, own_line, {"Hello": live.Browser(own_line.front)})
    expect(mina.locator("[data-kind=taken]")).to_be_visible()
    both_write(ana, mina)
    both_send(ana, mina)
    assert set(posted) == {"csrfmiddlewaretoken"}
    assert len(posted) <= 5


def both_write(ana: Page, mina: Page) -> None:
    """Each shows on the other's page, and no word of it."""
    expect(mina.locator("[data-honest]")).to_be_visible()
    mina.screenshot(path=PICTURES / "person-320.png")
    ana.locator("#answer").press_sequentially("I am here with you", delay=5)
    expect(mina.locator(SIGN)).to_have_text(WRITING)
    expect(mina.locator("[data-honest]")).to_be_hidden()
    mina.screenshot(path=PICTURES / "person-writing-320.png")
    assert_accessible(mina)
    mina.locator("#write").press_sequentially(" and she says so", delay=5)
    expect(ana.locator("[data-writing]")).to_have_text("The person is writing…")
    picture(ana, "writing", 320, 1440)
    assert_accessible(ana)
    assert "she says" not in ana.content() + mina.locator(".messages").inner_text()
    assert "with you" not in mina.locator("main").inner_text()


def both_send(ana: Page, mina: Page) -> None:
    """The sign goes with the words, or fades by itself."""
    ana.press("#answer", "Control+Enter")
    expect(mina.get_by_text("I am here with you")).to_be_visible()
    expect(mina.locator(SIGN)).to_have_text("")
    mina.press("#write", "Control+Enter")
    expect(ana.locator(".messages").get_by_text("and she says so")).to_be_visible()
    expect(ana.locator("[data-writing]")).to_have_text("")
    mina.wait_for_timeout(4_200)
    ana.locator("#answer").press_sequentially("More", delay=5)
    expect(mina.locator(SIGN)).to_have_text(WRITING)
    expect(mina.locator(SIGN)).to_have_text("", timeout=9_500)
    expect(mina.locator("[data-honest]")).to_be_visible()
