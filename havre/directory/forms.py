"""What one searches by: place, need, language, words. Each may stay empty."""

from django import forms
from django.utils.translation import gettext_lazy as _

from havre.directory.access import Wanted, settlements, spoken_languages
from havre.lib import taxonomy


class SearchForm(forms.Form):
    """A search beside a conversation."""

    place = forms.ChoiceField(required=False, label=_("Place"))
    need = forms.ChoiceField(
        required=False,
        label=_("Need"),
        choices=[("", _("Any need")), *taxonomy.choices("need")],
    )
    language = forms.ChoiceField(required=False, label=_("Language spoken"))
    words = forms.CharField(
        required=False,
        label=_("Words"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        places = [(name, name) for name in settlements()]
        self.fields["place"] = forms.ChoiceField(
            required=False, label=_("Place"), choices=[("", _("Anywhere")), *places]
        )
        self.fields["language"] = forms.ChoiceField(
            required=False,
            label=_("Language spoken"),
            choices=[("", _("Any language")), *spoken_languages()],
        )

    def wanted(self) -> Wanted:
        """What was asked for; a choice that is not on the list counts as not chosen."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(**{name: given.get(name, "") for name in Wanted.__slots__})
