"""What made-up services say of themselves: few words often, very many seldom, as in real ones.

Sentences stand in words.json, in both languages. Proper names are made of syllables, so that the
vocabulary grows with the number of services, and none of them is anybody's.
"""

import json
from bisect import bisect_left
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, cast

Texts = dict[str, str]
LANGUAGES = ("en", "fr")
TAILS = 40_000  # different proper names
_BEGIN = ("al", "bel", "bor", "cal", "cor", "dal", "del", "fen", "gar", "hal", "jor", "kel",
          "lan", "lor", "mar", "mel", "nor", "or", "pel", "quen", "ral", "sel", "tar", "tor",
          "ul", "val", "ver", "wil", "yar", "zel")  # fmt: skip
_MIDDLE = ("a", "an", "ber", "bi", "da", "de", "e", "fi", "go", "i", "ka", "la", "li", "ma",
           "mi", "na", "no", "o", "ra", "ri", "sa", "si", "ta", "ti", "va", "vi")  # fmt: skip
_END = ("bec", "bert", "by", "dale", "dène", "don", "field", "fort", "gan", "grove", "lac", "lin",
        "mère", "mont", "more", "nac", "nel", "quet", "ric", "rive", "sen", "stead", "ter",
        "ton", "ville", "vane", "vert", "wick", "worth", "zac")  # fmt: skip


@cache
def words() -> dict[str, Any]:
    """What stands in words.json: pairs of English and French."""
    path = Path(__file__).with_name("words.json")
    return cast(dict[str, Any], json.loads(path.read_text(encoding="utf-8")))


def zipf(draw: Random, many: int) -> int:
    """A rank below `many`: the first twice as often as the second, and so on."""
    shares = _shares(many)
    return bisect_left(shares, draw.random() * shares[-1])


def some(draw: Random, rows: list[Any], many: int) -> list[Any]:
    """`many` different ones of a list, the first of it most often."""
    found: dict[int, None] = {}
    while len(found) < min(many, len(rows)):
        found[zipf(draw, len(rows))] = None
    return [rows[n] for n in found]


def tail(draw: Random) -> str:
    """A proper name, such as Kelvimont."""
    return _tail(zipf(draw, TAILS))


def both(pair: list[str], **given: str) -> Texts:
    """A pair of sentences as texts by language; French says «d’» before a vowel."""
    if "place" in given:
        place = given["place"]
        given["of_place"] = f"d’{place}" if place[:1] in "AEIOUYÉÈÎÔ" else f"de {place}"
    return {code: said.format(**given) for code, said in zip(LANGUAGES, pair, strict=True)}


def joined(texts: list[Texts]) -> Texts:
    """Sentences one after the other, in each language."""
    return {code: " ".join(each[code] for each in texts) for code in LANGUAGES}


def summary(draw: Random) -> Texts:
    """What a service is, in three to seven sentences."""
    told = words()
    pairs = [told["helps"], *(told["also"] for _ in range(draw.randrange(3)))]
    made = []
    for pair in pairs:
        whom, things = some(draw, told["people"], 1)[0], some(draw, told["things"], 3)
        said = {}
        for at, code in enumerate(LANGUAGES):
            named = dict(zip(("first", "second", "third"), (t[at] for t in things), strict=True))
            said[code] = pair[at].format(people=whom[at], **named)
        made.append(said)
    made += [both(pair) for pair in some(draw, told["how"], draw.randrange(1, 4))]
    return joined([*made, both(told["thanks"], tail=tail(draw), other=tail(draw))])


@cache
def _shares(many: int) -> list[float]:
    return list(accumulate(1 / (rank + 1) for rank in range(many)))


@cache
def _tail(rank: int) -> str:
    draw = Random(f"tail {rank}")  # noqa: S311 -- a name, and no secret
    middle = draw.choice(_MIDDLE) if rank % 3 else ""
    return f"{draw.choice(_BEGIN)}{middle}{draw.choice(_END)}".capitalize()
