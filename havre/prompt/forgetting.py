"""`havre retention run`: the nightly run, once a night from the server's own clock."""

import argparse
from dataclasses import asdict

from havre.prompt.said import DONE, Commands, say, warn
from havre.retention.actions import run as run_retention

_WORDS = {
    "counted": "tallies cut loose",
    "closed": "silent conversations closed",
    "forgotten": "files forgotten",
    "compartments": "compartments destroyed",
    "rows": "old rows deleted",
    "orphans": "orphaned keys destroyed",
    "carried": "waiting letters carried",
    "unknown": "letters of unknown fate",
    "expired": "referrals whose permission expired",
}


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre retention`."""
    parser = commands.add_parser("retention", help="keep what privacy.toml promises")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    once = verbs.add_parser(
        "run",
        help="count, close, forget, sweep",
        description="Counts months that are over, closes what is silent, forgets what is due and "
        "sweeps. Run it every night; running it twice does nothing twice.",
    )
    once.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Run once and print the counts, which tell nothing of anybody."""
    report = asdict(run_retention())
    for name, words in _WORDS.items():
        say(f"{report[name]:6}  {words}")
    for warning in report["warnings"]:
        warn(f"{warning}.")
    return DONE
