"""What is countable is written in the transaction that closes the contact."""

from typing import Any

from django.dispatch import receiver

from havre.contacts.interpreted import took
from havre.contacts.models import Contact
from havre.contacts.signals import Facts, contact_closed, contact_reopened
from havre.lib import clock
from havre.statistics.models import Counted, PendingTally


@receiver(contact_closed)
def wait_to_be_counted(sender: Any, contact: Contact, facts: Facts, **_: Any) -> None:
    """A tally waits. Closing again after reopening corrects it, until its month is counted."""
    if Counted.objects.filter(contact=contact).exists():
        return
    PendingTally.objects.update_or_create(
        contact=contact,
        defaults={
            "month": clock.month_of(clock.now()),
            "channel": contact.channel,
            "language": contact.language,
            "province": facts.province,
            "kind": facts.kind,
            "phase": facts.phase,
            "apart": facts.apart,
            "interpreted": [
                [each.language, int(each.came), each.waited, each.minutes, each.cents]
                for each in took(contact)
            ],
            "needs": sorted(set(facts.needs)),
        },
    )


@receiver(contact_reopened)
def wait_no_more(sender: Any, contact: Contact, **_: Any) -> None:
    """It is not over after all."""
    PendingTally.objects.filter(contact=contact).delete()
