"""What is open, with whom, and what was left: asked of the records each time, never copied."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery

from havre.consents.models import Consent
from havre.contacts.models import Contact, ContactQuerySet
from havre.handover.models import (
    CONVERSATION,
    KINDS,
    PERMISSION,
    REFERRAL,
    Acknowledgement,
    OpenTask,
)
from havre.lib import clock
from havre.lib.prepared import PreparedQuery
from havre.referrals.models import Referral, Step
from havre.staff.access import Denied
from havre.staff.models import Member
from havre.staff.signin import SignedIn
from havre.vault import keys

SOON = dt.timedelta(days=3)  # a permission that ends within it is looked at by the next shift
LATELY = dt.timedelta(hours=12)  # a shift
_NOBODYS = PreparedQuery(
    lambda: (
        OpenTask.objects.filter(acknowledgement=None)
        .select_related("hand_over__member", "contact__taking__member", "contact__closure")
        .order_by("hand_over__at", "hand_over", "contact__opened_at", "kind")
    )
)
AWAITING = ("sent", "received", "waitlisted")  # a service has it, and has not said yes or no


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that is open in a contact."""

    kind: str
    contact: Contact


@dataclass(frozen=True, slots=True)
class Left:
    """What one member left and nobody has said yet to have."""

    member: Member
    at: dt.datetime
    tasks: tuple[OpenTask, ...]

    @property
    def is_overdue(self) -> bool:
        """It has lain there for longer than HAVRE_HANDOVER_MINUTES."""
        return self.at <= clock.now() - dt.timedelta(minutes=settings.HANDOVER_MINUTES)


def open_with(who: SignedIn) -> list[Open]:
    """What is open with this member and not left by them yet: what they would hand over."""
    found = [Open(CONVERSATION, each) for each in _not_left(who).with_state()]
    for kind in (REFERRAL, PERMISSION):
        found += [Open(kind, each) for each in _followed_by(who, kind)]
    return found


def holds_open(who: SignedIn) -> bool:
    """Whether they hold a conversation that is open and that they did not leave to anybody."""
    return _not_left(who).exists()


def left(*, by: SignedIn) -> list[Left]:
    """What was left, is still open, and nobody has; only in contacts this member may see."""
    rows = _NOBODYS.all()
    if not rows:
        return []
    still = _still_open(rows)
    seen = _visible({row.contact_id for row in rows}, by)
    rows = [row for row in rows if row.contact_id in seen and _is_open(row, still)]
    return [
        Left(gone.member, gone.at, tuple(those))
        for gone, those in groupby(rows, key=lambda row: row.hand_over)
    ]


def lying_for(who: SignedIn) -> list[Left]:
    """For their board: what others left. Who supervises is shown what nobody takes over."""
    supervises = "supervisor" in who.roles
    lying = [each for each in left(by=who) if each.member.id != who.id]
    return [each for each in lying if each.is_overdue or not supervises]


def taken_over(*, by: SignedIn) -> list[Acknowledgement]:
    """Who said «I have it» lately, newest first; only in contacts this member may see."""
    rows = Acknowledgement.objects.filter(at__gt=clock.now() - LATELY)
    found = list(rows.select_related("member", "task__contact", "task__hand_over__member"))
    seen = _visible({row.task.contact_id for row in found}, by)
    return sorted(
        (row for row in found if row.task.contact_id in seen), key=lambda row: row.at, reverse=True
    )


def task(task_id: UUID, *, by: SignedIn) -> OpenTask:
    """One that was left, in a contact this member may see. Raises Denied."""
    found = OpenTask.objects.filter(id=task_id).select_related("contact", "hand_over").first()
    if found is None:
        raise Denied
    if not _visible({found.contact_id}, by):
        raise Denied(keys.pseudonym(found.contact.file))
    return found


def _not_left(who: SignedIn) -> ContactQuerySet:
    """Their open conversations, but those they left since they took them."""
    since = OpenTask.objects.filter(
        contact=OuterRef("pk"), hand_over__member=who.member, kind=CONVERSATION
    ).filter(hand_over__at__gte=OuterRef("taking__at"))
    return Contact.objects.taken_by(who.member).filter(~Exists(since))


def _followed_by(who: SignedIn, kind: str) -> list[Contact]:
    """They took the conversation, or were last to say «I have it»; and did not leave it again."""
    said = Q(opentask__kind=kind, opentask__acknowledgement__member=who.member)
    rows = _open(kind).filter(Q(taking__member=who.member) | said).with_state().distinct()
    found = {contact.id: contact for contact in rows.order_by("opened_at")}
    last = Acknowledgement.objects.filter(task__kind=kind, task__contact__in=found).order_by("at")
    has = dict(last.values_list("task__contact", "member"))
    lies = OpenTask.objects.filter(
        kind=kind, contact__in=found, acknowledgement=None, hand_over__member=who.member
    )
    waits = set(lies.values_list("contact", flat=True))
    return [
        contact
        for id, contact in found.items()
        if has.get(id, who.id) == who.id and id not in waits
    ]


def _open(kind: str) -> ContactQuerySet:
    """Contacts in which something of this kind is open now."""
    if kind == CONVERSATION:
        return Contact.objects.open()
    if kind == REFERRAL:
        steps = Step.objects.filter(referral=OuterRef("pk")).order_by("-number")
        last = Referral.objects.annotate(last=Subquery(steps.values("state")[:1]))
        return Contact.objects.filter(id__in=last.filter(last__in=AWAITING).values("contact"))
    soon = Consent.objects.in_force().filter(until__lte=clock.now() + SOON)
    return Contact.objects.filter(id__in=soon.exclude(contact=None).values("contact"))


def _still_open(rows: Iterable[OpenTask]) -> dict[str, set[UUID]]:
    ids: dict[str, set[UUID]] = {kind: set() for kind in KINDS}
    for row in rows:
        ids[row.kind].add(row.contact_id)
    return {
        kind: set(_open(kind).filter(id__in=those).values_list("id", flat=True)) if those else set()
        for kind, those in ids.items()
    }


def _is_open(row: OpenTask, still: dict[str, set[UUID]]) -> bool:
    """A conversation that somebody else took meanwhile is in good hands without a word."""
    holder = row.contact.taken_by
    is_taken = row.kind == CONVERSATION and holder not in (None, row.hand_over.member)
    return row.contact_id in still[row.kind] and not is_taken


def _visible(contacts: set[UUID], by: SignedIn) -> set[UUID]:
    seen = Contact.objects.visible_to(by.member).filter(id__in=contacts)
    return set(seen.values_list("id", flat=True))
