"""Our own JSON document (`havre.directory.exchange`) as drafts, from another house of Havre."""

from pathlib import Path
from typing import Any

from havre.directory import exchange, fields
from havre.directory.importing import files
from havre.directory.importing.drafts import Draft, Refusal, Stream, Unreadable
from havre.directory.models import TIERS

_BESIDE = exchange.BESIDE | exchange.REMARKS


def read(path: Path, language: str) -> Stream:
    """Drafts of one document; words carry their language themselves."""
    found = files.all_of(path)
    if len(found) != 1:
        raise Unreadable(f"{path.name} is a folder; name the file itself.")
    for where, document in files.documents(found[0]):
        if not isinstance(document, dict):
            raise Unreadable(f"{where} is no document of ours.")
        for kind in fields.KINDS:
            rows = document.get(f"{kind}s", [])
            if not isinstance(rows, list):
                raise Unreadable(f"{where} has no list of {kind}s.")
            if len(rows) > files.MOST_ROWS:
                raise Unreadable(f"{where} has more than {files.MOST_ROWS:,} {kind}s.")
            for number, row in enumerate(rows, start=1):
                yield _draft(kind, f"{where}, {kind} {number}", row)


def _draft(kind: str, where: str, row: Any) -> Draft | Refusal:
    key = row.get("key") if isinstance(row, dict) else None
    if not isinstance(key, str) or not exchange.KEY.fullmatch(key):
        return Refusal(where, "has no key", kind)
    of, services = row.get("organization", ""), row.get("services", [])
    exact, hidden = row.get("exact"), row.get("hidden", {})
    if not isinstance(of, str) or not isinstance(services, list):
        return Refusal(where, "names its organization or its services wrongly", kind, key)
    known = fields.catalogue(kind)
    if not isinstance(hidden, dict) or any(
        name not in known or tier not in TIERS for name, tier in hidden.items()
    ):
        return Refusal(where, "says wrongly who may see what", kind, key)
    values = {n: v for n, v in row.items() if n not in _BESIDE and v is not None}
    draft = Draft(kind, key, where, values, of, [str(each) for each in services], hidden)
    if exact is not None:
        draft.exact = exact if isinstance(exact, dict) else {}
    return draft
