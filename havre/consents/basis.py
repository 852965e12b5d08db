"""By what right something leaves: a consent of a conversation, or the yes on a note (decision 19).

The door and whoever carries ask the same of both, and know neither.
"""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from havre.consents.models import BY_CALL, BY_EMAIL, Consent
from havre.consents.refusals import Missing
from havre.directory.models import Organization
from havre.tips.models import Tip
from havre.vault import keys


class Basis(Protocol):
    """One yes, as it is now."""

    @property
    def language(self) -> str:
        """In which language it was said."""

    @property
    def stands(self) -> bool:
        """In force at this moment."""

    def reaches(self, organization: Organization, way: str) -> bool:
        """Whether it goes where it was agreed to go, by this way."""


@dataclass(frozen=True, slots=True)
class OfConversation:
    """A consent: it names one recipient, at the address and the number of that day."""

    consent: Consent

    @property
    def language(self) -> str:
        """Of the conversation."""
        return self.consent.language

    @property
    def stands(self) -> bool:
        """Neither taken back, nor in doubt, nor over."""
        return self.consent.stands

    def reaches(self, organization: Organization, way: str) -> bool:
        """Where the person said."""
        if way == BY_CALL:
            return self.consent.names_number(organization)
        return self.consent.names_address(organization)


@dataclass(frozen=True, slots=True)
class OnNote:
    """The yes of whoever left a note: to «those who can act on it». It names nobody."""

    tip: Tip

    @property
    def language(self) -> str:
        """Of the page."""
        return self.tip.language

    @property
    def stands(self) -> bool:
        """Neither taken back nor over, nor is there nothing in it."""
        return self.tip.stands

    def reaches(self, organization: Organization, way: str) -> bool:
        """Written words go by letter; who was chosen stands in the letter itself."""
        return way == BY_EMAIL


def missing_of(tip: Tip) -> Missing | None:
    """Why a note may not go on; None if it may."""
    if tip.is_taken_back:
        return Missing.NOTE_TAKEN_BACK
    if not tip.has_yes:
        return Missing.NOTE_NO
    if tip.is_over:
        return Missing.NOTE_OVER
    return None if tip.stands else Missing.NOTE_NOTHING


def locked(file: UUID, consent: UUID | None) -> Basis | None:
    """The yes behind what is to leave of this file, locked until the transaction ends.

    None once it was forgotten, however far that came before a crash. Asked under the lock: whoever
    forgets holds it too, and of two who stop one letter one writes so.
    """
    basis = _of_consent(consent) if consent else _of_note(file)
    return None if keys.is_forgotten(file) else basis


def _of_consent(consent: UUID) -> Basis:
    return OfConversation(Consent.objects.select_for_update(of=("self",)).get(id=consent))


def _of_note(file: UUID) -> Basis | None:
    tip = Tip.objects.select_for_update(of=("self",)).filter(file=file).first()
    return OnNote(tip) if tip else None
