"""The house leaves nothing of what was typed in the browser's files (register 41, 42, 47).

In the whole Chromium, with a profile on a disk and its memory of pages as people have it; what is
searched for afterwards is every byte of that profile.
"""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.stories.conftest import LiveLine
from tests.stories.phones import Open
from tests.stories.test_quick_exit import by_click, by_shift

pytestmark = pytest.mark.browser
KEEPS = 4_000  # ms; Chromium writes its session's file every two and a half seconds


def left_on_disk(context: BrowserContext, profile: Path, *words: str) -> set[tuple[str, str]]:
    """(word, file) of everything that stands in the closed browser's files, in either coding."""
    context.close()
    found = set()
    for file in profile.rglob("*"):
        if file.is_file() and not file.is_symlink():
            told = file.read_bytes()
            found |= {
                (word, file.relative_to(profile).as_posix())
                for word in words
                if any(word.encode(coding) in told for coding in ("utf-8", "utf-16-le"))
            }
    return found


def types_everywhere(page: Page, line: LiveLine, word: str) -> list[str]:
    """Type something of its own into every field there is; return what was typed."""
    typed = [f"{word}{n}" for n in range(11)]
    page.goto(line.front + "/en/places/")
    page.fill("#id_place", typed[0])
    page.fill("#id_words", typed[1])
    page.wait_for_timeout(KEEPS)
    page.get_by_role("button", name="Search").click()
    page.wait_for_selector("#found")
    page.fill("#id_words", typed[2])
    page.wait_for_timeout(KEEPS)
    page.goto(line.front + "/en/plan/")
    page.fill("#plan-1-1", typed[6])
    page.wait_for_timeout(KEEPS)
    page.goto(line.front + "/en/note/")
    page.fill("#id_what", typed[7])
    page.wait_for_timeout(KEEPS)
    page.get_by_role("button", name="Leave this note").click()
    page.wait_for_url("**/note/kept/**")
    page.goto(line.front + "/en/note/")
    page.fill("#id_vehicle", typed[8])
    page.wait_for_timeout(KEEPS)
    tries_words(page, line, f"{typed[9]} a b c d e", f"a b c d e {typed[10]}")
    page.goto(line.front + "/en/talk/")
    page.fill("#first", typed[3])
    page.wait_for_timeout(KEEPS)
    page.fill("#first", typed[4])
    page.click("main form button")
    page.wait_for_selector("#write")
    page.fill("#write", typed[5])
    page.wait_for_timeout(KEEPS)
    return typed


def tries_words(page: Page, line: LiveLine, *phrases: str) -> None:
    """Words that open nothing; what stands in the box is given back by no page."""
    page.goto(line.front + "/en/back/")
    look = page.get_by_role("button", name="Look what waits")
    for words in phrases:
        page.fill("#words", words)
        page.wait_for_timeout(KEEPS)
        look.click()
        page.wait_for_timeout(500)  # with a script, it says first that none is in the list
        if page.input_value("#words"):
            look.click()
        page.wait_for_selector("text=These words opened nothing.")


@pytest.mark.hostile(41)
@pytest.mark.hostile(42)
@pytest.mark.parametrize(
    ("leaves", "with_script"), [(by_click, True), (by_shift, True), (by_click, False)]
)
def test_nothing_that_was_typed_is_found_on_the_disk(
    line: LiveLine, open_phone: Open, tmp_path: Path, *, leaves, with_script: bool
) -> None:
    phone = open_phone(java_script_enabled=with_script)
    page = phone.pages[0]
    typed = types_everywhere(page, line, "Zimtstern")
    leaves(page)
    page.wait_for_url("**/calendar/")
    page.wait_for_timeout(KEEPS)
    assert left_on_disk(phone, tmp_path / "profile", *typed) == set()


@pytest.mark.hostile(41)
@pytest.mark.parametrize("with_script", [True, False])
def test_leaving_before_anything_was_sent_leaves_nothing_to_go_back_to(
    line: LiveLine, open_phone: Open, *, with_script: bool
) -> None:
    phone = open_phone(java_script_enabled=with_script)
    for address, field in (
        ("talk", "#first"),
        ("places", "#id_place"),
        ("plan", "#plan-6-4"),
        ("note", "#id_who"),
        ("back", "#words"),
    ):
        page = phone.new_page()
        page.goto(f"{line.front}/en/{address}/")
        page.fill(field, "Zimtstern")
        by_click(page)
        page.wait_for_url("**/calendar/")
        page.go_back(wait_until="commit")
        page.wait_for_timeout(500)
        told = "[...document.querySelectorAll('input, textarea')].map(one => one.value).join()"
        assert "Zimtstern" not in str(page.evaluate(told)) + page.content()
        page.close()


def test_a_field_that_a_browser_may_remember_would_be_found(
    line: LiveLine, open_phone: Open, tmp_path: Path
) -> None:
    phone = open_phone()
    page = phone.pages[0]
    page.goto(line.front + "/en/talk/")
    page.evaluate("document.querySelector('main form').removeAttribute('autocomplete')")
    page.evaluate("document.querySelector('#first').removeAttribute('autocomplete')")
    page.fill("#first", "Zimtstern")
    page.wait_for_timeout(KEEPS)
    page.goto("about:blank")
    page.wait_for_timeout(KEEPS)
    assert left_on_disk(phone, tmp_path / "profile", "Zimtstern") != set()
