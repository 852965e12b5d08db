"""A hotel clerk leaves a note of what they saw; Lou reads it, and nobody who listens does."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine
from tests.stories.looking import look_at

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "note"
SEEN = "Deux jeunes filles, la même chambre, des hommes toute la nuit."


@pytest.mark.requirement("001-05")
@pytest.mark.parametrize("script", [True, False])
def test_somebody_leaves_a_note_and_it_is_read_by_its_own_readers(
    line: LiveLine,
    at_the_desk: Callable[[str], AtTheDesk],
    open_context: Callable[..., BrowserContext],
    script: bool,
) -> None:
    clerk = open_context(locale="fr-CA", java_script_enabled=script).new_page()
    clerk.goto(f"{line.front}/fr/note/")
    clerk.get_by_role("button", name="Laisser ce mot").click()
    expect(clerk.get_by_text("Rien n’est encore écrit.")).to_be_visible()
    clerk.get_by_label("Qu’avez-vous vu ou entendu?").fill(SEEN)
    clerk.get_by_label("Un véhicule?").fill("Berline grise")
    if script:
        look_at(clerk, PICTURES / "note-fr")
    clerk.get_by_role("button", name="Laisser ce mot").click()
    expect(clerk.get_by_role("heading", name="Nous avons votre mot")).to_be_visible()
    assert (SEEN in clerk.content(), clerk.context.cookies()) == (False, [])
    if script:
        look_at(clerk, PICTURES / "kept-fr")
        clerk.goto(f"{line.front}/en/note/")
        look_at(clerk, PICTURES / "note-en")
        _is_read_and_forgotten(line, at_the_desk)


def _is_read_and_forgotten(line: LiveLine, at_the_desk: Callable[[str], AtTheDesk]) -> None:
    lou = at_the_desk("lou")
    lou.speak("fr")
    page = lou.page
    page.get_by_role("link", name="Mots reçus").click()
    look_at(page, PICTURES / "tips")
    page.locator("a.row-title").first.click()
    expect(page.get_by_text(SEEN)).to_be_visible()
    look_at(page, PICTURES / "tip")
    page.get_by_role("button", name="Cela reste incertain").press("Enter")
    expect(page.get_by_text("Incertain").first).to_be_visible()
    page.get_by_text("L’oublier maintenant").click()
    page.get_by_role("button", name="Détruire ses clés").press("Enter")
    expect(page.get_by_text(re.compile("C’est oublié"))).to_be_visible()
    sue = at_the_desk("sue")
    sue.speak("fr")
    sue.page.goto(f"{line.desk}/tips/")
    look_at(sue.page, PICTURES / "tips-sue")
    ana = at_the_desk("ana")
    assert ana.page.goto(f"{line.desk}/tips/").status == 404
