"""The resource library: pages and tools of others, with what is known of each and what is not.

What their addresses answered last stands in a file of the data directory, written by
`havre guides links`; where nobody has looked, the page says so.
"""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.dateparse import parse_date

from havre.front.guides.texts import LANGUAGES, Text, Wrong, day, maybe, only, read
from havre.lib import lang

NAMED = 10  # by the operator's booklet (002-E10)
_KEYS = {"id", "name", "owner", "titled", "languages", "account", "address", "says"}
_ACCOUNTS = frozenset({"", "none", "free", "paid"})


@dataclass(frozen=True, slots=True)
class Looked:
    """What an address answered, and on which day."""

    outcome: str
    on: dt.date

    @property
    def day(self) -> str:
        """The day in words."""
        return day(self.on.isoformat())


@dataclass(frozen=True, slots=True)
class Entry:
    """One page or tool. What a source does not say is empty."""

    id: str
    name: Text
    owner: Text | None
    titled: str  # codes with a space between, as in `languages`
    languages: str
    account: str
    address: str
    says: Text | None
    looked: Looked | None = None

    @property
    def named_in(self) -> str:
        """The language of its name, as this page shows it."""
        codes = self.titled.split()
        return lang.current() if lang.current() in codes else codes[0]

    @property
    def host(self) -> str:
        """What of the address is read."""
        return (urlsplit(self.address).hostname or "").removeprefix("www.")


@cache
def entries() -> tuple[Entry, ...]:
    """All of them, in the order of the file. Raises Wrong."""
    found = tuple(_entry(each) for each in read("library.toml")["entry"])
    if len({entry.id for entry in found}) != len(found) or len(found) < NAMED:
        raise Wrong("library.toml names something twice, or too little.")
    return found


def kept_in() -> Path:
    """Where it stands what the addresses answered."""
    return Path(settings.DATA) / "library.json"


def looked() -> dict[str, Looked]:
    """What each address answered last; nothing where nobody looked, or the file is not ours."""
    try:
        found = json.loads(kept_in().read_text(encoding="utf-8"))
        read_ = {str(address): _looked(row) for address, row in found.items()}
    except (OSError, ValueError, AttributeError, TypeError, KeyError):
        return {}
    return {address: one for address, one in read_.items() if one}


def _looked(row: dict[str, str]) -> Looked | None:
    on = parse_date(str(row["on"]))
    return Looked(str(row["outcome"]), on) if on else None


def _named(found: Any) -> Text:
    """A name as its owner gives it: nobody translates it; where there is none, the English one."""
    own = {"en": found} if isinstance(found, str) else found
    return Text({code: str(own.get(code, own["en"])) for code in LANGUAGES})


def _entry(found: dict[str, Any]) -> Entry:
    where = f"library.toml, {found.get('id')}"
    only(found, _KEYS, where)
    address, account = str(found.get("address", "")), str(found.get("account", ""))
    if account not in _ACCOUNTS or (address and urlsplit(address).scheme != "https"):
        raise Wrong(f"{where} has an account or an address that we cannot read.")
    return Entry(
        str(found["id"]),
        _named(found["name"]),
        _named(found["owner"]) if "owner" in found else None,
        " ".join(found["titled"]),
        " ".join(found.get("languages", [])),
        account,
        address,
        maybe(found, "says", where),
    )
