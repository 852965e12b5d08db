"""The door. It opens to a permit, and to nothing else."""

import json
import uuid
from dataclasses import asdict

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.consents import gate
from havre.consents.gate import Permit
from havre.consents.models import BY_EMAIL
from havre.consents.refusals import Missing, NotPermitted
from havre.contacts.models import Contact, Person
from havre.disclosures import carriers, letters
from havre.disclosures.carriers import call
from havre.disclosures.carriers.ending import end
from havre.disclosures.models import Disclosure, Parcel, reference_of
from havre.lib.wire import Letter
from havre.staff.signin import SignedIn
from havre.tips.actions import Seen
from havre.tips.models import Tip
from havre.tips.shortening import NotOfIt, shortened
from havre.vault import keys
from havre.vault.opening import open_each, open_sealed
from havre.vault.sealed import seal


def release(
    permit: Permit, *, by: SignedIn, key: uuid.UUID | None = None, shown: str | None = None
) -> Disclosure:
    """Let exactly the permitted fields out, to the one recipient (000-16, 000-20).

    In the caller's transaction: the basis is locked and asked again, the disclosure, the audit
    row and the sealed parcel (of a letter) are written together. After commit the carrier has it.
    `key`: the disclosure's number, drawn by a form. `shown`: what `letters.digest_of` said of the
    letter that somebody looked at; another one does not leave. Raises NotPermitted, CannotRead.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The door opens inside a transaction only")
    gate.recheck(permit)
    number = key or uuid.uuid4()
    made = Disclosure(
        id=number,
        file=permit.of.file,
        recipient=permit.recipient,
        way=permit.way,
        reference=reference_of(number),
        by=by.member,
    )
    if isinstance(permit.of, Tip):
        letter = _fill_from_note(made, permit, permit.of, by)
    else:
        letter = _fill_from_person(made, permit, permit.of, by)
    if shown is not None and letters.digest_of(letter) != shown:
        raise NotPermitted(Missing.OTHERWISE)
    made.save(force_insert=True)
    if permit.way == BY_EMAIL:
        _pack(made, letter)
    record(actor=by.actor, verb=Verb.DISCLOSED, target=keys.pseudonym(made.file))
    transaction.on_commit(
        lambda: carriers.carry(made.id, way=permit.way, actor=by.actor), robust=True
    )
    return made


def _fill_from_person(made: Disclosure, permit: Permit, person: Person, by: SignedIn) -> Letter:
    written = sorted(n for n in permit.share if getattr(person, n) is not None)
    if not written:
        raise NotPermitted(Missing.NOT_WRITTEN)
    texts = open_each([getattr(person, n) for n in written], by=by, why=Verb.DISCLOSED)
    content = dict(zip(written, texts, strict=True))
    made.contact = Contact.objects.get(person=person)
    made.consent, made.shared = permit.basis, written
    sealed_for = keys.public_of(person.file, "consent")
    seal(made, "content", json.dumps(content, ensure_ascii=False), sealed_for)
    return letters.of_person(content, _addressed(made, permit))


def _fill_from_note(made: Disclosure, permit: Permit, tip: Tip, by: SignedIn) -> Letter:
    words = open_sealed(tip.words, by=by, why=Verb.DISCLOSED)
    try:
        content = shortened(Seen(**json.loads(words)), permit.kept)
    except NotOfIt:
        raise NotPermitted(Missing.FORGED) from None
    made.shared = list(content)
    sealed_for = keys.public_of(tip.file, "tip")
    seal(made, "tip_content", json.dumps(content, ensure_ascii=False), sealed_for)
    return letters.of_note(tip, content, _addressed(made, permit))


def _addressed(made: Disclosure, permit: Permit) -> letters.Addressed:
    return letters.Addressed(permit.recipient, permit.language, made.reference)


def _pack(made: Disclosure, letter: Letter) -> None:
    """Seal the letter to a key of its own."""
    parcel = Parcel(file=made.file, disclosure=made)
    written = json.dumps(asdict(letter), ensure_ascii=False)
    seal(parcel, "letter", written, keys.make_parcel_key(parcel.id))
    parcel.save(force_insert=True)


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
