"""Writing the chain, and proving it whole."""

from dataclasses import dataclass

from django.db import connection, transaction

from havre.audit.models import GENESIS, Entry
from havre.audit.verbs import Verb
from havre.lib import clock
from havre.lib.prepared import PreparedQuery

NOTHING = "-"
_LAST = PreparedQuery(lambda: Entry.objects.order_by("-n")[:1])
_ADVISORY_LOCK = 0x4841_5652  # PostgreSQL: one writer of the chain at a time


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of the chain: enough to find a tail that was cut off."""

    n: int
    digest: str

    def __str__(self) -> str:
        return f"{self.n}:{self.digest}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What `verify` found: whole, or the first bad row and why."""

    rows: int
    bad_row: int | None = None
    why: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.bad_row is None


@transaction.atomic(savepoint=False)
def record(*, actor: str, verb: Verb, target: str = NOTHING) -> Entry:
    """Add one row. The order comes from the lock, not from a clock (security.md 6).

    Inside the caller's transaction: the act and its row are stored together or not at all.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
    last = _LAST.first()  # SQLite: the transaction began IMMEDIATE, so we are alone
    entry = Entry(
        n=last.n + 1 if last else 1,
        at=clock.now(),
        actor=actor,
        verb=verb.value,
        target=target,
        previous=last.digest if last else GENESIS,
    )
    entry.digest = entry.digest_due()
    entry.save(force_insert=True)
    return entry


def head() -> Head:
    """The chain's last row, to be signed and kept outside the server."""
    last = Entry.objects.last()
    return Head(last.n, last.digest) if last else Head(0, GENESIS)


def verify(outside: Head | None = None) -> Finding:
    """Walk the chain from the first row. `outside` is a head that was kept elsewhere."""
    previous, expected = GENESIS, 1
    for entry in Entry.objects.order_by("n").iterator(chunk_size=2_000):
        if entry.n != expected:
            return Finding(expected - 1, expected, "this row is missing")
        if entry.previous != previous:
            return Finding(expected - 1, entry.n, "it does not follow the row before it")
        if entry.digest != entry.digest_due():
            return Finding(expected - 1, entry.n, "it was changed")
        if outside and entry.n == outside.n and entry.digest != outside.digest:
            return Finding(expected - 1, entry.n, "it is not the row that was kept outside")
        previous, expected = entry.digest, expected + 1
    if outside and expected - 1 < outside.n:
        return Finding(expected - 1, expected, "the end of the chain was cut off")
    return Finding(expected - 1)
