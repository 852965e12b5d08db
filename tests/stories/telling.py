"""How the story is told: its words, who is in it, and the hands that fill its forms."""

from dataclasses import dataclass

from playwright.sync_api import FrameLocator, Page

from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine
from tests.stories.looking import assert_accessible

WORDS = {
    "fr": {
        "first": "Bonsoir. On garde mes papiers au travail.",
        "second": "Je suis seule pour une heure.",
        "half": "Je ne sais pas si",
        "answer": "Merci de m’avoir écrit. Qu’aimeriez-vous en ce moment?",
        "wish": "Ravoir mes papiers et dormir ailleurs.",
        "note": "Papiers retenus; souhaite un lit pour quelques nuits.",
        "not_now": "pas maintenant",
        "wider": "plus que ce que la personne a accepté",
    },
    "en": {
        "first": "Hello. They keep my papers at work.",
        "second": "I am alone for an hour.",
        "half": "I don’t know if",
        "answer": "Thank you for writing. What would you like right now?",
        "wish": "My papers back, and somewhere else to sleep.",
        "note": "Papers withheld; wishes for a bed for some nights.",
        "not_now": "not now",
        "wider": "more than the person said yes to",
    },
}


@dataclass
class Told:
    """One telling of the story: who is in it, in which language, and where its pictures go."""

    language: str
    script: bool
    line: LiveLine
    mina: Page
    ana: AtTheDesk
    sue: AtTheDesk
    ben: AtTheDesk

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.language]

    def picture(self, page: Page, step: str) -> None:
        """One screenshot per step."""
        folder = ARTEFACTS / f"{self.language}-{'script' if self.script else 'plain'}"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{step}.png")

    def talk(self) -> "Page | FrameLocator":
        """Where the person sees what is said: the page itself, or the frame that refreshes."""
        return self.mina if self.script else self.mina.frame_locator("iframe.messages-frame")

    def check(self, page: Page) -> None:
        """axe, wherever scripts may run."""
        if page is not self.mina or self.script:
            assert_accessible(page)
        assert page.get_attribute("html", "lang") == self.language


def ask(page: Page, *, act: str, items: tuple[str, ...], answer: str) -> None:
    page.click("#panel-consent summary")
    page.check(f'#panel-consent input[name="act"][value="{act}"]')
    if items:
        page.select_option("#id_recipient", label=recipient_of(page))
    for item in items:
        page.check(f'#panel-consent input[name="share"][value="{item}"]')
    page.click(f'#panel-consent button[name="answer"][value="{answer}"]')


def recipient_of(page: Page) -> str:
    """The organization of a service that was offered."""
    offered = page.locator("#panel-touch .referral strong")
    offered.first.wait_for()
    services = offered.all_inner_texts()
    options = page.locator("#id_recipient option").all_inner_texts()
    for label in options:
        if any(label in service for service in services):  # «… at White Linden House»
            return label
    raise AssertionError(f"no recipient among {options} fits {services}")


def post(page: Page, origin: str, action: str, **fields: str) -> int:
    """A request the page itself would not make: by hand, with this browser's cookies."""
    token = page.locator('input[name="csrfmiddlewaretoken"]').first.get_attribute("value") or ""
    answer = page.request.post(
        origin + action,
        form={"csrfmiddlewaretoken": token, **fields},
        headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"},
        max_redirects=0,
    )
    return answer.status
