"""From the desk: an open browser pauses after two warnings. It ends by itself, and is reviewed.

Of the browser session and nothing else: no address, no number, no count of contacts. Whoever leaves
the page, or closes the browser, leaves the pause too: nothing may stay on a person's device.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.channels.webchat.delivery import tell
from havre.channels.webchat.models import Pause, PauseReview, Session
from havre.contacts.models import Contact
from havre.contacts.signals import contact_reopened
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.staff.models import Member
from havre.staff.signin import SignedIn
from havre.vault import keys

MINUTES = (15, 60)  # the first time, and from the second time in the same open browser on
KEPT, LIFTED = "kept", "lifted"


def pause(contact: Contact, by: Member) -> int:
    """Every browser that has it open pauses, in the caller's transaction; its page says so."""
    now = clock.now()
    sessions = list(Session.objects.filter(contact=contact))
    for session in sessions:
        step = min(session.paused + 1, len(MINUTES))
        until = now + dt.timedelta(minutes=MINUTES[step - 1])
        Pause.objects.create(
            contact=contact, session=session.id, by=by, step=step, at=now, until=until
        )
    tell(contact, "paused")
    ring("queue")
    return len(sessions)


def to_review() -> list[Pause]:
    """Pauses that no supervisor has looked at yet, those first who ask to be let in."""
    found = Pause.objects.filter(review=None).select_related("contact", "by")
    return sorted(found, key=lambda each: (not each.asks, each.at))


@transaction.atomic
def review(contact: Contact, how: str, *, by: SignedIn) -> None:
    """A supervisor looked at it: it stands until its end, or is lifted now. Lifted stays lifted."""
    if how not in (KEPT, LIFTED):
        raise ValueError(f"{how} is no end of a review")
    for each in Pause.objects.select_for_update().filter(contact=contact):
        before = PauseReview.objects.filter(pause=each).first()
        if before and (before.how == LIFTED or how == KEPT):
            continue
        PauseReview.objects.update_or_create(pause=each, defaults={"by": by.member, "how": how})
        if how == LIFTED:
            _lift(each)
        verb = Verb.PAUSE_LIFTED if how == LIFTED else Verb.PAUSE_KEPT
        record(actor=by.actor, verb=verb, target=keys.pseudonym(contact.file))
        ring("queue")


@receiver(contact_reopened)
def lift_what_was_a_mistake(sender: Any, contact: Contact, **_: Any) -> None:
    """Whoever reopens the conversation lets the person in again."""
    for each in Pause.objects.filter(contact=contact, until__gt=clock.now()):
        _lift(each)


def _lift(each: Pause) -> None:
    """As if it had not been: the next one, if there ever is one, is a first one again."""
    Pause.objects.filter(id=each.id).update(until=clock.now(), step=0)
