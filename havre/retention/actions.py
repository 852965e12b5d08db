"""Forgetting, and the nightly run that keeps what privacy.toml promises."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connections, transaction
from django.db.models import (
    DateTimeField,
    Exists,
    Max,
    Model,
    OuterRef,
    ProtectedError,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce

from havre.audit.actions import record
from havre.audit.models import Entry
from havre.audit.verbs import Verb
from havre.contacts import stepping_back
from havre.contacts.actions import close_by_the_house
from havre.contacts.models import Contact, Message, unclosed_since
from havre.contacts.signals import contact_forgotten
from havre.directory import inviting
from havre.disclosures.door import finish_interrupted
from havre.lib import clock, privacy
from havre.referrals.actions import expire_due
from havre.returning.actions import to_forget
from havre.returning.models import Way
from havre.statistics.actions import cut_loose
from havre.tips.models import KEPT, Tip
from havre.tips.signals import tip_forgotten
from havre.vault import keys
from havre.vault.models import AuditKey, Compartment, SealedSecret

ACTOR = "nightly run"
AT_THEIR_WISH = "the person"
SILENT_DAYS = 14  # then an open conversation is closed by the house, unread facts unknown
_SAME_NIGHT = dt.timedelta(hours=20)  # a run repeated within it does not confirm a wrong clock
_LONGEST_PAUSE = dt.timedelta(days=3)
_ORPHAN_AGE = dt.timedelta(days=30)  # as long as a back-up lives: a wrong restore loses nothing


@dataclass
class Report:
    """What a run did, in counts."""

    counted: int = 0
    closed: int = 0
    forgotten: int = 0
    compartments: int = 0
    rows: int = 0
    orphans: int = 0
    carried: int = 0
    unknown: int = 0
    expired: int = 0
    warnings: list[str] = field(default_factory=list)


def forget(contact: Contact, *, by: str) -> None:
    """Destroy the keys, then the rows. The text, and its copies in older back-ups, are noise.

    The keystore commits first: a crash between the two leaves rows that nobody can read, and the
    nightly run finishes. Safe to run again.
    """
    pseudonym = keys.pseudonym(contact.file)
    keys.destroy(contact.file)
    with transaction.atomic():
        _delete_file(contact.file)
        record(actor=by, verb=Verb.FORGOT, target=pseudonym)
    _leave_no_trace()


def forget_tip(tip: Tip, *, by: str) -> None:
    """The same for what somebody saw: in its time, or for a prank that names somebody innocent."""
    pseudonym = keys.pseudonym(tip.file)
    keys.destroy(tip.file)
    with transaction.atomic():
        _delete_file(tip.file)
        record(actor=by, verb=Verb.FORGOT, target=pseudonym)
    _leave_no_trace()


def run() -> Report:
    """The nightly run: count, close, forget, sweep. Safe to run twice, and after a crash.

    When the clock jumped, nothing is counted or forgotten by it until the next night: a warning
    comes first (register 109), and a day to set the clock right.
    """
    report = Report()
    report.carried, report.unknown = finish_interrupted(actor=ACTOR)
    report.expired = expire_due()
    report.forgotten += reapply_tombstones()
    if jump := _jump():
        report.warnings.append(
            f"{jump.days} days have passed since the last run, or the clock is wrong. "
            "What is due will be forgotten by the next night's run: check the clock"
        )
    else:
        _keep_the_policy(report)
    unread = unclosed_since(1).filter(taking=None).count()
    if unread:
        report.warnings.append(f"{unread} conversations wait since yesterday and nobody took them")
    record(actor=ACTOR, verb=Verb.BEGAN)
    _leave_no_trace()
    return report


def _jump() -> dt.timedelta | None:
    """How long no run was, if that is longer than a clock that is right would make believe."""
    runs = Entry.objects.filter(actor=ACTOR, verb=Verb.BEGAN, at__lt=clock.now() - _SAME_NIGHT)
    last = runs.last()
    gap = clock.now() - last.at if last else dt.timedelta()
    return gap if gap > _LONGEST_PAUSE else None


def _keep_the_policy(report: Report) -> None:
    report.counted = cut_loose(by=ACTOR)
    for contact in unclosed_since(SILENT_DAYS):
        close_by_the_house(contact)
        report.closed += 1
    _forget_what_is_due(report)
    report.rows += inviting.sweep()
    for tip in Tip.objects.filter(at__lt=clock.now() - KEPT):
        forget_tip(tip, by=ACTOR)
        report.forgotten += 1
    _delete_old_rows(report)
    _sweep_orphans(report)


def minute_run() -> int:
    """What cannot wait for the night: open browsers that went silent, letters a crash held up.

    How many rows it deleted. The desk does this every minute while it runs.
    """
    finish_interrupted(actor="minute run")
    expire_due()
    forget_who_asked()
    report = Report()
    _delete_old_rows(report, shorter_than=dt.timedelta(days=1))
    return report.rows


def forget_who_asked() -> int:
    """Whoever came back with six words asked that everything is forgotten. How many were."""
    asked = to_forget()
    for each in asked:
        if isinstance(each, Tip):
            forget_tip(each, by=AT_THEIR_WISH)
        else:
            forget(each, by=AT_THEIR_WISH)
    return len(asked)


def reapply_tombstones() -> int:
    """Forget again what had been forgotten: after a restore, or a crash half-way. How many."""
    again = 0
    for file in keys.forgotten_among(set(Compartment.objects.values_list("file", flat=True))):
        keys.destroy(file)
        with transaction.atomic():
            _delete_file(file)
        again += 1
    _leave_no_trace()
    return again


def _forget_what_is_due(report: Report) -> None:
    """Compartment by compartment: closed, nothing unread, and the person silent long enough."""
    spans = {name: k.span for name, k in privacy.compartments().items() if k.span}
    longest = max(spans.values())
    spoken = Coalesce(
        Max("message__said_at", filter=Q(message__sender="person")),
        "opened_at",
        output_field=DateTimeField(),
    )
    closed = Contact.objects.exclude(closure=None).annotate(last_word=spoken)
    unread = Exists(_said_after_closing())
    if n := closed.filter(unread).count():
        report.warnings.append(f"{n} people wrote after the closing and nobody has read it: reopen")
    for contact in closed.exclude(unread).select_related("closure"):
        spoke_last: dt.datetime = contact.last_word  # type: ignore[attr-defined]
        age = clock.now() - max(spoke_last, contact.closure.at)
        if age > longest and not hasattr(contact, "pendingtally"):
            forget(contact, by=ACTOR)
            report.forgotten += 1
            continue
        for name, span in spans.items():
            if age > span and _forget_compartment(contact.file, name):
                report.compartments += 1


def _said_after_closing() -> QuerySet[Message]:
    said = Message.objects.filter(contact=OuterRef("pk"), sender="person")
    return said.filter(said_at__gt=OuterRef("closure__at")).exclude(kind="left")


def _forget_compartment(file: uuid.UUID, name: str) -> bool:
    if not SealedSecret.objects.filter(file=file, compartment=name).exists():
        return False
    keys.destroy_compartment(file, name)
    return True


def _delete_file(file: uuid.UUID) -> None:
    """Every row that the policy keeps «with the file»."""
    for contact in Contact.objects.filter(file=file):
        contact_forgotten.send(sender=Contact, contact=contact)
    Contact.objects.filter(file=file).delete()
    for tip in Tip.objects.select_for_update(of=("self",)).filter(file=file):
        tip_forgotten.send(sender=Tip, tip=tip)
        tip.delete()
    Way.objects.filter(file=file).delete()
    for model, keep in _kept():
        if keep.with_the_file and any(f.name == "file" for f in model._meta.fields):
            model._default_manager.filter(file=file).delete()


def _delete_old_rows(report: Report, *, shorter_than: dt.timedelta = dt.timedelta.max) -> None:
    """Rows that the policy keeps for a span after a moment of their own, later rooms first.

    Rows kept after a moment of another row («session.seen_at») go together with that row.
    """
    for model, keep in reversed(_kept()):
        if keep.span is None or "." in keep.after or keep.span >= shorter_than:
            continue
        old = model._default_manager.filter(**{f"{keep.after}__lt": clock.now() - keep.span})
        report.rows += sum(_delete_unless_needed(row) for row in old)


def _delete_unless_needed(row: Model) -> int:
    """A row that another one stands on waits for it: a consent for its disclosure."""
    try:
        return row.delete()[0]
    except ProtectedError:
        return 0


def _kept() -> list[tuple[type[Model], privacy.Keep]]:
    policy = privacy.models()
    found = [(m, policy.get((m._meta.app_label, m.__name__))) for m in apps.get_models()]
    return [(model, keep) for model, keep in found if keep]


def _sweep_orphans(report: Report) -> None:
    """Keys whose file was never stored (a crash at the start), or whose rows are gone."""
    report.orphans += stepping_back.sweep()
    limit = clock.now() - _ORPHAN_AGE
    known = set(Compartment.objects.values_list("file", flat=True))
    for file in set(AuditKey.objects.filter(made_at__lt=limit).values_list("file", flat=True)):
        if file not in known:
            keys.destroy(file)
            report.orphans += 1


def _leave_no_trace() -> None:
    """Deleted bytes linger: SQLite's log is emptied, PostgreSQL's dead rows are cleared."""
    for name in ("default", "keystore"):
        connection = connections[name]
        if connection.in_atomic_block:
            continue  # a test's transaction; the nightly run stands in none
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            elif name == "keystore":
                cursor.execute("VACUUM vault_sealedsecret")
                cursor.execute("VACUUM vault_lentkey")
                cursor.execute("VACUUM vault_auditkey")
