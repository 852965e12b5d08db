"""Members and their open sessions. An alias is all the house knows of a member's name."""

import datetime as dt
import uuid

from django.db import models

from havre.lib import clock
from havre.lib.prepared import PreparedQuery
from havre.vault.sealed import SealedField
from havre.vault.staffkeys import Locked


class Member(models.Model):
    """Somebody who works here. Their keys open with their passphrase and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=40, unique=True)
    alias = models.CharField(max_length=40)
    team = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, default="en")
    scheme = models.CharField(max_length=8, blank=True)  # light, dark, or as the device has it
    languages = models.CharField(max_length=100, default="en fr")
    skills = models.CharField(max_length=60, blank=True)
    at_once = models.PositiveSmallIntegerField(default=3)
    box_public = models.BinaryField(max_length=32)
    sign_public = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=16)
    verifier = models.BinaryField(max_length=32)
    wrapped = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.alias

    @property
    def locked(self) -> Locked:
        """Their chest as it is stored."""
        return Locked(bytes(self.salt), bytes(self.verifier), bytes(self.wrapped))

    @property
    def roles(self) -> frozenset[str]:
        """What they may do."""
        return frozenset(role.role for role in _ROLES.all(member=self.id))

    @property
    def is_active(self) -> bool:
        """Whether they still work here."""
        return not hasattr(self, "deactivation")


class Role(models.Model):
    """A member may do what this role may do. The keys to it are grants in the keystore."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    role = models.CharField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "role"), name="role_once"),)


_ROLES = PreparedQuery(lambda member: Role.objects.filter(member=member), member=uuid.UUID)


class SaidFor(models.Model):
    """Somebody who supervises said for a member what they bring; gone once they say it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="said_for")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)


class Deactivation(models.Model):
    """Since when a member works here no more, and who said so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    by = models.UUIDField()
    at = models.DateTimeField(default=clock.now)


class DeskSession(models.Model):
    """A signed-in browser: their keys, under a key that only its cookie has."""

    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    wrapped = models.BinaryField()
    opened_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    alive_at = models.DateTimeField(default=clock.now)


class Presence(models.Model):
    """What a member says of themselves: available, wrapping_up, pause, away. Nobody asks why.

    The row without an end is how it stands now. Whether they talk with somebody is not said but
    seen: by the conversations they hold.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    state = models.CharField(max_length=12)
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("member",), condition=models.Q(ended_at=None), name="present_once"
            ),
        )


class Shift(models.Model):
    """A member is on every week from this day and time on, by the line's wall clock.

    `starts` and `minutes` are read off the wall: a night from 23:00 for eight hours ends when the
    clock shows 07:00, on the two odd nights of the year too. A shift of one single day (`first` is
    `last`) stands on a holiday as well. `place`: whose turn it is to be asked, among supervisors.
    """

    ANSWER, SUPERVISE = "answer", "supervise"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    duty = models.CharField(max_length=12)
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    languages = models.CharField(max_length=60, blank=True)
    channels = models.CharField(max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=1)
    first = models.DateField()
    last = models.DateField(null=True)

    @property
    def from_minute(self) -> int:
        """Minutes from midnight to its beginning."""
        return self.starts.hour * 60 + self.starts.minute

    @property
    def is_one_day(self) -> bool:
        """Whether it was made for one single day."""
        return self.first == self.last

    @property
    def ends(self) -> dt.time:
        """What the wall clock shows at its end."""
        end = (self.from_minute + self.minutes) % (24 * 60)
        return dt.time(end // 60, end % 60)

    def is_on(self, day: dt.date) -> bool:
        """Whether the pattern has it begin on this day."""
        begun = self.first <= day and (self.last is None or day <= self.last)
        return begun and self.weekday == day.weekday()


class Substitute(models.Model):
    """On one day somebody else takes this shift over; without a member, nobody does yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE)
    day = models.DateField()
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("shift", "day"), name="taken_over_once"),)


class Holiday(models.Model):
    """A day of its own. `holds`: the weekly shifts are on as ever; else only those of that day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField(unique=True)
    note = models.CharField(max_length=120, blank=True)
    holds = models.BooleanField(default=True)


class Interpreter(models.Model):
    """Somebody on the line's list of interpreters. A member signs in here; without one it is a
    service outside that is reached by phone. `cents`: what one started minute costs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    dialects = models.CharField(max_length=120, blank=True)
    gender = models.CharField(max_length=8, blank=True)  # woman | man | other; only if they say so
    cents = models.PositiveIntegerField(default=0)
    listed_at = models.DateTimeField(default=clock.now)
    struck_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("listed_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("member",), condition=models.Q(struck_at=None), name="listed_once"
            ),
        )

    def __str__(self) -> str:
        return self.member.alias if self.member else self.name

    @property
    def speaks(self) -> frozenset[str]:
        """The languages they interpret. A service that names none is asked for any."""
        return frozenset(self.languages.split())

    @property
    def price(self) -> float:
        """What one started minute costs, in dollars."""
        return self.cents / 100


class Feed(models.Model):
    """The address under which a member's calendar finds their shifts; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)


class SignInTry(models.Model):
    """A refused sign-in, by a hash of the name that was typed. Slows guessing down."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=clock.now)


class Exposure(models.Model):
    """Days on which a member called a contact hard, for themselves alone: sealed to their own key.

    One row of one size, written anew at every closing whatever was said: it tells nobody else
    even how often.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    days = SealedField(compartment="member")
    of_day = models.DateTimeField()  # the day alone, no hour: when in it would tell too much

    @property
    def file(self) -> uuid.UUID:
        """The owner of the key: no file of a person, but the member themselves."""
        return self.member_id


class Spared(models.Model):
    """Until when the queue asks a member for nobody in danger if another can. Never why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    until = models.DateTimeField()


class TalkWish(models.Model):
    """A member would like to talk with who supervises. About what is theirs to say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    at = models.DateTimeField(default=clock.now)


class CallAddress(models.Model):
    """Where a member is called when they are on call and not at the desk, by their own word.

    Not sealed: when it is needed nobody who could open it is there. Only fixed words go to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    address = models.EmailField(max_length=254)


class Called(models.Model):
    """A member on call was called to the desk. One `event`: the ladder from its first step on.

    `how`: due, sending, sent, unsure (it may have left), not_sent, no_address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.UUIDField()
    step = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Member, on_delete=models.CASCADE, db_index=False)
    how = models.CharField(max_length=12)
    at = models.DateTimeField(default=clock.now, db_index=True)
    came_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "step"), name="called_once"),)
        indexes = (models.Index(fields=("member", "at"), name="called_lately"),)
