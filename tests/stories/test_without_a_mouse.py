"""Ana has no mouse: a whole contact, from sign-in to its kind end, by keys alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.conftest import LiveLine
from tests.stories.keys import Hands
from tests.stories.telling import WORDS, recipient_of

pytestmark = pytest.mark.browser
LONGEST = 160  # keys for it all but for what is typed: how many it takes today, and no more
SAYS = {  # what is typed into the commands, without an accent, and what they then offer
    "en": {
        "take": ("take english", "Take: writes in English"),
        "answer": ("answer", "Answer"),
        "safety": ("safety", "Safety check"),
        "wish": ("wish", "What they wish for"),
        "note": ("short note", "A short note"),
        "options": ("directory", "Options: search the directory"),
        "consent": ("ask for", "Ask for a yes"),
        "touch": ("touch", "Put in touch"),
        "close": ("close", "Close the conversation"),
        "board": ("board", "Board"),
        "back": ("conversation english", "Conversation in English"),
        "break": ("break", "Say: On a break"),
    },
    "fr": {
        "take": ("prendre anglais", "Prendre : écrit en anglais"),
        "answer": ("repondre", "Répondre"),
        "safety": ("securite", "Vérifier la sécurité"),
        "wish": ("souhait", "Son souhait"),
        "note": ("courte note", "Une courte note"),
        "options": ("repertoire", "Options : chercher dans le répertoire"),
        "consent": ("oui", "Demander un oui"),
        "touch": ("relation", "Mettre en relation"),
        "close": ("terminer", "Terminer l’échange"),
        "board": ("tableau", "Tableau"),
        "back": ("echange anglais", "Échange en anglais"),
        "break": ("pause", "Dire : En pause"),
    },
}


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ana(own_line: LiveLine, mina: Page, browser: Browser, language: str) -> Iterator[Hands]:
    """At the board in her language; Mina waits, and Ana's mouse is in a drawer."""
    mina.fill("#first", WORDS["en"]["first"])
    mina.click("main form button")
    mina.wait_for_selector("#write")
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-CA", reduced_motion="reduce"
    )
    hands = Hands(context.new_page())
    hands.come_in(own_line, "ana")
    if hands.page.get_attribute("html", "lang") != language:
        hands.tab_to(f'button[name="language"][value="{language}"]')
        hands.press("Enter")
        hands.page.wait_for_selector(f'html[lang="{language}"]')
    yield hands
    context.close()


def test_a_whole_contact_without_a_mouse(ana: Hands, mina: Page, language: str) -> None:
    says = SAYS[language]
    take_and_answer(ana, mina, says)
    write_down(ana, says)
    offer(ana, says)
    consent(ana, says)
    put_in_touch(ana, says)
    go_away_and_come_back(ana, says)
    close(ana, says)
    assert ana.pressed < LONGEST


def take_and_answer(ana: Hands, mina: Page, says: dict[str, tuple[str, str]]) -> None:
    page = ana.page
    ana.command(*says["take"])
    page.wait_for_selector(".workspace")
    ana.tab_to(".workspace-messages")  # and there the arrows read on
    expect(page.get_by_text(WORDS["en"]["first"])).to_be_visible()
    ana.command(*says["answer"])
    expect(page.locator("#answer")).to_be_focused()
    ana.type(WORDS["en"]["answer"])
    ana.press("Control+Enter")
    expect(mina.get_by_text(WORDS["en"]["answer"])).to_be_visible(timeout=15_000)
    expect(page.locator("#answer")).to_be_focused()


def write_down(ana: Hands, says: dict[str, tuple[str, str]]) -> None:
    page = ana.page
    ana.command(*says["safety"])
    ana.tab_to('#panel-safety button[value="safe"]')
    ana.press("Enter")
    page.wait_for_selector('#panel-safety .badge[data-kind="good"]')
    expect(page.locator('#panel-safety button[value="safe"]')).to_be_focused()
    ana.command(*says["wish"])
    ana.type(WORDS["en"]["wish"])
    ana.tab_to("#panel-wish button")
    ana.press("Enter")
    expect(page.locator("#panel-wish blockquote")).to_have_text(WORDS["en"]["wish"])
    ana.sees_where_they_are()
    ana.command(*says["note"])
    ana.type(WORDS["en"]["note"])
    ana.tab_to("#panel-notes button")
    ana.press("Enter")
    expect(page.locator("#panel-notes .note")).to_contain_text(WORDS["en"]["note"])
    ana.sees_where_they_are()


def offer(ana: Hands, says: dict[str, tuple[str, str]]) -> None:
    page = ana.page
    ana.command(*says["options"])
    expect(page.locator("#id_words")).to_be_focused()
    ana.type("montreal")
    ana.tab_to("#id_need")
    ana.choose("emergency_shelter")
    services = page.locator('#found input[name="service"]')
    expect(services).to_have_count(2)
    expect(page.locator("#found-said")).not_to_be_empty()
    for n in range(2):
        ana.tab_to(f'#found li:nth-child({n + 1}) input[name="service"]')
        ana.press("Space")
        expect(services.nth(n)).to_be_checked()
    ana.tab_to("#found [data-offer]", "Shift+Tab")
    ana.press("Enter")
    expect(page.locator("#panel-options > .panel-body > .rows > .row")).to_have_count(2)
    ana.sees_where_they_are()


def consent(ana: Hands, says: dict[str, tuple[str, str]]) -> None:
    page = ana.page
    ana.command(*says["consent"])
    expect(page.locator("#panel-consent details")).to_have_attribute("open", "")
    expect(page.locator('input[name="act"][value="pass_on"]')).to_be_focused()
    ana.tab_to("#id_recipient")
    option = page.locator("#id_recipient option", has_text=recipient_of(page))
    ana.choose(option.get_attribute("value") or "")
    ana.tab_to('#panel-consent input[value="wish"]')
    ana.press("Space")
    ana.tab_to('#panel-consent button[name="answer"][value="yes"]')
    ana.press("Enter")
    page.wait_for_selector('#panel-consent .badge[data-kind="good"]')
    ana.sees_where_they_are()


def put_in_touch(ana: Hands, says: dict[str, tuple[str, str]]) -> None:
    page = ana.page
    page.wait_for_selector("#panel-touch form[action*=disclosure]")
    ana.command(*says["touch"])
    ana.tab_to("#panel-touch form[action*=disclosure] button")
    ana.press("Enter")
    expect(page.locator('#panel-touch .left .badge[data-kind="good"]')).to_be_visible()
    ana.sees_where_they_are()


def go_away_and_come_back(ana: Hands, says: dict[str, tuple[str, str]]) -> None:
    page, talk = ana.page, ana.page.url
    ana.command(*says["break"])
    expect(page.locator("#said")).to_contain_text(says["break"][1])
    assert page.url == talk  # and nothing on the page was lost
    ana.command(*says["board"])
    page.wait_for_selector("#board")
    expect(page.locator('button[name="state"][value="pause"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    ana.looks_at_the_commands()
    ana.command(*says["back"])
    page.wait_for_selector(".workspace")


def close(ana: Hands, says: dict[str, tuple[str, str]]) -> None:
    page = ana.page
    ana.looks_at_the_commands()
    ana.command(*says["close"])
    ana.tab_to("#id_outcome")
    ana.press("ArrowDown")
    ana.tab_to("#panel-close form > p > button")
    ana.press("Enter")
    page.wait_for_selector("#board")
