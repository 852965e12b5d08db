"""Words that lead somebody somewhere: a telephone number, an address of the net or of mail.

Written wide: where a house shelters somebody, a line too many that waits for a colleague costs
minutes, a number too many that goes up alone may cost a life.
"""

import re
from typing import Any

from havre.lib import lang

_DAY = re.compile(r"(?<!\d)20[2-4]\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\W_]{0,3}\d)")
_TIME = re.compile(r"(?<!\d)(?:[01]?\d|2[0-4])(?::|\s?h\s?)[0-5]\d(?!\d)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\d[\W_]{0,3}){7,}")  # seven digits, however they are parted
_LETTERED = re.compile(r"\b8(?:00|33|44|55|66|77|88)[\W_]{0,3}[A-Z0-9]{3}", re.IGNORECASE)
_ADDRESS = re.compile(
    r"@|https?:|www\.|\.(?:ca|com|org|net|info|biz|quebec|io|app|me|co|us|link|site|online|xyz|shop"
    r"|club|live|world|top|page|dev|chat|help|support|tv|cc|to|ly|gg|example)\b"
)
_PARTED = re.compile(r"[\W_]")
_IDLE = frozenset({"valid_from", "valid_to", "day", "opens", "closes", "currency"})


def found_in(value: Any) -> set[str]:
    """Everything in a value, however deep, that leads somewhere; each without what parts it."""
    if isinstance(value, str):
        return _in_words(value)
    if isinstance(value, dict):
        inner = [each for name, each in value.items() if name not in _IDLE]
    else:
        inner = value if isinstance(value, list) else []
    return set().union(*map(found_in, inner))


def _in_words(words: str) -> set[str]:
    text = lang.fold(words)
    addresses = {word.strip(".,;:()<>") for word in text.split() if _ADDRESS.search(word)}
    without = _TIME.sub(" ~ ", _DAY.sub(" ~~~~ ", text))
    numbers = {*_NUMBER.findall(without), *_LETTERED.findall(without)}
    return addresses | {_PARTED.sub("", number) for number in numbers}
