"""By a call: whoever listens says it to the service, aloud, once the service answers.

The phone's own program dials. It asks here first, and only once: the consent and the number are
looked at again under the lock, and that it may leave now is written before anything rings. There
is no parcel: nothing but a voice carries it. A call that nobody dialled soon is stopped, because
the person may be gone; one of which nobody knows how it ended is never dialled again.
"""

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction

from havre.consents.basis import locked
from havre.consents.models import BY_CALL, Consent
from havre.directory.numbers import to_dial
from havre.disclosures.carriers.ending import stop
from havre.disclosures.models import Disclosure, HandingOver
from havre.lib import clock
from havre.lib.doorbell import ring

RINGS = "queue"  # what the phone's program listens to
_SOON = timedelta(minutes=1)


def carry() -> None:
    """Tell the phone's program that something waits: it dials, or nobody does."""
    ring(RINGS)


def hand_over(disclosure_id: uuid.UUID, *, actor: str) -> str:
    """The number to dial now, in full; empty if it must not be dialled, or was before."""
    try:
        with transaction.atomic():
            disclosure = Disclosure.objects.get(id=disclosure_id, way=BY_CALL)
            basis = locked(disclosure.file, disclosure.consent_id)
            to = disclosure.recipient
            number = to_dial(to)
            holds = basis and basis.stands and basis.reaches(to, BY_CALL) and not to.is_suspended
            if not number or not holds or disclosure.state != "waiting":
                stop(disclosure, actor)
                return ""
            HandingOver.objects.create(disclosure=disclosure)
            return number
    except IntegrityError:
        return ""  # another one dials it


def stop_late(*, actor: str) -> int:
    """Released and not dialled within a minute: it is stopped. How many."""
    late = Disclosure.objects.filter(
        way=BY_CALL, ending=None, handingover=None, at__lt=clock.now() - _SOON
    )
    return sum([call_off(row.id, actor=actor) for row in late])


@transaction.atomic
def call_off(disclosure_id: uuid.UUID, *, actor: str) -> bool:
    """Stop it, if nothing rings yet: under the lock of its consent, as it is handed over."""
    consents = Consent.objects.filter(disclosure=disclosure_id)
    list(consents.select_for_update(of=("self",)))
    found = Disclosure.objects.get(id=disclosure_id)
    if found.state != "waiting":
        return False
    stop(found, actor)
    return True
