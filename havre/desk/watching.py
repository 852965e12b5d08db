"""What the desk does by itself every second, in a process of its own beside its pages.

Two hundred open boards keep one processor busy; whose turn it is must not wait for them.
"""

from havre.contacts.offering import keep_watch
from havre.contacts.together import look_after_who_is_alone
from havre.desk.settled import is_settled


def watch() -> int:
    """Offers, who fell silent, who is alone: those two once every desk could come back."""
    settled = is_settled()
    return keep_watch(judge_silence=settled) + (settled and look_after_who_is_alone())
