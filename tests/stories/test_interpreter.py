"""Mina writes in Spanish. Ana asks for an interpreter, Ines comes and helps with the words, and is
gone the moment she leaves. Nobody who knows Mina is ever let in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import ARTEFACTS, LiveLine
from tests.stories.looking import look_at

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "interpreter"
SAID = "No hablo inglés. ¿Me puede ayudar?"
SAYS = "I speak no English. Can you help me?"
NOTE = "Zimtstern"


def ana_listens(ana: Page, mina: Page) -> None:
    """Mina writes, and Ana takes it and notes what nobody else may read."""
    mina.fill("#first", SAID)
    mina.click("main form button")
    mina.wait_for_selector("#write")
    row = ana.locator(".row[data-state=waiting]", has_text="English").last
    row.locator("form[action$='/taking/'] button").click()
    expect(ana.get_by_text(SAID)).to_be_visible()
    ana.fill("#panel-notes textarea", NOTE)
    ana.locator("#panel-notes form button").click()
    expect(ana.locator("#panel-notes")).to_contain_text(NOTE)


def asks_for(ana: Page, language: str, gender: str = "") -> None:
    panel = ana.locator("#panel-interpreter")
    panel.locator("summary").click()
    panel.get_by_label("Language").select_option(language)
    panel.get_by_label("As the person wishes").select_option(gender)
    panel.get_by_role("button", name="Ask for one").click()
    expect(panel).to_contain_text("since")


def comes(ines: Page) -> None:
    ines.locator("#calls").get_by_role("link", name="Look").click(timeout=10_000)
    ines.get_by_role("button", name="I can, and I know of nothing").click()
    expect(ines.locator("#calls")).to_contain_text("lets you in")


@pytest.mark.requirement("000-06")
def test_an_interpreter_helps_with_the_words_and_reads_nothing_else(
    own_line: LiveLine, mina: Page, come_in: Callable[[str], Page]
) -> None:
    ana, ines = come_in("ana"), come_in("ines")
    look_at(ines, PICTURES / "home")
    ana_listens(ana, mina)
    both_say_that_they_know_nobody(ana, ines, mina)
    ines_interprets(ana, ines, mina)
    ines_may_know_her(ana, ines, mina)


def both_say_that_they_know_nobody(ana: Page, ines: Page, mina: Page) -> None:
    """Ana asks for a woman, Ines can, and Ana lets her in. Before that, no word is read."""
    panel = ana.locator("#panel-interpreter")
    panel.locator("summary").click()
    expect(panel).to_contain_text("Never a relative")
    expect(panel).to_contain_text("Ines, Portuguese, Spanish")
    look_at(ana, PICTURES / "ask")
    panel.locator("summary").click()
    asks_for(ana, "es", "woman")
    expect(panel).to_contain_text("Asked now: Ines")
    ines.locator("#calls").get_by_role("link", name="Look").click(timeout=10_000)
    look_at(ines, PICTURES / "call")
    assert SAID not in ines.content()
    ines.get_by_role("button", name="I can, and I know of nothing").click()
    expect(panel).to_contain_text("Ines can come", timeout=10_000)
    look_at(ana, PICTURES / "can-come")
    expect(mina.get_by_text("An interpreter helps")).to_have_count(0)
    panel.get_by_role("button", name="I know of nothing: let them in").click()
    expect(mina.get_by_text("An interpreter helps with the words now")).to_be_visible()


def ines_interprets(ana: Page, ines: Page, mina: Page) -> None:
    """Her words reach both, marked as hers."""
    ines.get_by_role("link", name="Open the conversation").click(timeout=10_000)
    expect(ines.get_by_text(SAID)).to_be_visible()
    assert NOTE not in ines.content()
    ines.fill("#answer", SAYS)
    ines.press("#answer", "Control+Enter")
    mine = mina.locator(".message[data-from=interpreter]")
    expect(mine).to_contain_text(SAYS, timeout=10_000)
    expect(mine).to_contain_text("The interpreter")
    expect(ana.locator(".message[data-from=interpreter]")).to_contain_text("Ines, interpreter")
    mina.fill("#write", "Gracias.")
    mina.click("[data-send] button")
    expect(ines.get_by_text("Gracias.")).to_be_visible(timeout=10_000)
    look_at(ines, PICTURES / "words")
    look_at(ana, PICTURES / "interprets")
    look_at(mina, PICTURES / "mina")


def ines_may_know_her(ana: Page, ines: Page, mina: Page) -> None:
    """One press, and she is out of it; Ana is told, and Ines is not asked again."""
    panel = ana.locator("#panel-interpreter")
    ines.click('button[name="language"][value="fr"]')
    ines.get_by_role("link", name="Ouvrir l’échange").click()
    look_at(ines, PICTURES / "words-fr")
    address = ines.url
    ines.get_by_role("button", name="Je connais peut-être cette personne").click()
    expect(panel).to_contain_text("may know the person", timeout=10_000)
    expect(mina.get_by_text("The interpreter no longer helps")).to_be_visible(timeout=10_000)
    look_at(ana, PICTURES / "may-know")
    ines.goto(address)
    assert SAID not in ines.content()
    expect(ines.locator("#calls")).not_to_contain_text("demande")  # she is not asked again
    ana.click('button[name="language"][value="fr"]')
    ana.go_back()
    look_at(ana, PICTURES / "may-know-fr")


@pytest.mark.requirement("000-06")
def test_whoever_hands_on_or_says_no_more_takes_the_words_back(
    own_line: LiveLine, mina: Page, come_in: Callable[[str], Page]
) -> None:
    ana, ines = come_in("ana"), come_in("ines")
    ana_listens(ana, mina)
    asks_for(ana, "es")
    comes(ines)
    panel = ana.locator("#panel-interpreter")
    panel.get_by_role("button", name="I know of nothing: let them in").click(timeout=10_000)
    ines.get_by_role("link", name="Open the conversation").click(timeout=10_000)
    ines.fill("#answer", "half a sent")
    panel.get_by_role("button", name="The person wants somebody else").click()
    expect(ines.locator("#say-composer")).to_contain_text("no longer in this", timeout=10_000)
    assert ines.input_value("#answer") == "half a sent"
    expect(panel).to_contain_text("Nobody who can interpret this is free now")
    expect(panel).to_contain_text("1-800-555-0142")
    look_at(ana, PICTURES / "nobody")
    panel.get_by_role("button", name="They interpret by phone").click()
    expect(mina.get_by_text("An interpreter helps whoever answers you")).to_be_visible()
    panel.get_by_role("button", name="Thank them").click()
    expect(panel).to_contain_text("Ask for an interpreter")


def test_who_supervises_keeps_the_list(own_line: LiveLine, come_in: Callable[[str], Page]) -> None:
    sue = come_in("sue")
    sue.goto(own_line.desk + "/interpreters/")
    expect(sue.get_by_text("$1.40 a started minute")).to_be_visible()
    look_at(sue, PICTURES / "list")
    sue.fill("#id_name", "Harbour Voices")
    sue.select_option("#id_languages", ["am", "ti"])
    sue.get_by_role("button", name="Keep").click()
    expect(sue.get_by_text("Harbour Voices")).to_be_visible()
    sue.get_by_role("button", name="Take Harbour Voices off the list").click()
    expect(sue.get_by_text("Harbour Voices")).to_have_count(0)
    sue.goto(own_line.desk + "/numbers/")
    look_at(sue, PICTURES / "numbers")
