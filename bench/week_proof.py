"""What the database itself says of a simulated week, read beside the house and without its code."""

import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any


def contacts(data: Path) -> dict[str, tuple[bool, str]]:
    """Every stored contact: whether it is closed, and the name of the member who holds it."""
    question = """
        SELECT contact.id, closure.id IS NOT NULL, coalesce(member.name, '')
        FROM contacts_contact AS contact
        LEFT JOIN contacts_closure AS closure ON closure.contact_id = contact.id
        LEFT JOIN contacts_taking AS taking ON taking.contact_id = contact.id
        LEFT JOIN staff_member AS member ON member.id = taking.member_id
    """
    found: dict[str, tuple[bool, str]] = {}
    for id, is_closed, name in _rows(data, question):
        dashed = "-".join((id[:8], id[8:12], id[12:16], id[16:20], id[20:]))
        assert dashed not in found, "one contact, held twice"
        found[dashed] = (bool(is_closed), name)
    return found


def astray(data: Path) -> int:
    """Contacts that are closed and stand among what is open, or neither."""
    question = """
        SELECT count(*) FROM contacts_contact AS contact
        LEFT JOIN contacts_closure AS closure ON closure.contact_id = contact.id
        LEFT JOIN contacts_unclosed AS unclosed ON unclosed.contact_id = contact.id
        WHERE (closure.id IS NULL) != (unclosed.contact_id IS NOT NULL)
    """
    return int(_rows(data, question)[0][0])


def takings(data: Path) -> tuple[int, int, int]:
    """From the audit: contacts taken once, taken again after they were let go, and doubly taken.

    Doubly: somebody took it while somebody held it, or after it was closed.
    """
    question = "SELECT target, verb FROM audit_entry WHERE verb IN (?, ?, ?) ORDER BY n"
    state: dict[str, str] = defaultdict(str)
    times, doubly = Counter[str](), 0
    for target, verb in _rows(data, question, "took", "released", "closed"):
        if verb == "took":
            times[target] += 1
            doubly += state[target] in ("took", "closed")
        state[target] = verb
    once = sum(n == 1 for n in times.values())
    return once, len(times) - once, doubly


def endings(data: Path) -> dict[str, int]:
    """How offers ended, and why whoever held somebody let go."""
    ended = _rows(data, "SELECT how, count(*) FROM contacts_offerending GROUP BY how")
    let_go = _rows(data, "SELECT why, count(*) FROM contacts_release GROUP BY why")
    return dict(ended) | {f"let go: {why}": n for why, n in let_go}


def _rows(data: Path, question: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "havre.sqlite3", timeout=20)) as database:
        return database.execute(question, values).fetchall()
