"""Scenes that tests play in processes of their own (throwaway.py). Each returns what is JSON."""

import contextlib
import os
import signal
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")
import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections, transaction  # noqa: E402

from havre.audit.actions import record, verify  # noqa: E402
from havre.audit.models import Entry  # noqa: E402
from havre.audit.verbs import Verb  # noqa: E402
from havre.consents import actions as consents  # noqa: E402
from havre.consents.models import Consent  # noqa: E402
from havre.contacts import actions as contacts  # noqa: E402
from havre.contacts import drafts  # noqa: E402
from havre.contacts.models import Contact, Draft, Message  # noqa: E402
from havre.disclosures import carriers  # noqa: E402
from havre.disclosures.models import Disclosure  # noqa: E402
from havre.handover import actions as handover  # noqa: E402
from havre.handover.models import OpenTask  # noqa: E402
from havre.lib import wire  # noqa: E402
from havre.retention import actions as retention  # noqa: E402
from havre.staff.models import Member  # noqa: E402
from tests import canary, hands, people  # noqa: E402

Scene = Callable[..., dict[str, Any]]
THREADS = 8


def found() -> dict[str, Any]:
    """Set the house up: tables, keys, people."""
    call_command("migrate", verbosity=0)
    call_command("migrate", database="keystore", verbosity=0)
    drawn = people.draw_keys()
    people.move_in(drawn)
    (Path(settings.DATA) / "root.pub").write_text(drawn.root_public)
    return {}


def story() -> dict[str, Any]:
    """Somebody wrote, was listened to, and said yes to passing her name on."""
    played = hands.begin(_house())
    played.says_yes("called", "wish")
    return {"contact": str(played.contact_id), "consent": str(Consent.objects.get().id)}


def somebody_waits() -> dict[str, Any]:
    """Somebody wrote, and nobody took it yet."""
    return {"contact": str(_house().somebody_writes("Allô?").id)}


def take_together(contact_id: str, begin: str) -> dict[str, Any]:
    """Several threads of this process take the same conversation in the same moment."""
    who = _house().on_duty(["ana", "ben", "sue"][os.getpid() % 3])

    def take(_: int) -> str:
        try:
            contacts.take(Contact.objects.get(id=contact_id), by=who)
        except contacts.AlreadyTaken:
            return "already"
        return "taken"

    return {"ended": _together(take, begin)}


def say_and_keep_together(contact_id: str, form: str, begin: str) -> dict[str, Any]:
    """Ana holds it; one thread says the words, the others keep halves of them, late or early."""
    contact, who, mark = (
        Contact.objects.get(id=contact_id),
        _house().on_duty("ana"),
        uuid.UUID(form),
    )
    with contextlib.suppress(contacts.AlreadyTaken):
        contacts.take(contact, by=who)

    def act(n: int) -> str:
        if n == 0:
            words = contacts.Words("All of it", uuid.uuid5(mark, "said"), form=mark)
            return str(contacts.answer(contact, words, by=who).id)
        return str(drafts.keep(contact, "answer", "Half of it", by=who, form=mark))

    return {"ended": _together(act, begin)}


def leave_together(contact_id: str, begin: str) -> dict[str, Any]:
    """Ana holds it, and in several threads of this process leaves what is open in one moment."""
    who = _house().on_duty("ana")
    with contextlib.suppress(contacts.AlreadyTaken):
        contacts.take(Contact.objects.get(id=contact_id), by=who)
    return {"ended": _together(lambda _: handover.leave(by=who), begin)}


def go_home() -> dict[str, Any]:
    """Ana lets go of whatever she still holds."""
    handover.go(by=_house().on_duty("ana"))
    return {}


def have_together(contact_id: str, begin: str) -> dict[str, Any]:
    """Several threads of this process say «I have it» of the same task in the same moment."""
    who = _house().on_duty(["ben", "sue"][os.getpid() % 2])

    def have(_: int) -> str:
        try:
            handover.have(OpenTask.objects.get(contact=contact_id), by=who)
        except contacts.AlreadyTaken:
            return "already"
        return who.member.name

    return {"ended": _together(have, begin)}


def remember_together(rows: str, begin: str) -> dict[str, Any]:
    """Several threads of this process write to the chain in the same moment."""

    def write(n: int) -> int:
        for _ in range(int(rows)):
            record(actor=f"{os.getpid()} {n}", verb=Verb.READ)
        return int(rows)

    return {"ended": _together(write, begin)}


