"""The small forms of a curator; the large ones are made of the catalogue (`boxes`)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from havre.directory import rounds
from havre.lib import lang
from havre.staff.forms import OnceKey

HOWS = (
    ("phone", _("By telephone")),
    ("email", _("By e-mail")),
    ("visit", _("On a visit")),
)
RESULTS = (
    (rounds.CONFIRMED, _("It is all right")),
    (rounds.CHANGED, _("Something changed; I write it down")),
    (rounds.UNREACHED, _("Nobody was reached")),
    (rounds.CLOSED, _("It is there no more")),
)
WHYS = (
    ("checking", _("To see whether it is right")),
    ("agreeing", _("To agree to a proposal")),
    ("bringing", _("Somebody is brought there")),
    ("danger", _("Somebody there is in danger")),
)
_LONGEST = 80
_OFF = {"autocomplete": "off"}


class Short(forms.CharField):
    """A few words, cleaned before they are measured."""

    def to_python(self, value: Any) -> str:
        """Cleaned as everywhere."""
        return lang.clean(str(value or ""))


class SearchForm(forms.Form):
    """Records by their name."""

    words = Short(max_length=200, label=_("Name"), widget=forms.TextInput(attrs=_OFF))


class ConfirmationForm(OnceKey):
    """Who there was asked, how, and what they said."""

    result = forms.ChoiceField(choices=RESULTS, label=_("What they said"),
                               widget=forms.RadioSelect)  # fmt: skip
    how = forms.ChoiceField(choices=HOWS, label=_("How you asked"))
    person = Short(required=False, max_length=_LONGEST, label=_("Who answered"),
                   widget=forms.TextInput(attrs=_OFF))  # fmt: skip
    title = Short(required=False, max_length=_LONGEST, label=_("What they do there"),
                  widget=forms.TextInput(attrs=_OFF))  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Who says that it is right has a name or at least a task there."""
        said = super().clean() or {}
        answered = said.get("result") in {rounds.CONFIRMED, rounds.CHANGED}
        if answered and not (said.get("person") or said.get("title")):
            self.add_error("person", _("Say who answered, or at least what they do there."))
        return said

    @property
    def answer(self) -> rounds.Answer:
        """As it is noted."""
        said = self.cleaned_data
        return rounds.Answer(said["result"], said["how"], said["person"], said["title"])


class ReadingForm(forms.Form):
    """What a sealed address is read for."""

    why = forms.ChoiceField(choices=WHYS, label=_("What do you need it for?"),
                            widget=forms.RadioSelect)  # fmt: skip


class AddressForm(forms.Form):
    """An address that is sealed at once. Its point may be left out."""

    address_1 = Short(max_length=120, label=_("Street and number"),
                      widget=forms.TextInput(attrs=_OFF))  # fmt: skip
    address_2 = Short(required=False, max_length=120, label=_("Second line"),
                      widget=forms.TextInput(attrs=_OFF))  # fmt: skip
    postal_code = Short(required=False, max_length=10, label=_("Postal code"),
                        widget=forms.TextInput(attrs=_OFF))  # fmt: skip

    @property
    def exact(self) -> dict[str, str]:
        """What is sealed, without what was left empty."""
        return {name: said for name, said in self.cleaned_data.items() if said}
