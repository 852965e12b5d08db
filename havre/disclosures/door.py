"""The door. It opens to a permit, and to nothing else."""

import json
import uuid

from django.db import transaction
from django.utils.translation import gettext, override

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.consents import gate
from havre.consents.gate import Permit
from havre.consents.models import BY_EMAIL
from havre.consents.refusals import Missing, NotPermitted
from havre.contacts.models import Contact
from havre.disclosures import carriers
from havre.disclosures.carriers import call
from havre.disclosures.carriers.ending import end
from havre.disclosures.models import Disclosure, Parcel, new_reference
from havre.lib import lang, privacy, taxonomy
from havre.staff.signin import SignedIn
from havre.vault import keys
from havre.vault.opening import open_each
from havre.vault.sealed import seal

_DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_GROUPS = {"kind": "contact_kind", "phase": "phase", "province": "province", "needs": "need"}


def release(permit: Permit, *, by: SignedIn) -> Disclosure:
    """Let exactly the permitted fields out, to the one recipient (000-16, 000-20).

    In the caller's transaction: the consent is locked and asked again, the disclosure, the audit
    row and the sealed parcel (of a letter) are written together. After commit the carrier has it.
    Raises NotPermitted.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The door opens inside a transaction only")
    gate.recheck(permit)
    written = sorted(n for n in permit.share if getattr(permit.person, n) is not None)
    if not written:
        raise NotPermitted(Missing.NOT_WRITTEN)
    texts = open_each([getattr(permit.person, n) for n in written], by=by, why=Verb.DISCLOSED)
    content = dict(zip(written, texts, strict=True))
    disclosure = Disclosure(
        file=permit.person.file,
        contact=Contact.objects.get(person=permit.person),
        consent=permit.basis,
        recipient=permit.recipient,
        way=permit.way,
        reference=new_reference(),
        shared=written,
        by=by.member,
    )
    sealed_for = keys.public_of(permit.person.file, "consent")
    seal(disclosure, "content", json.dumps(content, ensure_ascii=False), sealed_for)
    disclosure.save(force_insert=True)
    if permit.way == BY_EMAIL:
        _pack(disclosure, content, permit)
    record(actor=by.actor, verb=Verb.DISCLOSED, target=keys.pseudonym(permit.person.file))
    transaction.on_commit(
        lambda: carriers.carry(disclosure.id, way=permit.way, actor=by.actor), robust=True
    )
    return disclosure


def in_words(content: dict[str, str], *, to_themselves: bool = False) -> list[tuple[str, str]]:
    """(label, text) of what is in a parcel, in the language of the moment; codes as words.

    `to_themselves`: the labels speak to the person, with the policy's own words.
    """
    policy = privacy.fields("contacts", "Person")
    return [
        (gettext(policy[name].says) if to_themselves else _label(name), _words(name, text))
        for name, text in content.items()
    ]


def in_a_line(label: str, words: str) -> str:
    """A label and its words, with the colon of the language of the moment."""
    return gettext("%(label)s: %(words)s") % {"label": label, "words": words}


def _pack(disclosure: Disclosure, content: dict[str, str], permit: Permit) -> None:
    """Seal the letter to a key of its own. The subject says nothing of what is in it."""
    with override(lang.house_of(permit.basis.language)):
        lines = [
            gettext("Somebody asked us to pass this on to you, and nothing else."),
            gettext("Please use it only to help them, and do not pass it on."),
            "",
            *(in_a_line(label, _inert(words)) for label, words in in_words(content)),
            "",
            gettext("Our reference: %(reference)s") % {"reference": disclosure.reference},
        ]
        letter = {
            "to": permit.recipient.email,
            "subject": gettext("A message for your team (%(reference)s)")
            % {"reference": disclosure.reference},
            "body": "\n".join(lines) + "\n",
        }
    parcel = Parcel(file=disclosure.file, disclosure=disclosure)
    seal(parcel, "letter", json.dumps(letter, ensure_ascii=False), keys.make_parcel_key(parcel.id))
    parcel.save(force_insert=True)


def _inert(words: str) -> str:
    """In a plain letter nobody's words look like ours: lines are set in, direction marks go."""
    return words.translate(_DIRECTION_MARKS).replace("\n", "\n    ")


def _label(name: str) -> str:
    return {
        "called": gettext("Wishes to be called"),
        "pronouns": gettext("Pronouns"),
        "reach": gettext("Safe way to reach them"),
        "wish": gettext("What they wish for"),
        "phase": gettext("Where they stand"),
        "province": gettext("Province or territory"),
        "needs": gettext("What they ask for"),
    }.get(name, name)


def _words(name: str, text: str) -> str:
    if name not in _GROUPS:
        return text
    return ", ".join(taxonomy.label(_GROUPS[name], code) for code in text.split())


def dial(disclosure: uuid.UUID, *, actor: str) -> str:
    """For the phone's program: the number to dial for this, once; empty if it must not be.

    From here on it may have left. Whoever dials says how it ended, by `dialled`.
    """
    return call.hand_over(disclosure, actor=actor)


def dialled(disclosure: uuid.UUID, how: str, *, actor: str) -> None:
    """How the call to the service went: SENT once they answered, FAILED, or UNKNOWN. Once."""
    end(disclosure, how, actor=actor)


def call_off(disclosure: uuid.UUID, *, actor: str) -> bool:
    """The person is gone before it was dialled: then it never is. Whether it was in time."""
    return call.call_off(disclosure, actor=actor)


def finish_interrupted(*, actor: str) -> tuple[int, int]:
    """After a crash: (carried now because nothing had left, given up because nobody knows)."""
    return carriers.carry_waiting(actor=actor), carriers.give_up_unknown(actor=actor)
