"""What an import would do, in numbers and in sentences that name the rows."""

from collections import Counter
from typing import Any

from havre.lib import lang

MOST_SENTENCES = 500  # of each sort; further ones are counted
LONGEST = 400  # characters of one


class Report:
    """Filled while an import is read. No sentence carries an address that must not be known."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.sentences: dict[str, list[str]] = {"refused": [], "notes": []}
        self.conflicts: list[dict[str, str]] = []

    def refuse(self, row: str, why: str) -> None:
        """A row that does not come in."""
        self._say("refused", f"{row} {why.rstrip('.')}.")

    def note(self, sentence: str) -> None:
        """Something that was left out of a row that does."""
        self._say("notes", sentence)

    def conflict(self, row: str, record: str, field: str) -> None:
        """A field that a curator changed since, and the source as well."""
        self.counts["conflicts"] += 1
        if len(self.conflicts) < MOST_SENTENCES:
            self.conflicts.append({"row": row, "record": record, "field": field})

    def written(self) -> dict[str, Any]:
        """As it is kept: counts, and a list of each sort."""
        return {"counts": dict(self.counts), "conflicts": self.conflicts} | self.sentences

    def _say(self, sort: str, sentence: str) -> None:
        self.counts[sort] += 1
        if len(self.sentences[sort]) < MOST_SENTENCES:  # others' words may hold what no page shows
            self.sentences[sort].append(" ".join(lang.clean(sentence)[:LONGEST].split()))
