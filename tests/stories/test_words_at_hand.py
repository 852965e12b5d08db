"""The house helps whoever writes an answer: quietly, and nothing is sent anywhere for it."""

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from havre.contacts import phrases
from havre.desk.tests.live import person
from havre.lib import hints
from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine, takes_newest
from tests.stories.looking import assert_accessible

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
PICTURES = ARTEFACTS.parent / "words"
CORPORA = sorted((ROOT / "bench" / "corpora").glob("words_*.json"))
BY_THE_CLOCK = (
    "/bell/",
    "/awake/",
    "/here/",
    "/calls/",
    "/in-hand/",
)
BY_THE_CLOCK_OF_ONE = ("/messages/", "/panels/sign/")
ODD = [
    "  Œil 🌻\u00a0VOUS\tDEVEZ  partir… 🏳️‍🌈 e\u0301té",
    "\ud7ff İstanbul ẞ ﬁn ① ½ ｙｏｕ ｍｕｓｔ leave – why? «pourquoi» l‘on",
    "",
    "you must" * 200,
    "__proto__ constructor you have to go",
]
READ_ALL = """async ([module, rules, language, texts]) => {
    const { reader } = await import(module);
    const read = reader(await (await fetch(rules)).json(), language);
    return texts.map((text) => read(text).map((hint) => [hint.category, hint.start, hint.end]));
}"""


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    """The language of the staff's pages."""
    return str(request.param)


@pytest.fixture
def talk(line: LiveLine, at_the_desk: Callable[[str], AtTheDesk], language: str) -> Iterator[Page]:
    """Ana, in an English conversation of her own, with the desk in her language."""
    word = uuid.uuid4().hex
    person(line, word)
    ana = at_the_desk("ana")
    ana.speak(language)
    ana.page.goto(line.desk + "/")
    takes_newest(ana.page)
    expect(ana.page.locator(".messages").get_by_text(word)).to_be_visible()
    expect(ana.page.locator(".draft-hints[data-ready]")).to_be_attached()
    yield ana.page
    ana.page.set_viewport_size({"width": 1440, "height": 900})


def keeps(page: Page, request: Request) -> bool:
    """Whether it is the draft's own keeping, sealed at our own desk, or the wordless sign that
    somebody writes."""
    url, own = urlsplit(request.url), urlsplit(page.url)
    said = set(parse_qs(request.post_data or ""))
    if (url.scheme, url.netloc, request.method) != (own.scheme, own.netloc, "POST"):
        return False
    wordless = url.path == f"{own.path}writing/" and said == {"csrfmiddlewaretoken"}
    return wordless or (url.path == f"{own.path}draft/" and not url.query)


def listen(page: Page) -> list[str]:
    """Whatever this page asks for, but for what keeps a draft, and for its looks by the clock,
    which say nothing."""
    asked: list[str] = []

    def note(request: Request) -> None:
        url = urlsplit(request.url)
        if keeps(page, request):
            return
        by_the_clock = url.path in BY_THE_CLOCK or url.path.endswith(BY_THE_CLOCK_OF_ONE)
        tells = request.post_data or set(parse_qs(url.query)) - {"since", "shown", "seen"}
        if tells or not by_the_clock:
            asked.append(request.url)

    page.on("request", note)
    return asked


def sentences() -> list[str]:
    """All phrases, and every sentence of every corpus: here only the engines are compared."""
    files = [json.loads(file.read_text(encoding="utf-8")) for file in CORPORA]
    at_hand = [words for one in ("en", "fr") for words in phrases.at_hand(one)]
    return [
        *(one["say"] for file in files for one in file),
        *(phrase for situation in at_hand for phrase in situation.phrases),
    ]


@pytest.mark.requirement("002-A5")
def test_both_engines_find_the_same_in_every_sentence(talk: Page) -> None:
    texts = [*sentences(), *ODD]
    assert len(texts) > 100
    for rules_of in hints.languages():
        asked = ["/static/havre/words/hints.js", "/static/havre/words/rules.json", rules_of, texts]
        in_browser = talk.evaluate(READ_ALL, asked)
        here = [[list(hint) for hint in hints.hints(text, rules_of)] for text in texts]
        # Numbers, not sentences: what the held half says is not to be read in a failure.
        assert [n for n, (a, b) in enumerate(zip(in_browser, here, strict=True)) if a != b] == []
        assert any(here)