def write_together(begin: str) -> dict[str, Any]:
    """Several people reach the line and write in the same moment."""

    def write(_: int) -> str:
        return str(people.House(None).somebody_writes("Allô?").id)

    return {"ended": _together(write, begin)}


def carry_together(disclosure: str, begin: str) -> dict[str, Any]:
    """Several threads of this process carry the same parcel in the same moment."""

    def carry(_: int) -> str:
        carriers.carry(uuid.UUID(disclosure), actor="test")
        return "ended"

    _together(carry, begin)
    return {"sent": len(wire.SENT_IN_MEMORY)}


def withdraw_at(consent: str, begin: str) -> dict[str, Any]:
    """The person takes it back in that same moment."""
    ana = _house().on_duty("ana")
    _wait(begin)
    consents.withdraw(Consent.objects.get(id=consent), by=ana)
    return {"told": len(wire.SENT_IN_MEMORY)}


def release_and_die(contact_id: str) -> dict[str, Any]:
    """Killed between the commit and the carrying."""
    _release(contact_id, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
    return {}


def release_only(contact_id: str) -> dict[str, Any]:
    """Released; nobody carries it yet."""
    _release(contact_id, lambda *_, **__: None)
    return {"disclosure": str(Disclosure.objects.get().id)}


def hand_over_and_die(disclosure: str) -> dict[str, Any]:
    """Killed after the handing-over was written, in the moment of sending."""
    wire.post = lambda _: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    carriers.carry(uuid.UUID(disclosure), actor="test")
    return {}


def forget_and_die(contact_id: str) -> dict[str, Any]:
    """Killed after the keys were destroyed, before the rows were."""
    retention._delete_file = lambda _: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    retention.forget(Contact.objects.get(id=contact_id), by="test")
    return {}


def nightly_run(minutes_later: str) -> dict[str, Any]:
    """The nightly run, so much later."""
    with hands.clock_at(hands.later(minutes=int(minutes_later))):
        report = retention.run()
    return {"sent": len(wire.SENT_IN_MEMORY), "report": vars(report)}


def look() -> dict[str, Any]:
    """What stands in the house now."""
    audit = verify()
    return {
        "whole": audit.whole,
        "rows": audit.rows,
        "verbs": list(Entry.objects.values_list("verb", flat=True)),
        "contacts": [str(row) for row in Contact.objects.values_list("id", flat=True)],
        "taken": Contact.objects.exclude(taking=None).count(),
        "messages": Message.objects.count(),
        "drafts": Draft.objects.exclude(text=None).count(),
        "states": [row.state for row in Disclosure.objects.all()],
    }


def sing() -> dict[str, Any]:
    """Every input with a canary in it; then the process ends as in a crash, as they all do."""
    keys = canary.sing()
    canary.copy_tables(Path(settings.DATA))
    return {name: key.hex() for name, key in keys.items()}


def forget_everybody() -> dict[str, Any]:
    """Forget; which sealed keys were destroyed."""
    boxes = canary.forget()
    canary.copy_tables(Path(settings.DATA))
    return {name: box.hex() for name, box in boxes.items()}


def _release(contact_id: str, carry: Callable[..., object]) -> None:
    carriers.carry = carry  # type: ignore[assignment]
    played = hands.Story(_house(), _house().on_duty("ana"), contact_id)
    with transaction.atomic():
        played.is_put_in_touch("called", "wish")


def _house() -> people.House:
    drawn = people.DrawnKeys("", {}, {}, {})
    house = people.House(drawn, members={m.name: m for m in Member.objects.all()})
    house.shelter = people.Organization.objects.get(key="tilleul")
    house.bed = people.Service.objects.get()
    return house


def _together(act: Callable[[int], Any], begin: str) -> list[Any]:
    barrier = Barrier(THREADS)
    for kept in connections.all():
        kept.ensure_connection()  # whoever is the last to close a file of SQLite locks it for it

    def one(n: int) -> Any:
        _wait(begin)
        barrier.wait()
        try:
            return act(n)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def _wait(begin: str) -> None:
    time.sleep(max(0.0, float(begin) - time.time()))


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        found, story, somebody_waits, take_together, say_and_keep_together, leave_together,
        go_home, have_together, remember_together, write_together,
        carry_together, withdraw_at, release_and_die, release_only, hand_over_and_die,
        forget_and_die, nightly_run, look, sing, forget_everybody,
    )
}  # fmt: skip
