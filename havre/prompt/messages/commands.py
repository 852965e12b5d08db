"""`havre messages compile | check | update`: the translations, without any system tool."""

import argparse

from havre.prompt.messages import catalogues, extraction, judging
from havre.prompt.said import DONE, REFUSED, Commands, say


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre messages`."""
    parser = commands.add_parser("messages", help="compile, check or update the translations")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for name, run, told in (
        ("compile", compile_, "write the .mo files that are older than their .po"),
        ("check", check, "see that everything is said in every language, and said well"),
        ("update", update, "add what is not there yet, with empty translations"),
    ):
        verbs.add_parser(name, help=told, description=f"Does this: {told}.").set_defaults(run=run)


def compile_(_: argparse.Namespace) -> int:
    """Compile what changed."""
    say(f"{catalogues.compile_all()} catalogues were compiled.")
    return DONE


def check(_: argparse.Namespace) -> int:
    """Complain of what is missing or badly said."""
    found = list(judging.complaints())
    for complaint in found:
        say(complaint)
    if found:
        say(f"{len(found)} to put right. `havre messages update` adds empty entries to fill.")
        return REFUSED
    say("Everything is said in every language.")
    return DONE


def update(_: argparse.Namespace) -> int:
    """Add missing phrases to each room's catalogue; keep all that is there."""
    added = 0
    for language in catalogues.LANGUAGES:
        shared = catalogues.read(catalogues.file_of(catalogues.PACKAGE / "lib", language), language)
        for room in catalogues.rooms():
            file = catalogues.file_of(room, language)
            book = catalogues.read(file, language)
            missing = [
                phrase
                for phrase in extraction.of_room(room)
                if judging.translation(phrase, book, shared) is None
            ]
            for phrase in missing:
                one_or_more = (phrase.text, phrase.plural) if phrase.plural else phrase.text
                book.add(one_or_more, context=phrase.context or None)
            if missing:
                catalogues.write(file, book)
            added += len(missing)
    say(f"{added} phrases were added, without translation yet.")
    return DONE
