"""That somebody writes: one fixed sign each way, by the bell alone. Never what, stored nowhere."""

import uuid


def by_the_person(contact: uuid.UUID) -> str:
    """What rings softly while the person writes; whoever holds the conversation hears it."""
    return f"person:{contact}"


def by_the_line(contact: uuid.UUID) -> str:
    """What rings softly while whoever holds it writes an answer; the person's page hears it."""
    return f"line:{contact}"
