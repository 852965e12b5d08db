"""Somebody worries about their sister: reads, tries out words, keeps a page, and leaves at once."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.stories.conftest import ARTEFACTS, LiveLine
from tests.stories.looking import assert_accessible, width_of

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "guide"
Open = Callable[..., BrowserContext]
PATHS = ("", "j/", "a/", "s/", "e/", "kinds/", "look/", "stay/", "know/", "online/", "rest/",
         "library/", "try/", "try/1/", "try/1/1/")  # fmt: skip
SAYS = {
    "en": {"step": "Approach with care", "try": "Try out words before you say them",
           "scene": "Your sister has a new boyfriend", "opener": "Why do you stay",
           "gentler": "Gentler ways", "lands": "This often shuts a door", "file": "Save as a file"},
    "fr": {"step": "Abordez le sujet en douceur", "try": "Essayer ses mots avant de les dire",
           "scene": "Votre sœur a un nouvel amoureux", "opener": "Pourquoi tu restes",
           "gentler": "Des façons plus douces", "lands": "Cela ferme souvent une porte",
           "file": "Enregistrer en fichier"},
    "es": {"step": "Inicie con cuidado", "try": "Pruebe palabras antes de decirlas",
           "scene": "Su hermana tiene un nuevo novio", "opener": "Por qué sigues",
           "gentler": "Maneras más suaves", "lands": "Esto suele cerrar una puerta",
           "file": "Guardar como archivo"},
}  # fmt: skip


def rehearses(page: Page, says: dict[str, str]) -> None:
    """From a step to the rehearsal, a situation, a way to begin, and what may come of it."""
    page.get_by_role("link", name=says["try"]).click()
    page.get_by_role("link", name=says["scene"]).click()
    page.get_by_role("link", name=re.compile(says["opener"])).click()
    expect(page.get_by_role("heading", name=says["lands"])).to_be_visible()
    gentler = page.get_by_role("region", name=says["gentler"])
    expect(gentler.get_by_role("listitem")).to_have_count(2)


def prints(page: Page) -> None:
    """On paper there is what is to be read and the number, and nothing to press."""
    page.emulate_media(media="print")
    for gone in (".exit-bar", ".front-foot", ".guide-keep"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".guide-help .reach-number")).to_be_visible()
    page.screenshot(path=PICTURES / "on-paper.png", full_page=True)
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="screen")


def keeps(page: Page, says: dict[str, str], folder: Path) -> str:
    """The file that is kept: where it came from stands nowhere in it."""
    with page.expect_download() as kept:
        page.get_by_role("link", name=says["file"]).click()
    assert kept.value.suggested_filename == "notes.html"
    kept.value.save_as(folder / "notes.html")
    return (folder / "notes.html").read_text(encoding="utf-8")


@pytest.mark.requirement("002-02", "002-03", "002-06", "002-A6")
@pytest.mark.hostile(43)
@pytest.mark.hostile(47)
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", list(SAYS))
def test_somebody_worried_reads_rehearses_keeps_and_leaves(
    line: LiveLine, open_context: Open, tmp_path: Path, *, language: str, script: bool
) -> None:
    says = SAYS[language]
    context = open_context(viewport={"width": 390, "height": 700}, java_script_enabled=script)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(f"{line.front}/{language}/guide/")
    page.get_by_role("link", name=says["step"]).click()
    expect(page.locator("h1")).to_have_text(says["step"])
    prints(page)
    kept = keeps(page, says, tmp_path)
    assert says["step"] in kept
    assert [word for word in ("127.0.0.1", "href", "Havre", "<script") if word in kept] == []
    rehearses(page, says)
    assert context.cookies() == []
    assert page.title() in {"Information", "Información"}
    told = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    entries = [urlsplit(entry["url"]).path for entry in told["entries"]]
    if script:
        assert entries[-1:] == [f"/{language}/guide/try/1/1/"]
        assert len([path for path in entries if path.startswith(f"/{language}/")]) == 1
    page.locator("[data-exit]").first.click()
    page.wait_for_url("**/calendar/")
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(line.front).netloc}
    assert [url for url in asked if re.search("sister|traff|traite|soeur", url)] == []


@pytest.mark.requirement("002-06")
@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("language", list(SAYS))
def test_every_guide_can_be_read_by_everybody_at_any_width(
    line: LiveLine, open_context: Open, *, language: str, width: int
) -> None:
    page = open_context(viewport={"width": width, "height": 800}).new_page()
    for path in PATHS:
        page.goto(f"{line.front}/{language}/guide/{path}")
        assert width_of(page) <= width, path
        assert_accessible(page)
        name = path.strip("/").replace("/", "-") or "all"
        page.screenshot(path=PICTURES / f"{name}-{language}-{width}.png", full_page=True)


def test_the_way_out_comes_first_by_keyboard_and_the_rest_follows_in_order(
    line: LiveLine, open_context: Open
) -> None:
    page = open_context().new_page()
    page.goto(f"{line.front}/en/guide/j/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('[data-exit]')")
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.getAttribute('href') || ''"))
    assert "/en/guide/a/" in seen
    assert seen.index("/en/guide/a/") < seen.index("/en/guide/try/")


def test_in_the_dark_the_guides_are_as_accessible(line: LiveLine, open_context: Open) -> None:
    page = open_context(color_scheme="dark", viewport={"width": 390, "height": 800}).new_page()
    for path in ("", "j/", "a/", "s/", "try/1/1/", "library/"):
        page.goto(f"{line.front}/fr/guide/{path}")
        assert_accessible(page)
        if path == "a/":
            page.screenshot(path=PICTURES / "a-fr-dark.png", full_page=True)
