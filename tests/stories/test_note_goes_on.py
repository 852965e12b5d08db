"""A clerk says yes to passing on; Lou takes a part out, looks at the letter, and sends it, once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine
from tests.stories.looking import look_at

pytestmark = [pytest.mark.browser, pytest.mark.requirement("001-05")]
PICTURES = ARTEFACTS.parent / "onward"
SEEN = {
    "en": "Two young girls, the same room, men all night. One has a tattoo.",
    "fr": "Deux jeunes filles, la même chambre, des hommes toute la nuit. L’une a un tatouage.",
}
LESS = {
    "en": "Two young girls, the same room, men all night.",
    "fr": "Deux jeunes filles, la même chambre, des hommes toute la nuit.",
}
SAYS = {
    "en": {
        "what": "What did you see or hear?",
        "where": "Where?",
        "yes": "Yes, to those who can act on it, police included",
        "leave": "Leave this note",
        "kept": "Your note is with us",
        "nobody": "Nobody outside was told of it.",
        "go": "Pass it on to one who can act",
        "saw": "What they saw",
        "to": "To whom (one only)",
        "police": "Police",
        "look": "Look at the letter",
        "added": "Nothing is added to what somebody saw.",
        "letter": "This letter, and nothing else",
        "goes": "This goes to the police.",
        "unverified": "Nobody has verified it",
        "send": re.compile("^Send it to "),
        "sent": "Handed to the mail",
        "back": "They take their yes back",
        "no more": "It may no longer be passed on",
        "told": re.compile("The recipient was told so"),
    },
    "fr": {
        "what": "Qu’avez-vous vu ou entendu?",
        "where": "Où?",
        "yes": "Oui, à qui peut agir, police comprise",
        "leave": "Laisser ce mot",
        "kept": "Nous avons votre mot",
        "nobody": "Personne à l’extérieur n’en a été informé.",
        "go": "Le transmettre à qui peut agir",
        "saw": "Ce qui a été vu",
        "to": "À qui (un seul destinataire)",
        "police": "Police",
        "look": "Voir la lettre",
        "added": "On n’ajoute rien à ce que quelqu’un a vu.",
        "letter": "Cette lettre, et rien d’autre",
        "goes": "Ceci va à la police.",
        "unverified": "Personne ne l’a vérifié",
        "send": re.compile("^L’envoyer à "),
        "sent": "Remis au courriel",
        "back": "La personne retire son oui",
        "no more": "On ne peut plus le transmettre",
        "told": re.compile("Le destinataire en a été informé"),
    },
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_note_goes_to_one_who_can_act_because_whoever_left_it_said_so(
    line: LiveLine,
    at_the_desk: Callable[[str], AtTheDesk],
    open_context: Callable[..., BrowserContext],
    language: str,
) -> None:
    says = SAYS[language]
    clerk = open_context(locale=f"{language}-CA").new_page()
    clerk.goto(f"{line.front}/{language}/note/")
    clerk.get_by_label(says["what"]).fill(SEEN[language])
    clerk.get_by_label(says["where"]).first.fill("Motel, Example Road 7")
    clerk.get_by_label(says["yes"]).check()
    clerk.get_by_role("button", name=says["leave"]).click()
    expect(clerk.get_by_role("heading", name=says["kept"])).to_be_visible()
    lou = at_the_desk("lou")
    lou.speak(language)
    page = lou.page
    page.goto(f"{line.desk}/tips/")
    page.locator("a.row-title").first.click()
    expect(page.get_by_text(says["nobody"])).to_be_visible()
    look_at(page, PICTURES / f"note-{language}")
    _is_chosen_and_looked_at(page, language)
    page.get_by_role("button", name=says["send"]).click()
    expect(page.get_by_text(says["sent"])).to_be_visible()
    expect(page.get_by_role("link", name=says["go"])).to_have_count(0)
    look_at(page, PICTURES / f"sent-{language}")
    page.get_by_text(says["back"]).click()
    page.get_by_role("button", name=says["no more"]).press("Enter")
    expect(page.get_by_text(says["told"])).to_be_visible()
    look_at(page, PICTURES / f"taken-back-{language}")


def _is_chosen_and_looked_at(page: Page, language: str) -> None:
    says = SAYS[language]
    page.get_by_role("link", name=says["go"]).click()
    box = page.get_by_label(says["saw"])
    expect(box).to_have_value(SEEN[language])
    police = page.locator(f'optgroup[label="{says["police"]}"] option').first
    page.get_by_label(says["to"]).select_option(police.get_attribute("value"))
    box.fill("Ana " + LESS[language])
    page.get_by_role("button", name=says["look"]).click()
    expect(page.get_by_text(says["added"])).to_be_visible()
    look_at(page, PICTURES / f"choosing-{language}")
    box.fill(LESS[language])
    page.get_by_role("button", name=says["look"]).click()
    expect(page.get_by_role("heading", name=says["letter"])).to_be_visible()
    expect(page.get_by_text(says["goes"])).to_be_visible()
    letter = page.locator("p.letter").inner_text()
    assert f"{LESS[language]} […]" in letter
    assert (says["unverified"] in letter, "Motel, Example Road 7" in letter) == (True, True)
    assert ("tattoo" in letter, "tatouage" in letter, "Lou" in letter) == (False, False, False)
    look_at(page, PICTURES / f"letter-{language}")
