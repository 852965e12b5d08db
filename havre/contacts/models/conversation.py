"""A contact and the person in it. No field about a person is ever required (requirement 000-01)."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce

from havre.lib import clock
from havre.lib.prepared import PreparedQuery
from havre.staff.models import Member
from havre.vault.sealed import SealedField

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


class Line(models.Model):
    """The one line. `switchboard_until`: so long whoever waits is offered to all at once."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    switchboard_until = models.DateTimeField(null=True)

    @classmethod
    def is_answered(cls, language: str) -> bool:
        """Whether somebody who answers in this language is at the desk now, truthfully."""
        return bool(_LAMPS.all(language=language, after=clock.now()))

    @classmethod
    def has_surge(cls) -> bool:
        """Whether who supervises opened the switchboard, and it is not over."""
        return bool(_SURGE.all(after=clock.now()))

    @classmethod
    def keep_lit(cls, *languages: str, seconds: int = 60) -> None:
        """Somebody on duty who answers in these has the desk open."""
        until = clock.now() + timedelta(seconds=seconds)
        for language in languages:
            if not _LAMPS.all(language=language, after=until - timedelta(seconds=30)):
                Lamp.objects.update_or_create(language=language, defaults={"lit_until": until})


_SURGE = PreparedQuery(
    lambda after: Line.objects.filter(id=1, switchboard_until__gt=after), after=datetime
)
_LAMPS = PreparedQuery(
    lambda language, after: Lamp.objects.filter(language=language, lit_until__gt=after),
    language=str,
    after=datetime,
)


class Lamp(models.Model):
    """Until when somebody is at the desk who answers in this language."""

    language = models.CharField(primary_key=True, max_length=8)
    lit_until = models.DateTimeField(default=clock.now)


class Person(models.Model):
    """Whoever reached the line, nameless for ever if they wish: only what they chose to say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField(unique=True)
    called = SealedField(compartment="identity", null=True)
    pronouns = SealedField(compartment="identity", null=True)
    reach = SealedField(compartment="identity", null=True)
    wish = SealedField(compartment="notes", null=True)
    kind = SealedField(compartment="notes", null=True)
    phase = SealedField(compartment="notes", null=True)
    province = SealedField(compartment="notes", null=True)
    needs = SealedField(compartment="notes", null=True)

    FACTS: ClassVar = ("called", "pronouns", "reach", "wish", "kind", "phase", "province", "needs")


class ContactQuerySet(models.QuerySet["Contact"]):
    """Which contacts a page may name. Reading what was said is another matter: see access."""

    def with_state(self) -> Self:
        """Everything a list shows, in one query."""
        return self.select_related("taking__member", "closure")

    def open(self) -> Self:
        """Not closed. Found from what is open, never by reading all that was ever kept."""
        return self.filter(id__in=Unclosed.objects.values("contact"))

    def waiting(self) -> Self:
        """Open, and nobody has taken them; who waits longest comes first."""
        return self.open().filter(taking=None).order_by("opened_at", "id")

    def taken_by(self, member: Member | uuid.UUID) -> Self:
        """Open conversations of one member."""
        return self.open().filter(taking__member=member).order_by("taking__at")

    def heard_by(self, member: uuid.UUID) -> Self:
        """Open conversations whose rings reach this member: those they hold or sit beside."""
        beside = Exists(Contact.objects.filter(id=OuterRef("pk")).beside(member))
        return self.open().filter(Q(taking__member=member) | beside)

    def nearest_to(self, member: Member | uuid.UUID) -> Self:
        """Open conversations: their own, those they sit beside, then what others hold and who
        waits; of each the newest first."""
        beside = Exists(Contact.objects.filter(id=OuterRef("pk")).beside(member))
        near = Case(When(taking__member=member, then=0), When(beside, then=1), default=2)
        return self.open().order_by(near, F("taking__at").desc(nulls_last=True), "-opened_at")

    def visible_to(self, member: Member) -> Self:
        """Need to know: who waits, and what one's own team holds; supervisors see all."""
        roles = member.roles
        if "supervisor" in roles:
            return self
        if "responder" not in roles:
            return self.none()
        return self.of_team(member.id, member.team)

    def of_team(self, member: uuid.UUID, team: str) -> Self:
        """Who waits, what this member holds or sits beside, and what others of the same team
        hold, if it is named."""
        same = Q(taking__member__team=team) & Q(taking__member__team__gt="")
        beside = Exists(Contact.objects.filter(id=OuterRef("pk")).beside(member))
        waits = Q(taking=None, closure=None)
        return self.filter(waits | Q(taking__member=member) | same | beside)

    def beside(self, member: Member | uuid.UUID) -> Self:
        """Conversations of colleagues that this member sits beside now, openly."""
        return self.filter(beside__member=member, beside__ended_at=None)

    def interpreted_by(self, member: Member) -> Self:
        """The one conversation, if any, that this interpreter was let into, by whoever holds it
        still, and has not left."""
        rows = "interpretercall__interpreting__"
        return self.open().filter(
            **{f"{rows}member": member, f"{rows}ended_at": None, f"{rows}joined_at__isnull": False},
            taking__member=F(f"{rows}let_in_by"),
        )

    def visible(
        self, contact: uuid.UUID, member: Member, roles: frozenset[str]
    ) -> "Contact | None":
        """One of those that `visible_to` names, with its state; `roles`: the member's."""
        if "supervisor" in roles:
            return _BY_ID.first(id=contact)
        if "responder" not in roles:
            return None
        return _OF_TEAM.first(id=contact, member=member.id, team=member.team)

    def with_unread(self) -> Self:
        """Adds `has_unread`: the person wrote after the last thing staff wrote."""
        answered = Message.objects.filter(
            contact=OuterRef("contact"), sender="staff", said_at__gt=OuterRef("said_at")
        )
        unread = Message.objects.filter(contact=OuterRef("pk"), sender="person")
        return self.annotate(has_unread=Exists(unread.filter(~Exists(answered))))

    def with_new_words(self) -> Self:
        """Adds `new_words`: how often the person said something since whoever holds it read."""
        read = OuterRef("taking__read_until")
        said: Any = Message.objects.filter(contact=OuterRef("pk"), sender="person")
        new = said.filter(said_at__gt=Coalesce(read, models.Value(_LONG_AGO))).order_by()
        count = new.values("contact").annotate(n=models.Count("*")).values("n")
        return self.annotate(new_words=Coalesce(models.Subquery(count), 0))

    def with_sign(self, codes: tuple[str, ...]) -> Self:
        """Adds `sign`: which of these the person pressed last (see signs), or empty."""
        pressed = Contact.objects.filter(id=OuterRef("pk"), asked__what__in=codes)
        last: Any = pressed.order_by("-asked__at", "-asked__id").values("asked__what")[:1]
        return self.annotate(sign=Coalesce(models.Subquery(last), models.Value("")))


