"""A note of the public, and somebody who passes it on, as a test does it by hand."""

import uuid

from django.utils.translation import override

from havre.directory.models import Organization, Verification
from havre.disclosures.models import Disclosure
from havre.onward import access, actions
from havre.staff.signin import SignedIn
from havre.tips import actions as tips
from havre.tips.actions import Seen
from havre.tips.models import Tip
from havre.tips.shortening import spans_of

SEEN = Seen(
    what="Deux filles, la même chambre, des hommes toute la nuit.",
    where="Motel, rue Exemple",
    who="Elle : cheveux courts",
)


def left(seen: Seen = SEEN, *, passing_on: bool = True, language: str = "fr") -> Tip:
    """Somebody leaves a note."""
    key = uuid.uuid4()
    with override(language):
        tips.receive(seen, passing_on=passing_on, key=key)
    return Tip.objects.get(id=key)


def police() -> Organization:
    """A verified address of police."""
    made = Organization.objects.create(
        key="police", kind="police", names={"en": "Example Police"}, email="desk@police.example"
    )
    Verification.objects.create(organization=made, address=made.email, by="dee")
    return made


def looked_at(tip: Tip, to: Organization, *, by: SignedIn, **typed: str) -> access.Shown:
    """The letter as the page shows it, of the whole note or of what was typed."""
    note = access.read(tip, by=by)
    assert note
    boxes = typed or {name: getattr(note.seen, name) for name in Seen.__dataclass_fields__}
    return access.letter_of(note, spans_of(note.seen, boxes), to, uuid.uuid4())


def chosen(shown: access.Shown) -> actions.Chosen:
    """What the form below that letter posts."""
    form = type(shown.form)({name: str(value) for name, value in shown.form.initial.items()})
    assert form.is_valid(), form.errors
    return form.chosen


def passed_on(tip: Tip, to: Organization, *, by: SignedIn, **typed: str) -> Disclosure:
    """Looked at, and let go."""
    return actions.pass_on(tip, chosen(looked_at(tip, to, by=by, **typed)), by=by)
