"""Whether somebody must be called to the desk: who waits was offered to everybody, in vain."""

from collections.abc import Sequence

from django.conf import settings

from havre.contacts import queue
from havre.contacts.models import Contact
from havre.contacts.turn import Colleague, Turn
from havre.lib import clock


def is_somebody_needed() -> bool:
    """Whether anybody who waits, and is still there, was told that it takes longer; with nobody
    on duty, once they waited as long as that would have taken. Danger waits for no such span."""
    if not Contact.objects.waiting().exists():
        return False
    there = queue.colleagues()
    return any(_is_forsaken(turn, there) for turn in queue.turns())


def _is_forsaken(turn: Turn, there: Sequence[Colleague]) -> bool:
    if not turn.is_here or turn.was_told or there:
        return turn.is_here and turn.was_told
    waited = (clock.now() - turn.contact.opened_at).total_seconds()
    round_of_all = settings.OFFER_SECONDS + settings.OFFER_ALL_SECONDS
    return turn.in_danger or waited > round_of_all + settings.OFFER_SUPERVISOR_SECONDS