class Contact(models.Model):
    """One time somebody reached the line. `last_word_at` is when the person last said something."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField(unique=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    channel = models.CharField(max_length=12)
    language = models.CharField(max_length=8)
    opened_at = models.DateTimeField(default=clock.now)

    objects = ContactQuerySet.as_manager()

    @property
    def asked_for(self) -> frozenset[str]:
        """What the person asked for about being answered."""
        return frozenset(self.asked_set.values_list("what", flat=True))

    def in_turn(self) -> None:
        """Wait for whoever writes in it at the desk now; what the person says waits for nobody."""
        _IN_TURN.all(id=self.id)

    @property
    def is_closed(self) -> bool:
        """Whether it was closed."""
        return hasattr(self, "closure")

    @property
    def taken_by(self) -> Member | None:
        """Who holds it."""
        taking: Taking | None = getattr(self, "taking", None)
        return taking.member if taking else None

    @property
    def waiting_minutes(self) -> int:
        """How long they have waited, in whole minutes."""
        return clock.minutes_since(self.opened_at)


_IN_TURN = PreparedQuery(
    lambda id: Contact.objects.select_for_update(no_key=True).filter(id=id).values_list("id"),
    id=uuid.UUID,
)
_BY_ID = PreparedQuery(lambda id: Contact.objects.with_state().filter(id=id), id=uuid.UUID)
_OF_TEAM = PreparedQuery(
    lambda id, member, team: Contact.objects.of_team(member, team).with_state().filter(id=id),
    id=uuid.UUID,
    member=uuid.UUID,
    team=str,
)


class Taking(models.Model):
    """Who took it and when. One per contact: nobody else can take it in the same moment.

    `read_until`: how far they read; what the person said after it is new to them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE)
    # No index by member: a member's open conversations are found among what is open, and with
    # such an index SQLite would rather read all that they ever took.
    member = models.ForeignKey(Member, on_delete=models.PROTECT, db_index=False)
    at = models.DateTimeField(default=clock.now, db_index=True)
    read_until = models.DateTimeField(null=True)


WORDS = ("words", "yes_no", "warning")  # said in words; with yes and no to press; as a warning


class Message(models.Model):
    """Something said in a contact: by the person, or by staff (then signed by its author)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    # person | staff | interpreter | aside (to colleagues alone)
    sender = models.CharField(max_length=12)
    kind = models.CharField(
        max_length=8, default="words"
    )  # see WORDS; safety | asked | sign | back | left | relay
    author = models.ForeignKey(Member, null=True, on_delete=models.PROTECT)
    text = SealedField(compartment="conversation", signed_by="author_id")
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("said_at", "id")
        indexes = (models.Index(fields=("contact", "said_at"), name="message_in_order"),)


class Closure(models.Model):
    """How it ended. «Not ready» is a good outcome (002-E6). No member: the house closed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT)
    outcome = models.CharField(max_length=24)
    no_wish = models.CharField(max_length=16, blank=True)  # why no wish is written (000-14)
    at = models.DateTimeField(default=clock.now, db_index=True)


class Unclosed(models.Model):
    """That a contact is open: it has this row, or a Closure, and never both.

    What is open is few and what is kept is many, and no index finds a row that is not there. So
    `reach` writes it, a closing deletes it, reopening writes it anew, each in its transaction.
    """

    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="unclosed"
    )


def unclosed_since(days: int) -> models.QuerySet[Contact]:
    """Open contacts in which the person has said nothing for so many days."""
    limit = clock.now() - timedelta(days=days)
    spoke: Any = Message.objects.filter(contact=OuterRef("pk"), sender="person", said_at__gte=limit)
    return Contact.objects.open().filter(~Exists(spoke), opened_at__lt=limit)
