"""What of a note goes on, and to whom."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from havre.contacts.forms import OnceForm, Said
from havre.directory.access import written_to
from havre.directory.models import Organization
from havre.onward.actions import Chosen
from havre.tips import shortening
from havre.tips.actions import Seen
from havre.tips.words import PARTS


class PassOnForm(OnceForm):
    """To whom, and each part that was filled in: as it is, shorter, or emptied."""

    to = forms.ChoiceField(
        label=_("To whom (one only)"),
        error_messages={
            "required": _("Choose to whom it goes."),
            "invalid_choice": _("No letter may go there now. Choose another one."),
        },
    )

    def __init__(self, *args: Any, seen: Seen, **more: Any) -> None:
        super().__init__(*args, **more)
        self._there = {str(each.id): each for each in written_to()}
        self.fields["to"].choices = self._choices()  # type: ignore[attr-defined]
        for name, words in shortening.parts_of(seen).items():
            rows = min(8, 2 + len(words) // 60)
            box = forms.Textarea(attrs={"rows": rows, "autocomplete": "off", "dir": "auto"})
            self.fields[name] = Said(required=False, label=PARTS[name], widget=box)

    @property
    def parts(self) -> list[forms.BoundField]:
        """The boxes."""
        return [self[name] for name in PARTS if name in self.fields]

    @property
    def typed(self) -> dict[str, str]:
        """What is left in them; only for a valid form."""
        return {name: self.cleaned_data[name] for name in PARTS if name in self.fields}

    @property
    def recipient(self) -> Organization:
        """Who was chosen; only for a valid form."""
        return self._there[self.cleaned_data["to"]]

    def _choices(self) -> list[Any]:
        """Police in a place of their own, as everywhere (000-11)."""
        groups: dict[bool, list[tuple[str, str]]] = {False: [], True: []}
        for key, each in self._there.items():
            groups[each.is_police].append((key, each.name))
        named = [(_("Services"), groups[False]), (_("Police"), groups[True])]
        return [("", _("Choose")), *(group for group in named if group[1])]


class LetterForm(forms.Form):
    """The letter that was looked at: as places of the note, never as text."""

    to = forms.UUIDField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    kept = forms.CharField(widget=forms.HiddenInput, max_length=50_000)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    @property
    def chosen(self) -> Chosen:
        """For the door; only for a valid form."""
        said: dict[str, Any] = self.cleaned_data
        to: uuid.UUID = said["to"]
        return Chosen(to, shortening.read(said["kept"]), said["shown"], said["key"])

    def boxes(self, seen: Seen) -> dict[str, str]:
        """What its boxes held, to change it; nothing if there was no such letter."""
        if not self.is_valid():
            return {}
        try:
            left = shortening.bare(seen, shortening.read(self.cleaned_data["kept"]))
        except shortening.NotOfIt:
            return {}
        return {"to": str(self.cleaned_data["to"]), **shortening.parts_of(left)}
