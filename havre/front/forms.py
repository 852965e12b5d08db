"""What is posted on the person's side outside the conversation: never a mandatory field."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from havre.directory import rounds
from havre.directory.listing import Said
from havre.lib import lang
from havre.staff.forms import OnceKey
from havre.tips.actions import Seen

RESULTS = (
    (rounds.CONFIRMED, _("It is all right")),
    (rounds.CHANGED, _("Something is different")),
    (rounds.CLOSED, _("We no longer offer this")),
)
_LONGEST, _SHORT = 4_000, 80
_SEEN = ("what", "where", "when", "who", "vehicle", "online")
_OFF = {"autocomplete": "off"}
_OLD = _("This page is too old. Open it again; your words are still in their boxes.")


class _Text(forms.CharField):
    def to_python(self, value: Any) -> str:
        """Cleaned before it is measured, as everywhere."""
        return lang.clean(str(value or ""))


class AnswerForm(OnceKey):
    """Of one service. `services`: the ids that the link is for."""

    service = forms.UUIDField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        choices=RESULTS, label=_("How is it?"), widget=forms.RadioSelect(attrs=_OFF),
        error_messages={"required": _("Say which of the three it is.")},
    )  # fmt: skip
    words = _Text(
        required=False, max_length=_LONGEST, label=_("What is different, if anything"),
        help_text=_("Please write nothing about a person, and no address that must stay secret."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )  # fmt: skip
    person = _Text(required=False, max_length=_SHORT, label=_("Your name, if you like"),
                   widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip
    title = _Text(required=False, max_length=_SHORT, label=_("What you do there"),
                  widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip

    def __init__(self, *args: Any, services: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = services
        of = str(self.initial.get("service") or self.data.get("service", ""))
        self.auto_id = f"id_%s_{of}"  # several stand on one page

    def clean(self) -> dict[str, Any]:
        """Of a service that the link is for; what is different is said in words."""
        said = super().clean() or {}
        if str(said.get("service", "")) not in self.services:
            raise forms.ValidationError(_("This is none of your entries."))
        if said.get("result") == rounds.CHANGED and not said.get("words") and not self.errors:
            self.add_error("words", _("Say what is different, in a few words."))
        return said

    def clean_key(self) -> Any:
        """Of the page; one that came without is no press of ours."""
        key = self.cleaned_data["key"]
        if key is None:
            raise forms.ValidationError(_("This page is too old. Open your link again."))
        return key

    @property
    def said(self) -> Said:
        """What they said."""
        found = self.cleaned_data
        return Said(found["result"], found["person"], found["title"], found["words"])


class NoteForm(forms.Form):
    """What somebody saw. Everything may stay empty, but not all of it."""

    what = _Text(required=False, max_length=_LONGEST, label=_("What did you see or hear?"),
                 widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}))  # fmt: skip
    where = _Text(required=False, max_length=_LONGEST, label=_("Where?"),
                  help_text=_("A place, an address, a corner, a kind of building."),
                  widget=forms.TextInput(attrs=_OFF))  # fmt: skip
    when = _Text(required=False, max_length=_LONGEST, label=_("When?"),
                 help_text=_("A day, an hour, how often."),
                 widget=forms.TextInput(attrs=_OFF))  # fmt: skip
    who = _Text(required=False, max_length=_LONGEST, label=_("Who was there?"),
                help_text=_("How somebody looked, names you heard. Nothing about you."),
                widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}))  # fmt: skip
    vehicle = _Text(required=False, max_length=_LONGEST, label=_("A vehicle?"),
                    help_text=_("Colour, make, plate, company name."),
                    widget=forms.TextInput(attrs=_OFF))  # fmt: skip
    online = _Text(required=False, max_length=_LONGEST, label=_("Something online?"),
                   help_text=_("A site, an ad, a name used there. Send no pictures."),
                   widget=forms.TextInput(attrs=_OFF))  # fmt: skip
    passing_on = forms.ChoiceField(
        required=False, widget=forms.RadioSelect(attrs=_OFF), label=_("May we pass this on?"),
        choices=(("yes", _("Yes, to those who can act on it, police included")),
                 ("no", _("No, it stays with the line unless a law obliges you"))),
    )  # fmt: skip
    key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4,
        error_messages={"required": _OLD, "invalid": _OLD},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Something is said."""
        said = super().clean() or {}
        if not self.errors and not any(said.get(name) for name in _SEEN):
            raise forms.ValidationError(_("Nothing is written yet. A few words are enough."))
        return said

    @property
    def seen(self) -> Seen:
        """What they saw."""
        return Seen(**{name: self.cleaned_data[name] for name in _SEEN})

    @property
    def may_leave(self) -> bool:
        """Whether it may be passed on; nothing said is no."""
        return bool(self.cleaned_data["passing_on"] == "yes")
