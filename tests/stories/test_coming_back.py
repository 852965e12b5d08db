"""Mina asks for six words, leaves, and comes back on another phone; Ana left her a reply.

At 320 px, in French and English, with a script and without.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page, expect

from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine, takes_newest
from tests.stories.looking import assert_accessible, width_of

pytestmark = pytest.mark.browser
SLOWLY = 20_000  # ms: a stretch, two pages, on a machine that does other things too
PICTURES = ARTEFACTS.parent / "back"
SMALL = {"width": 320, "height": 640}
SAYS = {
    "en": {
        "words": "Six words to come back with",
        "go": "Go on",
        "yes": "Yes, I can keep them where nobody looks.",
        "mine": "Your six words",
        "look": "Look what waits",
        "again": "Good that you are back",
        "first": "These words were used for the first time.",
        "last": "These words were last used",
        "slip": "One of our words is not like this: zzzz.",
        "nothing": "These words opened nothing.",
        "empty": "Nothing was left for you",
        "write": "Write to us",
        "clear": "I have read it: clear this page",
        "reply": "There is a bed from Tuesday on.",
    },
    "fr": {
        "words": "Six mots pour revenir",
        "go": "Continuer",
        "yes": "Oui, je peux les garder là où personne ne regarde.",
        "mine": "Vos six mots",
        "look": "Voir ce qui m’attend",
        "again": "C’est bien de vous revoir ici",
        "first": "Ces mots servent pour la première fois.",
        "last": "Ces mots ont servi la dernière fois",
        "slip": "Aucun de nos mots ne s’écrit ainsi\u00a0: zzzz.",
        "nothing": "Ces mots n’ont rien ouvert.",
        "empty": "Rien n’a été laissé pour vous",
        "write": "Nous écrire",
        "clear": "J’ai lu\u00a0: effacer cette page",
        "reply": "Il y a un lit à partir de mardi.",
    },
}
SECRET = "Zimtstern"


@dataclass
class Back:
    """Who plays, in which language, and where."""

    line: LiveLine
    language: str
    script: bool
    open: Callable[..., BrowserContext]
    ana: Page

    @property
    def says(self) -> dict[str, str]:
        return SAYS[self.language]

    def phone(self) -> Page:
        """A phone that knows nothing yet."""
        how = {"viewport": SMALL, "locale": f"{self.language}-CA"}
        return self.open(java_script_enabled=self.script, **how).new_page()

    def look(self, page: Page, name: str) -> None:
        """Narrow enough, accessible, and a picture."""
        if self.script:
            assert_accessible(page)
            width = width_of(page)
            assert width <= (page.viewport_size or SMALL)["width"], name
        page.screenshot(path=PICTURES / f"{name}-{self.language}.png", full_page=True)

    def at(self, place: str) -> str:
        return f"{self.line.front}/{self.language}/{place}/"


@pytest.fixture(params=[("fr", True), ("en", True), ("fr", False), ("en", False)],
                ids=["fr-script", "en-script", "fr-plain", "en-plain"])  # fmt: skip
def told(request, line, open_context, at_the_desk: Callable[[str], AtTheDesk]) -> Back:
    language, script = request.param
    ana = at_the_desk("ana")
    ana.speak(language)
    return Back(line, language, script, open_context, ana.page)


def test_somebody_comes_back_and_reads_what_was_left_and_nothing_else(
    told: Back, requests_seen: list[str]
) -> None:
    mina = begins(told)
    before = is_taken(told)
    words = keeps_words(told, mina)
    is_closed_and_left_a_reply(told, before)
    comes_back(told, words)
    told.ana.goto(before)
    badge = "Fetched" if told.language == "en" else "Reçu"
    expect(told.ana.locator("#panel-back").get_by_text(badge)).to_be_visible()
    whoever_takes_it_knows(told, before)
    own = {urlsplit(told.line.front).netloc, urlsplit(told.line.desk).netloc}
    assert {urlsplit(url).netloc for url in requests_seen} == own
    told_in = [url for url in requests_seen if {*words} & {*re.findall(r"\w+", what_varies(url))}]
    assert told_in == []


def what_varies(url: str) -> str:
    """What an address tells but for our own words in it, such as «contact» or «list.css»."""
    parts = urlsplit(url)
    if parts.path.startswith("/static/"):
        return f"{parts.query} {parts.fragment}"
    for face in ("havre.front.urls", "havre.desk.urls"):
        with suppress(Resolver404):
            told = resolve(parts.path, face).kwargs.values()
            return " ".join([*map(str, told), parts.query, parts.fragment])
    return url


def test_a_word_in_an_address_is_found_wherever_it_varies():
    assert what_varies("http://x/static/css/list.css?list") == "list "
    assert "apple" in what_varies("http://x/en/back/?w=apple")
    assert what_varies("http://x/en/apple/") == "http://x/en/apple/"
    assert "apple" in what_varies("http://x/static/list.css#apple")


def begins(told: Back) -> Page:
    """She writes."""
    mina = told.phone()
    mina.goto(told.at("talk"))
    mina.fill("#first", SECRET)
    mina.click("main form button")
    mina.wait_for_selector("#write")
    return mina


def is_taken(told: Back) -> str:
    """Ana takes it; its address."""
    told.ana.goto(told.line.desk + "/")
    takes_newest(told.ana)
    told.ana.wait_for_selector(".workspace")
    return told.ana.url


def closes(ana: Page) -> None:
    """Without a wish."""
    ana.select_option("#id_outcome", "not_ready")
    ana.select_option("#id_no_wish", index=1)
    ana.click("#panel-close form > p > button")
    ana.wait_for_selector("#board")


def keeps_words(told: Back, mina: Page) -> list[str]:
    """She asks for words, says no, then yes; and ends it."""
    says = told.says
    asks = mina.locator("details.leave")
    asks.locator("summary").click()
    asks.get_by_role("link", name=says["words"]).click()
    expect(mina.get_by_role("heading", name=says["words"])).to_be_visible()
    told.look(mina, "1-question")
    mina.get_by_role("button", name=says["go"]).click()
    mina.wait_for_selector("#write")
    mina.goto(told.at("back/words"))
    mina.get_by_label(says["yes"]).check()
    mina.get_by_role("button", name=says["go"]).click()
    expect(mina.get_by_role("heading", name=says["mine"])).to_be_visible(timeout=SLOWLY)
    told.look(mina, "2-words")
    words = mina.locator(".six-words li").all_inner_texts()
    assert (len(words), [w for w in words if w in mina.url]) == (6, [])
    mina.locator("main a.button").click()
    mina.wait_for_selector("#write")
    mina.locator("details.leave summary").click()
    mina.locator("details.leave form button").click()
    mina.wait_for_url("**/gone/")
    assert mina.context.cookies() == []
    return words


def is_closed_and_left_a_reply(told: Back, address: str) -> None:
    """Ana closes it, and leaves a reply."""
    ana = told.ana
    ana.goto(address)
    closes(ana)
    ana.goto(address)
    panel = ana.locator("#panel-back")
    panel.locator("textarea").fill(told.says["reply"])
    panel.locator("form button").click()
    expect(ana.locator("#panel-back .badge[data-kind=waiting]")).to_be_visible()
    assert_accessible(ana)
    ana.locator("#panel-back").screenshot(path=PICTURES / f"3-panel-{told.language}.png")


def comes_back(told: Back, words: list[str]) -> None:
    """On another phone: a slip first, then right; once more, with nothing left; then she writes."""
    mina, says = told.phone(), told.says
    mina.goto(told.at("back"))
    told.look(mina, "4-back")
    tries(mina, says, " ".join([*words[:5], "zzzz"]))
    if told.script:
        expect(mina.get_by_text(says["slip"])).to_be_visible()
        told.look(mina, "5-slip")
        mina.get_by_role("button", name=says["look"]).click()
    expect(mina.get_by_text(says["nothing"])).to_be_visible(timeout=SLOWLY)
    assert mina.input_value("#words") == ""
    tries(mina, says, "-".join(words).upper())
    expect(mina.get_by_role("heading", name=says["again"])).to_be_visible(timeout=SLOWLY)
    expect(mina.get_by_text(says["reply"])).to_be_visible()
    expect(mina.get_by_text(says["first"])).to_be_visible()
    told.look(mina, "6-returned")
    assert (SECRET in mina.content(), mina.context.cookies()) == (False, [])
    address = mina.url
    mina.get_by_role("button", name=says["clear"]).click()
    mina.wait_for_url(f"**/{told.language}/")
    mina.goto(address)
    expect(mina.get_by_text(says["reply"])).to_have_count(0)
    mina.goto(told.at("back"))
    tries(mina, says, "  ".join(words))
    expect(mina.get_by_text(says["last"])).to_be_visible(timeout=SLOWLY)
    expect(mina.get_by_text(says["empty"])).to_be_visible()
    mina.fill("#first", "Me again")
    mina.locator("form:has(#first) button").click()
    mina.wait_for_selector("#write")


def tries(page: Page, says: dict[str, str], words: str) -> None:
    page.fill("#words", words)
    page.get_by_role("button", name=says["look"]).click()


def whoever_takes_it_knows(told: Back, before: str) -> None:
    """The new conversation says where it goes on."""
    is_taken(told)
    ana = told.ana
    link = ana.locator("#panel-back .notice a")
    assert link.get_attribute("href") == urlsplit(before).path
    assert_accessible(ana)
    ana.locator("#panel-back").screenshot(path=PICTURES / f"7-came-back-{told.language}.png")
    closes(ana)
