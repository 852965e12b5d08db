"""`havre guides`: the library's addresses are asked, the guides written out for review."""

import subprocess
import sys
from pathlib import Path

from havre.prompt.said import Commands

# By its name, as both faces are started: the front is a stranger to the prompt.
_FRONT = "havre.front.guides.at_prompt"


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre guides`."""
    parser = commands.add_parser("guides", help="check the library's addresses, write out drafts")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    web = verbs.add_parser(
        "links",
        help="ask the addresses of the resource library whether they are there",
        description="Public addresses alone, each once. The page tells what they answered.",
    )
    web.set_defaults(run=lambda _: _of_the_front("links"))
    out = verbs.add_parser(
        "draft",
        help="write every guide in each language to a new folder, for people who review them",
        description="Those too that nobody sees before a review. Records go to reviews.toml.",
    )
    out.add_argument("folder", type=Path, metavar="FOLDER")
    out.set_defaults(run=lambda options: _of_the_front("draft", str(options.folder)))


def _of_the_front(*words: str) -> int:
    return subprocess.run([sys.executable, "-P", "-m", _FRONT, *words], check=False).returncode
