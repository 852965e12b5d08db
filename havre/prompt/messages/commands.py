"""`havre messages …`: the translations, without any system tool."""

import argparse
import json
from pathlib import Path

from havre.prompt.messages import catalogues, filling, judging, wanted
from havre.prompt.said import DONE, REFUSED, Commands, Refused, say


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
    told = (
        "print as JSON what has no words in a language yet; without one, how much that is in each"
    )
    one = verbs.add_parser("missing", help=told, description=f"Does this: {told}.")
    one.add_argument("language", nargs="?", choices=catalogues.LANGUAGES, metavar="LANGUAGE")
    one.add_argument("--all", action="store_true", help="also what has words, to look it through")
    one.set_defaults(run=missing)
    told = "take what is said in such JSON into the catalogues, and compile them"
    other = verbs.add_parser("fill", help=told, description=f"Does this: {told}.")
    other.add_argument("language", choices=catalogues.LANGUAGES, metavar="LANGUAGE")
    other.add_argument("file", type=Path)
    other.set_defaults(run=fill)


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


def missing(options: argparse.Namespace) -> int:
    """For whoever translates: the phrases, each once, with French beside it and `say` to fill."""
    if options.language:
        left = filling.missing(options.language, everything=options.all)
        say(json.dumps(left, ensure_ascii=False, indent=1))
    else:
        say(json.dumps(dict(filling.each_missing())))
    return DONE


def fill(options: argparse.Namespace) -> int:
    """Take what fits; say of everything else why not."""
    try:
        found = json.loads(options.file.read_text(encoding="utf-8"))
        taken, refused = filling.fill(options.language, found)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{options.file} is not what `havre messages missing` prints.") from error
    catalogues.compile_all()
    for why in refused:
        say(why)
    left = len(filling.missing(options.language)["phrases"])
    say(f"{taken} phrases were taken, {len(refused)} complaints, {left} have no words yet.")
    return REFUSED if refused else DONE


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
                for phrase in wanted.phrases(room, language)
                if judging.translation(phrase, book, shared) is None
            ]
            for phrase in missing:
                one_or_more = (phrase.text, phrase.plural) if phrase.plural else phrase.text
                book.add(one_or_more, context=phrase.context or None)
            if missing:
                catalogues.write(file, language, book)
            added += len(missing)
    say(f"{added} phrases were added, without translation yet.")
    return DONE
