"""How well the hints beside an answer find what they should: precision and recall.

Measured on the held half of corpora that were written without sight of the rules, sentence by
sentence: a hint of a kind is right if whoever wrote the sentence gave it that label.
"""

import argparse
from collections import Counter
from typing import Any

from bench import splitting
from bench.splitting import Said
from havre.lib import hints

OVERALL = "overall"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The choices of this benchmark."""
    parser.add_argument(
        "--dev",
        action="store_true",
        help="on the half that the rules were tuned on, with every sentence they get wrong",
    )


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Read every sentence; print and return the figures."""
    half = "dev" if options.dev else "held"
    found: dict[str, Any] = {"half": half}
    for language in hints.languages():
        corpus = splitting.read(language, half)
        if options.dev:
            _show_wrong(corpus, language)
        found[language] = figures_of(corpus, language)
        _show(language, half, found[language])
    return found


def figures_of(corpus: list[Said], language: str) -> dict[str, Any]:
    """Right, wrong and missed per category and overall, and how many good sentences stay quiet."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for one in corpus:
        found, labels = _found(one, language), set(one["labels"])
        right.update(found & labels)
        wrong.update(found - labels)
        missed.update(labels - found)
    good = [one for one in corpus if not one["labels"]]
    quiet = sum(not _found(one, language) for one in good)
    names = [*hints.categories(), OVERALL]
    for counts in (right, wrong, missed):
        counts[OVERALL] = counts.total()
    return {
        "sentences": len(corpus),
        "good": {"sentences": len(good), "quiet": quiet},
        **{name: _figures(right[name], wrong[name], missed[name]) for name in names},
    }


def _figures(right: int, wrong: int, missed: int) -> dict[str, Any]:
    return {
        "right": right,
        "wrong": wrong,
        "missed": missed,
        "precision": _share(right, right + wrong),
        "recall": _share(right, right + missed),
    }


def _share(part: int, whole: int) -> float | None:
    """Nothing of nothing is no figure."""
    return round(part / whole, 3) if whole else None


def _found(one: Said, language: str) -> set[str]:
    return {hint.category for hint in hints.hints(one["say"], language)}


def _show(language: str, half: str, found: dict[str, Any]) -> None:
    good = found["good"]
    print(f"{language}, {half}: {found['sentences']} sentences; of {good['sentences']} good ones")
    print(f"  {good['quiet']} stay without a hint")
    for name in (*hints.categories(), OVERALL):
        one = found[name]
        print(
            f"  {name:<9} precision {_says(one['precision'])}  recall {_says(one['recall'])}"
            f"   right {one['right']:>3}, wrong {one['wrong']:>3}, missed {one['missed']:>3}"
        )


def _says(share: float | None) -> str:
    return "    –" if share is None else f"{share:.3f}"


def _show_wrong(corpus: list[Said], language: str) -> None:
    for one in corpus:
        labels, found = set(one["labels"]), hints.hints(one["say"], language)
        kinds = {hint.category for hint in found}
        if kinds != labels:
            marks = "".join(f" -{label}" for label in sorted(labels - kinds))
            marks += "".join(
                f" +{h.category}[{one['say'][h.start : h.end]}]"
                for h in found
                if h.category not in labels
            )
            print(f"{one['say']} {marks}")
