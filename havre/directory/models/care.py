"""How the directory stays true: what changed, who proposed and agreed, who asked the provider.

A record is named by (`kind`, `record`): one history for organizations, services and places.
"""

import uuid

from django.db import models

from havre.directory.models.records import Location, Organization, Service
from havre.lib import clock
from havre.vault.sealed import SealedField


class Said(models.Model):
    """Somebody said or did something at a moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class OfRecord(Said):
    """Said of one record: `kind` is organization, service or location."""

    kind = models.CharField(max_length=12)
    record = models.UUIDField()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["record", "at"])]


class Change(OfRecord):
    """What a change made of a record: only the fields that changed, before and after.

    `version` is the one it made. `why`: edited, proposed, imported, merged, undone, or
    vouched: somebody read its words and found them right.
    """

    version = models.PositiveIntegerField()
    why = models.CharField(max_length=12)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta(OfRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["record", "version"], name="a_version_is_made_once")
        ]


class Batch(Said):
    """One import, staged: where it came from, and what it would do. Nothing until two agreed.

    `digest`: SHA-256 of what was read. `report`: counts, and a sentence for each row refused.
    """

    system = models.CharField(max_length=60)
    form = models.CharField(max_length=12)  # hsds3 | hsds3csv | hsds1csv | airs | havre | csv
    licence = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    report = models.JSONField(default=dict)


class Proposal(OfRecord):
    """A change that waits for somebody: `changes` is field → new value, against version `base`.

    A `base` of 0 proposes a new record of that id. `source`: curator, provider, responder, import.
    `needs`: how many must agree, none of them who proposed; 0: it goes with its batch.
    `about`: what an import knows beside (organization, key, external id, row, services).
    `exact`: an address that must not be known, sealed already for the place `record`, with the
    keys of `file`; it is nowhere in the open.
    """

    base = models.PositiveIntegerField()
    changes = models.JSONField()
    source = models.CharField(max_length=12)
    needs = models.PositiveSmallIntegerField(default=1)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, null=True)
    about = models.JSONField(default=dict)
    exact = models.BinaryField(null=True)
    file = models.UUIDField(null=True, editable=False)


class Verdict(Said):
    """What one curator said of a proposal; a proposal is done with one refusal or enough yeses."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE)
    agreed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "by"], name="one_verdict_a_curator")
        ]


class ProposalEnding(Said):
    """A proposal is done with: applied, refused, or overtaken by another change."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="ending")
    outcome = models.CharField(max_length=9)  # applied | refused | overtaken


class BatchVerdict(Said):
    """What one curator said of a whole import; it is published with two yeses (issue: curators)."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE)
    agreed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "by"], name="one_verdict_a_curator_an_import")
        ]


class Confirmation(OfRecord):
    """The provider itself was asked: who answered, how, what came of it, and when to ask again."""

    person = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=80, blank=True)
    how = models.CharField(max_length=8)  # phone | email | visit | link
    result = models.CharField(max_length=9)  # confirmed | changed | unreached | closed
    due = models.DateField()


class Origin(Said):
    """Where a record came from: its id in the other system, and what was last seen of it there.

    `values`: field → value as it was last taken or kept out, so that the next import knows which
    side changed since.
    """

    kind = models.CharField(max_length=12)
    record = models.UUIDField()
    system = models.CharField(max_length=60)
    external = models.CharField(max_length=200)
    licence = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "kind", "external"], name="one_origin_an_external_id"
            )
        ]


class Likeness(OfRecord):
    """Two records that may be one, with the reasons. `record` is the one with the lower id."""

    other = models.UUIDField()
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "other"], name="a_likeness_is_found_once")
        ]


class Distinct(Said):
    """A curator looked: these two are not one."""

    likeness = models.OneToOneField(Likeness, on_delete=models.CASCADE)


class Merge(OfRecord):
    """`record` took in `gone`; `before` is what both were, so that it can be undone."""

    gone = models.UUIDField()
    before = models.JSONField()


class Unmerge(Said):
    """A merge was undone."""

    merge = models.OneToOneField(Merge, on_delete=models.CASCADE)


class DeadNumber(Said):
    """A responder found that a service's number does not lead there."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    number = models.CharField(max_length=40)
    what = models.CharField(max_length=8)  # dead | wrong | fax | full


class NumberSettled(Said):
    """A curator looked after it: mended, or found right."""

    report = models.OneToOneField(DeadNumber, on_delete=models.CASCADE)
    outcome = models.CharField(max_length=8)  # mended | right


class Reading(Said):
    """Somebody opened the sealed address of a place, and why. Whoever curates sees it."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE)
    why = models.CharField(max_length=9)  # checking | bringing | danger | agreeing


class Capacity(Said):
    """How many places a service said it had. The newest counts, until it expires: then unknown."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    unit = models.CharField(max_length=12, default="bed")  # bed | room | place
    available = models.PositiveSmallIntegerField()
    maximum = models.PositiveSmallIntegerField(null=True)
    waiting = models.PositiveSmallIntegerField(null=True)
    expires = models.DateTimeField()


class Invitation(Said):
    """A provider may say whether its entry is right, by a link sent to its verified address.

    `id` and the key of `entries` come from the link, which is kept nowhere: who holds the link
    reads what its services say here, and nobody who only reads this table. What they answer is
    sealed to whoever curates, under the keys of `file`.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    file = models.UUIDField(editable=False)
    entries = SealedField(compartment="link")
    until = models.DateTimeField()


class Answer(models.Model):
    """What a provider said of one of its services by such a link. `id`: of the form, once.

    `words` is JSON: result, person, title and words as they were typed.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE)
    service = models.UUIDField()
    file = models.UUIDField(editable=False)
    words = SealedField(compartment="place")
    at = models.DateTimeField(default=clock.now)


class AnswerEnding(Said):
    """A curator is done with an answer: noted as the service's own word, or left aside."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="ending")
    outcome = models.CharField(max_length=5)  # noted | aside


class LinkCheck(OfRecord):
    """What a record's web address answered."""

    address = models.URLField(max_length=500)
    outcome = models.CharField(max_length=9)  # well | moved | gone | unreached | forbidden


class Sought(models.Model):
    """What was sought and not found, by month and place: codes only, never what was typed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.CharField(max_length=7)
    need = models.CharField(max_length=24, blank=True)
    language = models.CharField(max_length=8, blank=True)
    province = models.CharField(max_length=8, blank=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "need", "language", "province"], name="sought_once_a_month"
            )
        ]
