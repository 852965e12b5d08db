"""What the phone keeps: which calls are up, what is to be said in them, and which phones of the
desk may register, and the voices that read the line's words. No number, of anybody.
"""

import uuid

from django.db import models

from havre.contacts.models import Contact
from havre.disclosures.models import Disclosure
from havre.lib import clock
from havre.staff.models import DeskSession, Member


class DeskPhone(models.Model):
    """The one phone of somebody at their desk; the desk that asked last has it.

    `digest`: what the engine checks the password by; the password itself is kept nowhere.
    `is_up`: whether it is registered at the engine now, as our program saw it last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    session = models.ForeignKey(DeskSession, on_delete=models.CASCADE)
    kind = models.CharField(max_length=8)  # browser | table
    realm = models.CharField(max_length=16)
    digest = models.CharField(max_length=32)
    opened_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    is_up = models.BooleanField(default=False)

    @property
    def endpoint(self) -> str:
        """How the engine names it."""
        return endpoint_of(self.member_id)


def endpoint_of(member: uuid.UUID) -> str:
    """The engine's name of a member's phone: it names nobody to who has no list of the members."""
    return f"m{member.hex}"


class TableTelephone(models.Model):
    """A member's own telephone on the table, until it is taken away; it rings while they are here.

    `digest`: as of a DeskPhone. `is_chosen`: calls ring there, and not in the browser. `is_up`:
    whether it is registered at the engine now, as our program saw it last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    realm = models.CharField(max_length=16)
    digest = models.CharField(max_length=32)
    made_at = models.DateTimeField(default=clock.now)
    is_chosen = models.BooleanField(default=False)
    is_up = models.BooleanField(default=False)

    @property
    def endpoint(self) -> str:
        """How the engine names it."""
        return table_endpoint_of(self.member_id)


def table_endpoint_of(member: uuid.UUID) -> str:
    """The engine's name of a member's telephone on the table, beside that of their browser's."""
    return f"t{member.hex}"


class Call(models.Model):
    """A call that is up, as our program saw it last; soon after its end nothing of it is left.

    `rang_at`: when it came, before a language was chosen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE)
    rang_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class ToSay(models.Model):
    """One of the line's fixed words on its way from the desk to a call; gone once it is fetched."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE)
    event = models.CharField(max_length=24)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "id")


class OutwardCall(models.Model):
    """One call that the line made, for its limits alone: when, and at what price. No number.

    `cents`: of a started minute.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    begun_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    cents = models.PositiveIntegerField()


class Pause(models.Model):
    """While whoever listens asks somebody, the caller hears the sound of waiting, and no word."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE)
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("call",), condition=models.Q(ended_at=None), name="one_pause"
            ),
        )


class Relay(models.Model):
    """That a relay service carries a call. `by`: who said so at the desk; none: its number did."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE)
    by = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("call",), condition=models.Q(ended_at=None), name="one_relay"
            ),
        )


class Transfer(models.Model):
    """A service of the directory in a call, through the door; its disclosure says by what right.

    `left_at`: when whoever listened left the two to talk alone. `outward`: as what it counts for
    the limits of the line; `refused`: by which of them it was not dialled (a code of `limits`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE)
    disclosure = models.OneToOneField(Disclosure, on_delete=models.CASCADE)
    outward = models.OneToOneField(OutwardCall, null=True, on_delete=models.SET_NULL)
    refused = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("call",), condition=models.Q(ended_at=None), name="one_service"
            ),
        )


class Voice(models.Model):
    """Somebody of the line reading one of its prompts aloud. Of who calls nothing is recorded.

    `words`: a digest of the text that was read; once the text is another one, the machine speaks.
    `sound`: WAV as `recording.anew` makes it. A new recording is a new row, with a new id.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=8)
    code = models.CharField(max_length=24)
    words = models.CharField(max_length=64)
    sound = models.BinaryField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("language", "code"), name="one_voice"),)
