"""The house works in Firefox too: the person's first page, and a night's work by keys."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from havre.desk.tests.live import person, say
from tests.stories.conftest import ARTEFACTS, LiveLine
from tests.stories.firefox import FOUND, Firefox, firefox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(FOUND is None, reason="there is no Firefox on this machine"),
]
PICTURES = ARTEFACTS.parent / "firefox"
# The notifications are Firefox's own, and written down besides. The sound is not looked at here:
# without a sound device nothing sounds in it.
ELSEWHERE = """
    window.away = false;
    Object.defineProperty(document, "hidden", { get: () => window.away });
    window.notices = [];
    const Real = window.Notification;
    window.Notification = class extends Real {
        constructor(title, more) { super(title, more); window.notices.push([title, more.tag]); }
    };
"""
LOOK = "window.away = {}; document.dispatchEvent(new Event('visibilitychange'));"


@pytest.fixture
def fox(tmp_path: Path) -> Iterator[Firefox]:
    with firefox(tmp_path / "fox") as found:
        yield found


def command(fox: Firefox, words: str) -> None:
    fox.wait_for("!document.querySelector('[data-palette]').hidden")
    fox.press("Control+k")
    fox.wait_for("document.activeElement.id === 'palette-words'")
    fox.wait_for("document.querySelector('[data-people]').childElementCount > 0")
    fox.type(words)


def come_in(fox: Firefox, own_line: LiveLine) -> None:
    fox.goto(own_line.desk + "/")
    fox.picture(PICTURES / "sign-in.png")
    fox.js("document.getElementById('name').focus()")
    fox.type("ana")
    fox.press("Tab")
    fox.type(own_line.sign_in_of("ana").passphrase)
    fox.press("Tab")
    fox.type(own_line.fresh_code("ana"))
    fox.press("Enter")
    fox.wait_for("!!document.getElementById('board')")


def test_a_person_writes_and_ana_answers_by_keys_in_firefox(
    own_line: LiveLine, fox: Firefox
) -> None:
    fox.goto(own_line.front + "/en/")
    fox.picture(PICTURES / "reach.png")
    phone = person(own_line, "Zimtstern")
    come_in(fox, own_line)
    fox.wait_for("document.querySelector('#h-waiting + .badge').textContent === '2'")
    command(fox, "prendre anglais")  # Ana’s desk speaks French
    fox.picture(PICTURES / "palette.png")
    fox.press("Enter")
    fox.wait_for("!!document.querySelector('.workspace')")
    command(fox, "repondre")
    fox.press("Enter")
    fox.wait_for("document.activeElement.id === 'answer'")
    fox.type("I am here.")
    fox.press("Control+Enter")
    fox.wait_for("document.querySelector('.messages').textContent.includes('I am here.')")
    assert "I am here." in phone.get("/en/talk/messages.json").text
    say(phone, "Mohnstern")  # rung through the one stream that all pages share
    fox.wait_for("document.querySelector('.messages').textContent.includes('Mohnstern')")
    fox.wait_for("document.activeElement.id === 'answer'")
    command(fox, "securite")
    fox.press("Enter", "Enter")
    fox.wait_for("!!document.querySelector('#panel-safety .badge[data-kind=good]')")
    fox.wait_for("document.activeElement.value === 'safe'")
    fox.picture(PICTURES / "workspace.png")
    assert fox.js("document.documentElement.scrollHeight <= innerHeight")


def turn_on(fox: Firefox, name: str) -> None:
    button = f"document.getElementById('ring-{name}')"
    fox.js(f"{button}.focus()")
    fox.press(" ")
    fox.wait_for(f"{button}.getAttribute('aria-pressed') === 'true'")


def test_ana_is_called_in_fixed_words_when_she_looks_elsewhere_in_firefox(
    own_line: LiveLine, fox: Firefox
) -> None:
    come_in(fox, own_line)
    fox.goto(own_line.desk + "/yours/")
    fox.run(ELSEWHERE)
    turn_on(fox, "notice")
    person(own_line, "Zimtstern")
    time.sleep(2)
    assert fox.js("[window.notices, document.title]") == [[], "Votre poste"]
    fox.run(LOOK.format("true"))
    time.sleep(1)
    person(own_line, "Mohnstern")
    fox.wait_for("document.title === '• Votre poste'")
    fox.wait_for("window.notices.length > 0")
    assert fox.js("window.notices") == [["Havre\N{NO-BREAK SPACE}: quelqu’un attend", "havre"]]
    fox.run(LOOK.format("false"))
    fox.wait_for("document.title === 'Votre poste'")
