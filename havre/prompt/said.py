"""What is said at the prompt and asked at it: sentences in English, for whoever runs the server."""

import argparse
import secrets
import sys
from pathlib import Path

DONE, REFUSED, WRONG_USE = 0, 1, 2
WORDS_OF_A_PASSPHRASE = 6  # of a list of at least 512: 54 bits or more

Commands = argparse._SubParsersAction  # the type that `add_subparsers` returns has no other name


class Refused(Exception):
    """It was not done; the sentence says why and names the remedy."""


def say(sentence: str = "") -> None:
    """One line on standard output, at once."""
    print(sentence, flush=True)


def warn(sentence: str) -> None:
    """One line on standard error, at once."""
    print(sentence, file=sys.stderr, flush=True)


def ask(question: str) -> str:
    """The answer somebody types. Raises Refused where nobody sits at the terminal."""
    if not sys.stdin.isatty():
        raise Refused("Nobody can answer here: standard input is no terminal. See --help.")
    return input(f"{question} ").strip()


def passphrase() -> str:
    """Six words drawn from our own list."""
    words = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split()
    return " ".join(secrets.choice(words) for _ in range(WORDS_OF_A_PASSPHRASE))
