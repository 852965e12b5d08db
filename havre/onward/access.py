"""The note, the letter as it would leave, and what became of it."""

from dataclasses import dataclass
from uuid import UUID

from havre.consents.basis import missing_of
from havre.directory.models import Organization
from havre.disclosures import letters
from havre.disclosures.access import is_with_somebody
from havre.disclosures.models import reference_of
from havre.lib.wire import Letter
from havre.onward.forms import LetterForm
from havre.staff.signin import SignedIn
from havre.tips.access import opened
from havre.tips.actions import Seen
from havre.tips.models import Tip
from havre.tips.shortening import Span, shortened


@dataclass(frozen=True, slots=True)
class Note:
    """One that can be read."""

    tip: Tip
    seen: Seen


@dataclass(frozen=True, slots=True)
class Shown:
    """The very letter, and the form that lets it go."""

    to: Organization
    letter: Letter
    form: LetterForm


def read(tip: Tip, *, by: SignedIn) -> Note | None:
    """It, opened; None if its keys are gone. That it was read stands in the audit."""
    seen = opened(tip, by=by).seen
    return Note(tip, seen) if seen else None


def letter_of(note: Note, kept: tuple[Span, ...], to: Organization, key: UUID) -> Shown:
    """What will leave, to the last sign. Raises NotOfIt."""
    at = letters.Addressed(to, note.tip.language, reference_of(key))
    letter = letters.of_note(note.tip, shortened(note.seen, kept), at)
    shown = letters.digest_of(letter)
    places = " ".join(map(str, kept))
    first = {"to": to.id, "key": key, "kept": places, "shown": shown}
    return Shown(to, letter, LetterForm(initial=first))


def may_go(tip: Tip) -> bool:
    """Whether there is anything to press."""
    return missing_of(tip) is None and not is_with_somebody(tip)
