"""What is missing when nothing may leave, as sentences that name the remedy."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Missing(StrEnum):
    """Why there is no permit."""

    NO_CONSENT = "no_consent"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    WHOSE = "whose"
    WIDER = "wider"
    NOTHING_NAMED = "nothing_named"
    NOT_WRITTEN = "not_written"
    NOT_VERIFIED = "not_verified"
    ADDRESS_CHANGED = "address_changed"
    NO_NUMBER = "no_number"
    NUMBER_CHANGED = "number_changed"
    SUSPENDED = "suspended"
    FORGED = "forged"
    NOTE_NO = "note_no"
    NOTE_TAKEN_BACK = "note_taken_back"
    NOTE_OVER = "note_over"
    NOTE_NOTHING = "note_nothing"
    OTHERWISE = "otherwise"


class NotPermitted(Exception):
    """Nobody with the right to say yes has said yes to this. Nothing left."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(missing.value)
        self.missing = missing

    @property
    def sentence(self) -> "str | Promise":
        """For the responder's page."""
        return SENTENCES[self.missing]


SENTENCES: "dict[Missing, str | Promise]" = {
    Missing.NO_CONSENT: _(
        "Nothing left. The person has not said yes to this recipient. Ask them first, "
        "and write down what they said."
    ),
    Missing.EXPIRED: _(
        "Nothing left. The permission has expired. Ask the person whether they still want this."
    ),
    Missing.WITHDRAWN: _(
        "Nothing left. The person took the permission back. It is theirs to give again."
    ),
    Missing.WHOSE: _(
        "Nothing left. It may not have been the person concerned who said yes, and nobody else "
        "says yes for them. Ask them, or say under “Permission” whose yes it was."
    ),
    Missing.WIDER: _(
        "Nothing left. This is more than the person said yes to. Pass on less, "
        "or ask them about the rest."
    ),
    Missing.NOTHING_NAMED: _("Nothing left. Choose at least one thing to pass on."),
    Missing.NOT_WRITTEN: _(
        "Nothing left. What the person agreed to pass on is not written down yet."
    ),
    Missing.NOT_VERIFIED: _(
        "Nothing left. Nobody has verified this recipient’s address. Ask a directory curator."
    ),
    Missing.ADDRESS_CHANGED: _(
        "Nothing left. The recipient’s address changed after the person said yes. "
        "Tell them, and ask again."
    ),
    Missing.NO_NUMBER: _(
        "Nothing left. The directory has no number of this recipient that may be dialled. "
        "Ask a directory curator."
    ),
    Missing.NUMBER_CHANGED: _(
        "Nothing left. The recipient’s number is not the one of when the person said yes. "
        "Tell them, and ask again."
    ),
    Missing.SUSPENDED: _(
        "Nothing left. This recipient is suspended in the directory. Offer another option."
    ),
    Missing.NOTE_NO: _(
        "Nothing left. Whoever left this note did not say that it may be passed on. It stays here."
    ),
    Missing.NOTE_TAKEN_BACK: _(
        "Nothing left. Whoever left this note took the yes back. It stays here."
    ),
    Missing.NOTE_OVER: _("Nothing left. The time of this note is over: it is being forgotten."),
    Missing.NOTE_NOTHING: _(
        "Nothing left. Somebody here found that there is nothing in it. If other things speak "
        "for it now, say so first."
    ),
    Missing.OTHERWISE: _(
        "Nothing left. Something changed since you looked at the letter. Look at it again."
    ),
    Missing.FORGED: _("Nothing left. This request does not match what is recorded."),
}
