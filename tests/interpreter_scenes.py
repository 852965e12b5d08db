"""Scenes with interpreters, in processes of their own.

Whoever plays them may play those of tests/scenes.py as well.
"""

import contextlib
import os
from typing import Any

from tests.scenes import SCENES, _house, _together  # isort: skip -- sets Django up

from havre.contacts import actions as contacts
from havre.contacts import interpreting
from havre.contacts.models import Contact, InterpreterCall, Interpreting
from havre.vault.models import LentKey


def somebody_needs_an_interpreter() -> dict[str, Any]:
    """Ana listens to somebody and asks for one."""
    house = _house()
    ana, contact = house.on_duty("ana"), house.somebody_writes("¿Hola?")
    contacts.take(contact, by=ana)
    call = interpreting.ask(contact, interpreting.Wish("es"), by=ana)
    return {"call": str(call.id), "contact": str(contact.id)}


def can_come_together(call_id: str, begin: str) -> dict[str, Any]:
    """Several threads of this process say «I can» to the same call in the same moment."""
    who = _house().on_duty(["ines", "ivo"][os.getpid() % 2])

    def come(_: int) -> str:
        call = InterpreterCall.objects.select_related("contact").get(id=call_id)
        try:
            row = interpreting.answer(call, by=who)
        except interpreting.Over:
            return "over"
        return str(row.id)

    return {"ended": _together(come, begin)}


def let_in_and_leave_together(contact_id: str, begin: str) -> dict[str, Any]:
    """Ana lets them in while they step back, in the same moment; then what still opens."""
    contact = Contact.objects.get(id=contact_id)
    name = Interpreting.objects.get(ended_at=None).member.name
    ana, who = (_house().on_duty(each) for each in ("ana", name))

    def act(n: int) -> None:
        verb, by = (interpreting.let_in, ana) if n % 2 else (interpreting.leave, who)
        with contextlib.suppress(interpreting.Over):
            verb(contact, by=by)

    _together(act, begin)
    return {"lent": LentKey.objects.count(), "in_it": Interpreting.objects.get().ended_at is None}


SCENES |= {
    scene.__name__: scene
    for scene in (somebody_needs_an_interpreter, can_come_together, let_in_and_leave_together)
}
