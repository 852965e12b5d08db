"""What this room announces, inside its own transaction. Later rooms and channels listen."""

from dataclasses import dataclass, field

from django.dispatch import Signal


@dataclass(frozen=True, slots=True)
class Facts:
    """What may be counted of a contact: codes only, each may be unknown."""

    kind: str = "unknown"
    phase: str = "not_said"
    province: str = "unknown"
    needs: tuple[str, ...] = field(default=())
    apart: str = ""  # what it was instead of a request for help; then nothing else is counted


kind_learned = Signal()  # contact, kind (a code of contact_kind, or empty), by; it is in turn
contact_closed = Signal()  # contact, facts
contact_reopened = Signal()  # contact
contact_forgotten = Signal()  # contact, before its rows go
