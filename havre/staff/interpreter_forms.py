"""What who supervises may say of an interpreter: the list is the only way to become one."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from havre.lib import lang
from havre.staff import interpreters
from havre.staff.interpreters import Entry
from havre.staff.models import Interpreter, Member
from havre.staff.rota_forms import Colleague, Note

GENDERS = (("woman", _("A woman")), ("man", _("A man")), ("other", _("Another gender")))


class EntryForm(forms.Form):
    """One interpreter: a member who signs in here, or a service that is called."""

    member = Colleague(
        label=_("Signs in at this desk"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("A service outside, by phone"),
    )
    name = Note(label=_("Name of the service"), max_length=60, required=False)
    phone = Note(label=_("Its number"), max_length=40, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=lang.spoken,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    dialects = Note(label=_("Dialects, in their words"), max_length=120, required=False)
    gender = forms.ChoiceField(
        label=_("Gender, if they choose to say"), choices=[("", "—"), *GENDERS], required=False
    )
    price = forms.DecimalField(
        label=_("What one started minute costs, in dollars"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
        required=False,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        interpret = Member.objects.filter(role__role="interpreter", deactivation=None)
        self.fields["member"].queryset = interpret.order_by("alias")  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
            field.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Somebody has to be meant, and a member interprets something."""
        said = super().clean() or {}
        if not said.get("member") and not said.get("name"):
            self.add_error("name", _("Choose a member, or name the service."))
        if said.get("member") and not said.get("languages"):
            self.add_error("languages", _("Choose at least one language."))
        if len(" ".join(said.get("languages") or ())) > LONGEST:
            self.add_error("languages", _("Those are too many. A service with none is for all."))
        return said

    @property
    def entry(self) -> Entry:
        """As the list takes it."""
        said = dict(self.cleaned_data)
        price = said.pop("price") or Decimal(0)
        return Entry(**{**said, "languages": tuple(said["languages"]), "cents": int(price * 100)})


LONGEST = 200  # characters of the codes of one interpreter's languages


class StrikeForm(forms.Form):
    """Who comes off the list."""

    interpreter = forms.ModelChoiceField(queryset=Interpreter.objects.none())

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["interpreter"].queryset = interpreters.listed()  # type: ignore[attr-defined]
