"""The verbs of a conversation, in the order of its story."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts import drafts, offering, queue, signs, stepping_back, transport, wishes
from havre.contacts.models import Asked, Closure, Contact, Message, Note, Person, Taking, Unclosed
from havre.contacts.signals import Facts, contact_closed, contact_reopened, kind_learned
from havre.lib import lang, taxonomy
from havre.lib.doorbell import ring
from havre.lib.prepared import PreparedQuery
from havre.staff import care, presence
from havre.staff.access import Denied
from havre.staff.signin import SignedIn
from havre.vault import keys
from havre.vault.sealed import seal
from havre.vault.signing import seal_signed

_CLOSED = PreparedQuery(lambda contact: Closure.objects.filter(contact=contact), contact=uuid.UUID)


class AlreadyTaken(Exception):
    """A colleague was first."""


class NotWanted(Exception):
    """The person asked not to talk with this member."""


class SomebodyIsAsked(Exception):
    """The person wishes for somebody else, and who is like that and on duty is being asked."""

    def __init__(self, wish: str) -> None:
        super().__init__(wish)
        self.wish = wish


class Closed(Exception):
    """The conversation is closed."""


class WishMissing(Exception):
    """A contact is not closed without the person's wish, or the reason why there is none."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, with the id its form gave it, so that a double click counts once.

    `form`: a mark of the form, once these words are said: its draft is gone and stays gone.
    """

    text: str
    key: uuid.UUID
    kind: str = "words"
    form: uuid.UUID | None = None


@transaction.atomic(savepoint=False)
def reach(files: keys.FileKeys, *, contact_id: uuid.UUID, channel: str, language: str) -> Contact:
    """Somebody reaches the line. Single inserts only: the front may do this, and reads nothing."""
    files.record()
    person = Person.objects.create(file=files.file)
    contact = Contact.objects.create(
        id=contact_id, file=files.file, person=person, channel=channel, language=language
    )
    Unclosed.objects.create(contact=contact)
    ring("queue")
    return contact


def receive(words: Words, *, contact_id: uuid.UUID, file: uuid.UUID, public: bytes) -> None:
    """Store what the person said. Needs the compartment's public key and nothing secret.

    Raises lang.TooLong: one rule for every channel (register A2).
    """
    message = Message(
        id=words.key, file=file, contact_id=contact_id, sender="person", kind=words.kind
    )
    seal(message, "text", lang.clean_short(words.text), public)
    Message.objects.bulk_create([message], ignore_conflicts=True)
    ring(f"contact:{contact_id}")


def take(contact: Contact, *, by: SignedIn) -> Taking:
    """Take a waiting conversation. Exactly one of many wins.

    Raises AlreadyTaken, Closed, NotWanted, and SomebodyIsAsked: as they wished.
    """
    try:
        with transaction.atomic():
            contact.in_turn()  # the same order of locks as the house's own offers
            must_be_open(contact)
            unmet = _unmet(contact, by)
            taking = Taking.objects.create(contact=contact, member=by.member)
            offering.end_standing(contact)
            drafts.drop(contact, but=by)
            target = keys.pseudonym(contact.file)
            record(actor=by.actor, verb=Verb.RECEIVED, target=target)
            record(actor=by.actor, verb=Verb.TOOK, target=target)
            for wish in unmet:
                transport.tell(contact, wishes.none_of(wish))
            transport.tell(contact, "taken")
            ring(f"contact:{contact.id}", "queue", f"member:{by.id}")
    except IntegrityError as error:
        raise AlreadyTaken from error
    return taking


def _unmet(contact: Contact, by: SignedIn) -> list[str]:
    """What the person wished for, this member does not bring, and nobody told them so far."""
    turn = queue.turn_of(contact)
    if by.id in turn.not_with:
        raise NotWanted
    known = turn.told_none.union(by.member.skills.split())
    unmet = [wish for wish in turn.wishes if wish not in known]
    if unmet and not turn.in_danger:
        nobody_has = queue.closest(turn, queue.colleagues())[1]
        for wish in unmet:
            if wish not in nobody_has:
                raise SomebodyIsAsked(wish)
    return unmet


@transaction.atomic
def answer(contact: Contact, words: Words, *, by: SignedIn) -> Message:
    """Answer live. Raises Closed, transport.NotCleared, lang.TooLong."""
    must_be_open(contact)
    text = lang.clean_short(words.text)
    message = Message(
        id=words.key,
        file=contact.file,
        contact=contact,
        sender="staff",
        kind=words.kind,
        author=by.member,
    )
    public = keys.public_of(contact.file, "conversation")
    seal_signed(message, "text", text, public, by=by)
    contact.in_turn()
    if words.form:
        drafts.say(contact, "answer", by=by, form=words.form)
    if is_said(contact, words.key):
        return message  # a double click: said once
    message.save(force_insert=True)
    transport.send(contact, message, text, transport.Clearance(by))
    record(actor=by.actor, verb=Verb.ANSWERED, target=keys.pseudonym(contact.file))
    ring(f"contact:{contact.id}")
    return message


def must_be_open(contact: Contact) -> None:
    """Raises Closed."""
    if _CLOSED.first(contact=contact.id):
        raise Closed


def is_said(contact: Contact, key: uuid.UUID) -> bool:
    """Whether this was said in this conversation already."""
    return Message.objects.filter(id=key, contact=contact).exists()


@transaction.atomic
def learn(person: Person, *, by: SignedIn, **facts: str) -> None:
    """Write down what the person chose to say. An empty text takes it back."""
    publics = {name: keys.public_of(person.file, name) for name in ("identity", "notes")}
    if "kind" in facts:
        Contact.objects.get(person=person).in_turn()  # what they may say yes to follows from it
    for name, text in facts.items():
        if name not in Person.FACTS:
            raise ValueError(f"{name} is not something the house asks")
        said = lang.clean_short(text)
        if said:
            field = Person._meta.get_field(name)
            seal(person, name, said, publics[field.compartment])  # type: ignore[union-attr]
        else:
            setattr(person, name, None)
    person.save(update_fields=[*facts])
    if "kind" in facts:
        contact, kind = Contact.objects.get(person=person), lang.clean_short(facts["kind"])
        kind_learned.send(sender=Contact, contact=contact, kind=kind, by=by)
    record(actor=by.actor, verb=Verb.LEARNED, target=keys.pseudonym(person.file))


@transaction.atomic
def note(
    contact: Contact,
    text: str,
    *,
    by: SignedIn,
    key: uuid.UUID | None = None,
    form: uuid.UUID | None = None,
) -> Note:
    """Write a short note; the same `key` again changes nothing. `form`: see Words.

    Raises lang.TooLong.
    """
    row = Note(id=key or uuid.uuid4(), file=contact.file, contact=contact, author=by.member)
    contact.in_turn()
    if form:
        drafts.say(contact, "note", by=by, form=form)
    if Note.objects.filter(id=row.id, contact=contact).exists():
        return row
    public = keys.public_of(contact.file, "notes")
    seal_signed(row, "text", lang.clean_short(text), public, by=by)
    row.save(force_insert=True)
    record(actor=by.actor, verb=Verb.NOTED, target=keys.pseudonym(contact.file))
    return row


@transaction.atomic
def close(
    contact: Contact,
    *,
    by: SignedIn,
    outcome: str,
    facts: Facts,
    no_wish: str = "",
    hard: bool = False,
) -> Closure:
    """Close it with its outcome. `no_wish` says why no wish is written. Raises WishMissing.

    `hard`: whoever closes it says so; nothing of that is kept beside the contact.
    """
    contact.in_turn()
    must_be_open(contact)
    if contact.taken_by is None:
        raise Denied(keys.pseudonym(contact.file))
    if contact.person.wish is None and not no_wish:
        raise WishMissing
    closure = Closure.objects.create(
        contact=contact, by=by.member, outcome=outcome, no_wish=no_wish
    )
    _announce_closed(contact, facts, actor=by.actor)
    danger = Asked.objects.filter(contact=contact, what="danger").exists()
    care.close_one(by, hard=hard or danger)
    if danger:
        care.spare(contact.taken_by)
    if not Contact.objects.taken_by(by.member).exists():
        presence.wrap_up(by.member)
    return closure


@transaction.atomic
def close_by_the_house(contact: Contact) -> None:
    """Nobody said anything for long: closed without anybody reading it, facts unknown.

    Those too whom nobody took: what the page promises them ends like everything else.
    """
    contact.in_turn()
    Closure.objects.create(contact=contact, by=None, outcome="dropped", no_wish="ended_early")
    _announce_closed(contact, Facts(), actor="nightly run")


@transaction.atomic
def reopen(contact: Contact, *, by: SignedIn) -> None:
    """Go on with a closed conversation. Twice is the same as once."""
    outcome = Closure.objects.filter(contact=contact).values_list("outcome", flat=True).first()
    if not Closure.objects.filter(contact=contact).delete()[0]:
        return
    if outcome in taxonomy.codes("apart"):
        transport.tell(contact, "mistake")
    Unclosed.objects.create(contact=contact)
    contact_reopened.send(sender=Contact, contact=contact)
    record(actor=by.actor, verb=Verb.REOPENED, target=keys.pseudonym(contact.file))
    transport.tell(contact, "reopened")
    ring(f"contact:{contact.id}", "queue")


def _announce_closed(contact: Contact, facts: Facts, *, actor: str) -> None:
    Unclosed.objects.filter(contact=contact).delete()
    wishes.forget(contact)
    signs.forget(contact)
    drafts.drop(contact)
    stepping_back.moved_on(contact, actor=actor)  # before it is counted
    contact_closed.send(sender=Contact, contact=contact, facts=facts)
    record(actor=actor, verb=Verb.CLOSED, target=keys.pseudonym(contact.file))
    transport.tell(contact, "closed")
    ring(f"contact:{contact.id}", "queue")
