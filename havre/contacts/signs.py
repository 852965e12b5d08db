"""What a person says with one press when they cannot write: about their safety, no words of theirs.

A sign stands until the next one. While it stands nobody writes to them by mistake: see `answer`
in the views, which asks once more.
"""

from havre.contacts.models import Asked, Contact
from havre.contacts.turn import CAN, SIGNS, last_sign

__all__ = ["CAN", "SIGNS", "forget", "heard", "standing", "written_since"]


def standing(contact: Contact) -> Asked | None:
    """The sign that stands: they cannot write, or are not alone. None: they can, or said nothing.

    Codes alone: nothing that they wrote is opened for it.
    """
    return last_sign(Asked.objects.filter(contact=contact, what__in=SIGNS))


def heard(contact: Contact, told: str = "") -> bool:
    """Whether whoever writes now knows of the sign that stands.

    `told`: its id, which the page gives to whoever means to write all the same. Once somebody
    wrote all the same, the others here need not be asked: an interpreter, or the next sentence.
    """
    sign = standing(contact)
    if sign is None or told == str(sign.id):
        return True
    written = contact.message_set.filter(sender="staff", said_at__gt=sign.at)
    return bool(written.exists())


def forget(contact: Contact) -> None:
    """It is closed, in the caller's transaction: nothing unsealed tells of it any longer."""
    Asked.objects.filter(contact=contact, what__in=SIGNS).delete()


def written_since(sign: Asked) -> bool:
    """Whether words came after it: perhaps from whoever is with them."""
    said = sign.contact.message_set.filter(sender="person", kind="words")
    return bool(said.filter(said_at__gt=sign.at).exists())
