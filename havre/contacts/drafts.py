"""What a responder writes and has not said: kept sealed, read by its author alone, soon gone."""

import uuid

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts.models import Contact, Draft
from havre.lib import clock, lang
from havre.staff.access import Denied
from havre.staff.signin import SignedIn
from havre.vault import keys
from havre.vault.signing import seal_signed


@transaction.atomic
def keep(contact: Contact, place: str, text: str, *, by: SignedIn, form: uuid.UUID) -> bool:
    """Keep what stands in a box; of an empty one nothing is kept.

    False, and nothing is kept, once the words of this form were said or the conversation is
    closed: a post that comes late brings nothing back. Raises Denied, lang.TooLong.
    """
    said = lang.clean_short(text)
    contact.in_turn()
    now = Contact.objects.with_state().get(id=contact.id)
    if now.taken_by != by.member:
        raise Denied(keys.pseudonym(contact.file))
    mine = Draft.objects.filter(contact=contact, member=by.member, place=place)
    draft = mine.first() or Draft(contact=contact, member=by.member, place=place)
    if now.is_closed or draft.spent == form:
        return False
    if not said:
        mine.filter(spent=None).delete()
        mine.update(text=None, at=clock.now())
        return True
    if draft.text is None:
        record(actor=by.actor, verb=Verb.DRAFTED, target=keys.pseudonym(contact.file))
    draft.file, draft.at = contact.file, clock.now()
    seal_signed(draft, "text", said, keys.public_of(contact.file, "conversation"), by=by)
    draft.save()
    return True


def say(contact: Contact, place: str, *, by: SignedIn, form: uuid.UUID) -> None:
    """Its words were said, in the caller's transaction and turn: what comes late is too late."""
    done = {"text": None, "spent": form, "at": clock.now()}
    mine = {"contact": contact, "member": by.member, "place": place}
    if not Draft.objects.filter(**mine).update(**done):
        Draft.objects.create(file=contact.file, **mine, **done)


def drop(contact: Contact, *, but: SignedIn | None = None) -> None:
    """It is closed, or somebody else's now: nobody goes on with a half sentence of another."""
    drafts = Draft.objects.filter(contact=contact)
    (drafts.exclude(member=but.member) if but else drafts).delete()
