"""`havre audit verify | head`: the chain proved whole, or its first bad row named."""

import argparse
import re

from havre.audit.actions import Head, head, verify
from havre.prompt.said import DONE, REFUSED, Commands, say

_HEAD = re.compile(r"(\d+):([0-9a-f]{64})")


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre audit`."""
    parser = commands.add_parser("audit", help="prove the audit whole, or print its head")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    prove = verbs.add_parser(
        "verify",
        help="walk the chain from its first row",
        description="Walks the chain from its first row and names the first bad one. Only a head "
        "that was kept outside shows that its end was cut off.",
    )
    prove.add_argument("--head", type=outside, metavar="N:HASH", help="a head kept elsewhere")
    prove.set_defaults(run=run_verify)
    tell = verbs.add_parser(
        "head",
        help="print the last row's number and seal",
        description="Prints the last row's number and seal, to be kept outside this server.",
    )
    tell.set_defaults(run=run_head)


def outside(word: str) -> Head:
    """A head as `havre audit head` prints it, for argparse."""
    match = _HEAD.fullmatch(word.strip())
    if match is None:
        raise argparse.ArgumentTypeError(
            f"{word} is no head: it looks like 12:9f86d0… (64 letters)"
        )
    return Head(int(match[1]), match[2])


def run_verify(options: argparse.Namespace) -> int:
    """Say whole, or which row is bad."""
    finding = verify(options.head)
    if finding.whole:
        say(f"The chain is whole: {finding.rows} rows.")
        return DONE
    say(
        f"Row {finding.bad_row} is bad: {finding.why}. The {finding.rows} rows before it are whole."
    )
    return REFUSED


def run_head(_: argparse.Namespace) -> int:
    """Print the head."""
    say(str(head()))
    return DONE
