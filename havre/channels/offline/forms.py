"""What is asked of whoever logs a contact: the way and the language; roughly when, if they like."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from havre.channels.offline.models import PARTS, WAYS
from havre.contacts.forms import OnceForm
from havre.lib import clock, lang, taxonomy

# domain.md 4.6: spoken on the phone line; the line's own come first. und: nobody could tell.
OTHERS = ("es", "ar", "cr", "fa", "hi", "hu", "iu", "ko", "oj", "pa", "pt", "ro", "ru", "th",
          "tl", "uk", "ur", "vi", "zh", "und")  # fmt: skip
PART_WORDS = dict(zip(PARTS, (_("Morning"), _("Afternoon"), _("Evening"), _("Night")), strict=True))
_named = lazy(lang.name_of, str)


class LogForm(OnceForm):
    """Everything about when is optional, and stays rough on purpose."""

    way = forms.ChoiceField(
        label=_("How they reached you"),
        choices=taxonomy.choices("channel", only=WAYS),
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language"))
    day = forms.DateField(
        required=False,
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
    )
    part = forms.ChoiceField(
        required=False,
        label=_("Part of the day"),
        choices=[("", "—"), *PART_WORDS.items()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [*lang.languages(), *OTHERS]
        language, day = self.fields["language"], self.fields["day"]
        language.initial = lang.current()
        language.choices = [(code, _named(code)) for code in codes]  # type: ignore[attr-defined]
        day.widget.attrs["max"] = clock.line_time(clock.now()).date().isoformat()
