"""Whether the best answers stand first: `python -m bench.directory_relevance [--final]`.

Sixty questions with judged answers (bench/directory_questions.json) put to the demo's directory;
nDCG@5, a grade g being worth 2^g - 1. Twenty are for the final figure: they are asked only with
--final, and what each of them got is not shown. One line of JSON at the end.
"""

import datetime as dt
import json
import math
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from demo import directory  # noqa: E402 -- Django must be set up
from havre.directory import exchange, finding  # noqa: E402
from havre.directory.finder.index import Index  # noqa: E402
from havre.directory.finder.wanted import Wanted  # noqa: E402
from havre.directory.models import RESPONDER  # noqa: E402
from havre.prompt import migrating  # noqa: E402

FIRST = 5
Question = dict[str, Any]


def main(*, final: bool) -> None:
    """Fill a house, ask, print each open question (the worst first) and the figures."""
    migrating.migrate()
    document = directory.read("directory.json")
    for place in document["locations"]:
        place.pop("exact", None)  # this house has no keys; nobody searches what is sealed
    exchange.take_in(document, by="bench")
    index = finding.index(RESPONDER)
    asked = [(one, _answers(index, one)) for one in questions() if one["final"] == final]
    figures = [(ndcg(keys, one["judged"]), one, keys) for one, keys in asked]
    if not final:
        for figure, one, keys in sorted(figures, key=lambda row: (row[0], row[1]["n"])):
            print(f"  {figure:.2f}  {one['n']:>2} {one['words']} {one.get('chosen') or ''}")
            if figure < 1:
                print("        " + ", ".join(f"{k} ({one['judged'].get(k, 0)})" for k in keys))
    print(json.dumps({"ndcg": mean(figures), "questions": len(figures)} | _by_language(figures)))


def questions() -> list[Question]:
    """All sixty."""
    file = Path(__file__).with_name("directory_questions.json")
    found: list[Question] = json.loads(file.read_text(encoding="utf-8"))["questions"]
    return found


def ndcg(keys: list[str], judged: dict[str, int]) -> float:
    """How near an order is to the best one: 1.0 if no other could be better, in the first five."""
    got = _gain([judged.get(key, 0) for key in keys[:FIRST]])
    return got / _gain(sorted(judged.values(), reverse=True)[:FIRST])


def mean(figures: list[tuple[float, Question, list[str]]]) -> float:
    """The mean of all, three decimals."""
    return round(sum(row[0] for row in figures) / len(figures), 3)


def _by_language(figures: list[tuple[float, Question, list[str]]]) -> dict[str, float]:
    return {
        code: mean([row for row in figures if row[1]["language"] == code]) for code in ("en", "fr")
    }


def _gain(grades: list[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(n + 2) for n, grade in enumerate(grades))


def _answers(index: Index, one: Question) -> list[str]:
    chosen: dict[str, Any] = {
        n: tuple(v) if isinstance(v, list) else v for n, v in one.get("chosen", {}).items()
    }
    found = index.find(
        Wanted(words=one["words"], limit=FIRST, **chosen), dt.datetime.fromisoformat(one["at"])
    )
    cards = (finding.card_of(index, hit.id) for hit in found.hits)
    return [card["key"] for card in cards if card]


if __name__ == "__main__":
    main(final="--final" in sys.argv[1:])
