"""`havre directory pack | look`: the directory on a laptop without a network."""

import argparse
import getpass
from pathlib import Path
from typing import Any

import uvicorn
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.translation import override

from havre.directory import booklet, packs, views_pack
from havre.directory.models import PARTNER, PUBLIC, RESPONDER
from havre.lib import lang
from havre.prompt.said import DONE, Commands, Refused, ask, passphrase, say

_HERE = "127.0.0.1"


def add_to(verbs: Commands) -> None:  # type: ignore[type-arg]
    """Two verbs of `havre directory`."""
    pack = verbs.add_parser(
        "pack",
        help="lock the directory into one file, for a laptop without a network",
        description="Draws six words, says them once and keeps them nowhere. Sealed addresses are "
        "in no pack.",
    )
    pack.add_argument("file", type=Path, metavar="FILE")
    pack.add_argument("--tier", choices=(PUBLIC, PARTNER, RESPONDER), default=RESPONDER)
    pack.add_argument("--by", default="prompt", metavar="MEMBER")
    pack.set_defaults(run=run_pack)
    look = verbs.add_parser(
        "look",
        help="search a pack in this machine's browser",
        description="Asks for the six words. Needs no database and no network; ends by Ctrl-C.",
    )
    look.add_argument("file", type=Path, metavar="FILE")
    look.add_argument("--port", type=int, default=8010)
    look.set_defaults(run=run_look)
    print_it = verbs.add_parser(
        "booklet",
        help="the services of a province as a PDF, to print",
        description="Holds what everybody may know, and the national lines at its end.",
    )
    print_it.add_argument("province", choices=booklet.PROVINCES, metavar="PROVINCE")
    print_it.add_argument("file", type=Path, metavar="FILE")
    print_it.add_argument("--language", choices=lang.languages(), default=lang.languages()[0])
    print_it.set_defaults(run=run_booklet)


def run_pack(options: argparse.Namespace) -> int:
    """Lock it and say the words."""
    if options.file.exists():
        raise Refused(f"{options.file} is there already. Give another name.")
    words = passphrase()
    locked = packs.made(options.tier, words, by=options.by)
    try:
        with options.file.open("xb") as file:
            file.write(locked)
        options.file.chmod(0o600)
    except OSError as error:
        raise Refused(f"{options.file} cannot be written: {error.strerror}.") from error
    say(f"The directory stands in {options.file}. It opens with these words and no others:")
    say(f"  {words}")
    return DONE


def run_booklet(options: argparse.Namespace) -> int:
    """Write the booklet."""
    if options.file.exists():
        raise Refused(f"{options.file} is there already. Give another name.")
    with override(options.language):
        count = booklet.write(options.file, options.province)
    say(f"{count} services stand in {options.file}.")
    return DONE


def run_look(options: argparse.Namespace) -> int:
    """Open it in memory, and answer this machine's browser alone."""
    try:
        locked = options.file.read_bytes()
    except OSError as error:
        raise Refused(f"{options.file} cannot be read: {error.strerror}.") from error
    try:
        index = packs.opened(locked, _words())
    except packs.NotOpened as error:
        raise Refused(f"{error} Nothing was opened.") from error
    views_pack.hold(index)
    say(
        f"{len(index)} services, at http://{_HERE}:{options.port}/ on this machine. Ctrl-C ends it."
    )
    uvicorn.run(
        application(), host=_HERE, port=options.port, interface="wsgi", ws="none",
        log_config=None, access_log=False, server_header=False,
    )  # fmt: skip
    return DONE


def application() -> Any:
    """The one page of a pack, with its own files and nothing else of the house."""
    settings.ROOT_URLCONF = "havre.directory.views_pack"
    settings.ALLOWED_HOSTS = [_HERE, "localhost"]
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.MIDDLEWARE = [
        "havre.lib.headers.headers",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "havre.lib.headers.origin_guard",
    ]
    return get_wsgi_application()


def _words() -> str:
    ask_for = "The six words:"
    try:
        return getpass.getpass(f"{ask_for} ")
    except EOFError:
        return ask(ask_for)