@pytest.mark.requirement("000-18")
@pytest.mark.requirement("000-27")
@pytest.mark.requirement("002-A5")
def test_a_draft_gets_a_quiet_hint_and_nothing_is_sent_for_it(talk: Page, language: str) -> None:
    asked = listen(talk)
    talk.locator("#answer").press_sequentially("You must leave him. Why did you stay?", delay=2)
    hint = talk.locator(".draft-hint")
    expect(hint).to_have_count(2)
    said = {"en": "may sound like an order", "fr": "peut sembler un ordre"}[language]
    expect(hint.first).to_contain_text(said)
    expect(hint.first.locator("q")).to_have_text("You must leave")
    expect(hint.first.locator("[data-instead]")).to_have_attribute("lang", "en")
    expect(hint.first).to_contain_text(hints.instead("order", "en"))
    expect(talk.locator(".composer .button[data-kind=primary]")).to_be_enabled()
    for width in (768, 1440):
        talk.set_viewport_size({"width": width, "height": 900})
        talk.screenshot(path=PICTURES / f"words-{language}-{width}.png")
    assert_accessible(talk)
    hint.first.locator("[data-hide]").click()
    expect(talk.locator("#answer")).to_be_focused()
    expect(hint).to_have_count(1)
    talk.locator("#answer").press_sequentially(" You must go.", delay=2)
    talk.wait_for_timeout(700)
    expect(hint).to_have_count(1)  # hidden for this draft
    talk.fill("#answer", "It is not your fault.")
    expect(hint).to_have_count(0)
    assert asked == []


def test_what_was_hidden_speaks_again_in_the_next_draft(talk: Page) -> None:
    talk.fill("#answer", "You must leave him.")
    talk.click(".draft-hint [data-hide]")
    talk.fill("#answer", "You must leave him. I am here.")
    talk.press("#answer", "Control+Enter")  # a hint stops nobody
    expect(talk.locator(".messages").get_by_text("You must leave him. I am here.")).to_be_visible()
    expect(talk.locator("#answer")).to_have_value("")
    talk.wait_for_timeout(700)
    talk.fill("#answer", "You have to call.")
    expect(talk.locator(".draft-hint")).to_have_count(1)


@pytest.mark.requirement("002-A3")
def test_a_phrase_goes_in_where_the_caret_is_and_is_not_sent(talk: Page, language: str) -> None:
    before = talk.locator(".message").count()
    asked = listen(talk)
    talk.fill("#answer", "Hello.Goodbye.")
    talk.evaluate("document.getElementById('answer').setSelectionRange(6, 6)")
    expect(talk.locator("#panel-phrases .phrase:visible")).to_have_count(4)
    talk.select_option("#situation", "silence")
    first = talk.locator("#panel-phrases .phrase:visible").first
    expect(first).to_have_text("Silence is fine too. I am still here.")
    expect(first).to_have_attribute("lang", "en")
    titles = {"en": "Silence", "fr": "Le silence"}
    expect(talk.locator("#situation option:checked")).to_have_text(titles[language])
    first.click()
    expect(talk.locator("#answer")).to_have_value(
        "Hello. Silence is fine too. I am still here. Goodbye."
    )
    expect(talk.locator("#answer")).to_be_focused()
    talk.wait_for_timeout(700)
    expect(talk.locator(".draft-hint")).to_have_count(0)
    assert (talk.locator(".message").count(), asked) == (before, [])


@pytest.mark.requirement("002-A3")
def test_a_phrase_is_chosen_without_a_mouse(talk: Page) -> None:
    talk.focus("#situation")
    talk.keyboard.press("ArrowDown")
    talk.keyboard.press("Tab")
    talk.keyboard.press("Tab")
    talk.keyboard.press("Enter")
    expect(talk.locator("#answer")).to_have_value(
        "It is fine to close this page at any moment, without a word. I will understand."
    )
    talk.keyboard.type(" Still here")
    expect(talk.locator("#answer")).to_have_value(
        "It is fine to close this page at any moment, without a word. I will understand. Still here"
    )


@pytest.mark.requirement("000-15")
@pytest.mark.requirement("000-27")
def test_the_guide_is_skipped_without_a_reason_and_asks_nothing_that_is_known(talk: Page) -> None:
    wish = talk.locator('#panel-guide [data-step="wish"]')
    limits = talk.locator('#panel-guide [data-step="limits"]')
    asked = listen(talk)
    limits.locator("summary").click()
    limits.locator("[data-skip]").click()
    expect(limits.locator("[data-skipped]")).to_be_visible()
    expect(limits.locator(".phrase").first).to_be_hidden()
    wish.locator("summary").click()
    wish.locator(".phrase").first.click()
    expect(talk.locator("#answer")).to_have_value(
        "What would you like to happen, if it were up to you?"
    )
    assert asked == []
    assert_accessible(talk)
    talk.fill("#id_wish", "To sleep.")
    talk.click("#panel-wish form button")
    expect(wish.locator(".badge[data-kind=good]")).to_be_visible()
    expect(wish.locator(".phrase")).to_have_count(0)
    expect(wish.locator('a[href="#panel-wish"]')).to_be_visible()
    expect(limits.locator("[data-skipped]")).to_be_visible()  # still, after the panel came anew
    limits.locator("summary").click()
    expect(limits.locator("[data-skipped]")).to_be_hidden()
    for width in (768, 1440):
        talk.set_viewport_size({"width": width, "height": 900})
        language = talk.get_attribute("html", "lang")
        talk.screenshot(path=PICTURES / f"guide-{language}-{width}.png")
