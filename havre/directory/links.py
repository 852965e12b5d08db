"""Web pages of the directory, asked now and then whether they are there.

What is asked is what anybody's browser would ask; nothing is sent, nothing read but the status.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from havre.directory.fields import KINDS, ORGANIZATION, SERVICE
from havre.directory.models import LinkCheck
from havre.directory.models.records import DEFUNCT
from havre.lib import clock, wire

BY = "links"
EVERY = dt.timedelta(days=30)
AGAIN = dt.timedelta(days=2)  # after nobody answered: it may pass
WELL, MOVED, GONE, UNREACHED, FORBIDDEN = "well", "moved", "gone", "unreached", "forbidden"
OUTCOMES = (WELL, MOVED, GONE, UNREACHED, FORBIDDEN)
WRONG = frozenset({MOVED, GONE, FORBIDDEN})  # a curator looks; whoever was silent is asked again
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Page:
    """A web page that a record names."""

    kind: str
    record: UUID
    address: str


def pages() -> Iterator[Page]:
    """All that are named by what is not gone."""
    for kind in (ORGANIZATION, SERVICE):
        rows = KINDS[kind].objects.exclude(status=DEFUNCT)  # type: ignore[attr-defined]
        named = rows.exclude(content__website=None).values_list("id", "content__website")
        yield from (Page(kind, id, address) for id, address in named.order_by("id") if address)


def newest() -> dict[UUID, LinkCheck]:
    """What each record's page answered last, if it still names that page."""
    last: dict[tuple[UUID, str], LinkCheck] = {}
    for row in LinkCheck.objects.order_by("at", "id"):
        last[row.record, row.address] = row
    named = ((page.record, last.get((page.record, page.address))) for page in pages())
    return {record: row for record, row in named if row}


def of(record: UUID, address: str) -> LinkCheck | None:
    """What one record's page answered last."""
    rows = LinkCheck.objects.filter(record=record, address=address)
    return rows.order_by("-at", "-id").first()


def wrong() -> list[tuple[str, UUID]]:
    """(kind, id) of the records whose page is gone, has moved, or leads where none may."""
    found = [row for row in newest().values() if row.outcome in WRONG]
    return [(row.kind, row.record) for row in sorted(found, key=_worst)]


def due() -> list[Page]:
    """Pages not asked for so long, those never asked first."""
    now, last = clock.now(), newest()
    waits = [page for page in pages() if _is_due(last.get(page.record), now)]
    return sorted(waits, key=lambda page: page.record in last)


def check(most: int) -> Counter[str]:
    """Ask the pages that are due, `most` at once: outcome → how many.

    Each address once, however many records name it, and one after the other.
    """
    told: dict[str, str] = {}
    for page in due()[:most]:
        if page.address not in told:
            told[page.address] = asked(page.address)
        LinkCheck.objects.create(
            kind=page.kind, record=page.record, address=page.address, by=BY,
            outcome=told[page.address],
        )  # fmt: skip
    return Counter(told.values())


def asked(address: str) -> str:
    """What a page answers, as one of OUTCOMES. Who lets no program in is there all the same."""
    try:
        looked = wire.look_at(address)
    except wire.WireForbidden:
        return FORBIDDEN
    except wire.WireDown:
        return UNREACHED
    if looked.status in _GONE:
        return GONE
    if looked.status >= 500:
        return UNREACHED
    return MOVED if looked.moved and _is_elsewhere(address, looked.moved) else WELL


def _is_elsewhere(address: str, moved: str) -> bool:
    """Another page, and not the same one with a lock or a slash."""
    return _plain(address) != _plain(moved)


def _plain(address: str) -> tuple[str, str, str]:
    url = urlsplit(address)
    host = (url.hostname or "").removeprefix("www.")
    return host, url.path.rstrip("/"), url.query


def _is_due(last: LinkCheck | None, now: dt.datetime) -> bool:
    if last is None:
        return True
    return last.at + (AGAIN if last.outcome == UNREACHED else EVERY) <= now


def _worst(row: LinkCheck) -> tuple[int, dt.datetime]:
    return (FORBIDDEN, GONE, MOVED).index(row.outcome), row.at
