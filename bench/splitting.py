"""Splits a corpus in two, for ever the same way: `python -m bench.splitting FOLDER`.

FOLDER holds en.json and fr.json: lists of {"say": a sentence, "labels": what it does}. The hash of
a sentence says where it goes: even, and rules may be tuned on it; odd, and it is held back for the
figure alone. Nobody who works on the rules opens the held half.
"""

import hashlib
import json
import sys
import unicodedata
from pathlib import Path
from typing import TypedDict

from havre.lib import hints
from tests.machine import NotReady

CORPORA = Path(__file__).parent / "corpora"
HALVES = ("dev", "held")


class Said(TypedDict):
    """One sentence, and what somebody who did not know the rules says it does."""

    say: str
    labels: list[str]


def half_of(sentence: str) -> str:
    """`dev` or `held`."""
    plain = " ".join(unicodedata.normalize("NFC", sentence).split())
    return HALVES[hashlib.sha256(plain.encode()).digest()[-1] % 2]


def read(language: str, half: str) -> list[Said]:
    """One half of a language's corpus. Raises NotReady where there is none."""
    file = CORPORA / f"words_{language}_{half}.json"
    if not file.exists():
        raise NotReady(
            f"There is no {file.name}. Have sentences written by somebody who does not know the "
            "rules, then split them: python -m bench.splitting FOLDER"
        )
    found: list[Said] = json.loads(file.read_text(encoding="utf-8"))
    return found


def split(folder: Path) -> None:
    """Write both halves of every language; a sentence that stands twice is kept once."""
    CORPORA.mkdir(exist_ok=True)
    for language in hints.languages():
        given: list[Said] = json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
        once = {one["say"]: Said(say=one["say"], labels=sorted(one["labels"])) for one in given}
        for half in HALVES:
            lines = [
                json.dumps(one, ensure_ascii=False)
                for one in once.values()
                if half_of(one["say"]) == half
            ]
            file = CORPORA / f"words_{language}_{half}.json"
            file.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
            print(f"{file.name}: {len(lines)} sentences")


if __name__ == "__main__":
    split(Path(sys.argv[1]))
