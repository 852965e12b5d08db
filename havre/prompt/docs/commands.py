"""`havre docs build | check`: the pages that are made from the code."""

import argparse

from havre.prompt.docs import house_page, places, requirements_page, settings_page
from havre.prompt.said import DONE, REFUSED, Commands, Refused, say

PAGES = {
    "house.md": house_page.page,
    "requirements.md": requirements_page.page,
    "settings.md": settings_page.page,
}
_NOTE = "<!-- Made by `bin/havre docs build`; change the code, not this page. -->\n\n"


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre docs`."""
    parser = commands.add_parser("docs", help="make or check the pages made from the code")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for name, run, told in (
        ("build", build, "write the pages"),
        ("check", check, "see that the pages on disk are what the code says"),
    ):
        verbs.add_parser(name, help=told, description=f"Does this: {told}.").set_defaults(run=run)


def build(_: argparse.Namespace) -> int:
    """Write every page."""
    places.refuse_outside_checkout()
    _refuse_undescribed()
    places.DOCS.mkdir(mode=0o755, exist_ok=True)
    for name, page in PAGES.items():
        (places.DOCS / name).write_text(_NOTE + page(), encoding="utf-8")
        (places.DOCS / name).chmod(0o644)
    say(f"{len(PAGES)} pages were written to {places.DOCS}.")
    return DONE


def check(_: argparse.Namespace) -> int:
    """Compare every page with the code."""
    places.refuse_outside_checkout()
    _refuse_undescribed()
    stale = [name for name, page in PAGES.items() if _on_disk(name) != _NOTE + page()]
    for name in stale:
        say(f"docs/{name} is not what the code says. Run `bin/havre docs build`.")
    if not stale:
        say("The pages are what the code says.")
    return REFUSED if stale else DONE


def _refuse_undescribed() -> None:
    found = list(settings_page.complaints())
    if found:
        raise Refused("\n".join(found))


def _on_disk(name: str) -> str:
    file = places.DOCS / name
    return file.read_text(encoding="utf-8") if file.exists() else ""
