"""Asking for a yes: to what, for whom, which items, what for, until when, given how."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from havre.consents.actions import Given, items
from havre.consents.models import DEFAULT_DAYS, LONGEST_DAYS
from havre.consents.whose import OWN, PERSON, THEMSELVES, is_somebody_else
from havre.contacts.forms import OnceForm, Said
from havre.directory.models import Organization
from havre.lib import taxonomy

ACTS = (
    ("pass_on", _("Pass something on")),
    ("reach_out", _("Reach out for resources")),
    ("next_steps", _("Decide next steps")),
)
ITEMS = {
    "called": _("What to call them"),
    "pronouns": _("Their pronouns"),
    "reach": _("A safe way to reach them"),
    "wish": _("Their wish, in their words"),
    "needs": _("What would help"),
    "phase": _("Where things stand"),
    "province": _("Province or territory"),
}
PURPOSES = ("share_service", "share_police", "share_child_protection", "call_back", "interpreter")
DAYS = ((1, _("1 day")), (7, _("7 days")), (30, _("30 days")), (90, _("90 days")))
WHOSE_YES = (
    (OWN, _("Of somebody else, about themselves")),
    (PERSON, _("Of the person concerned, who was here themselves")),
)
assert max(days for days, _label in DAYS) <= LONGEST_DAYS  # noqa: S101 -- checked at start


class ConsentForm(OnceForm):
    """One consent; the three acts are three different ones (000-17).

    `first`: the organizations that stand first in the list, those that were offered.
    `kind`: what is written of who speaks. Whose yes it is goes without saying of the person
    concerned, and is somebody else's about themselves until a responder says otherwise.
    """

    act = forms.ChoiceField(
        choices=ACTS, widget=forms.RadioSelect, initial="pass_on", label=_("A yes to")
    )
    recipient = forms.ModelChoiceField(
        queryset=Organization.objects.none(),
        required=False,
        label=_("To whom (one only)"),
        empty_label=_("Nobody outside"),
    )
    share = forms.MultipleChoiceField(
        required=False,
        label=_("What exactly"),
        choices=[(name, ITEMS[name]) for name in items()],
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.ChoiceField(
        label=_("For what purpose"), choices=taxonomy.choices("consent_purpose", only=PURPOSES)
    )
    days = forms.TypedChoiceField(
        label=_("Until when"), coerce=int, choices=DAYS, initial=DEFAULT_DAYS
    )
    manner = forms.ChoiceField(
        label=_("How they said yes"), choices=taxonomy.choices("consent_manner"), initial="typed"
    )
    whose = forms.ChoiceField(
        required=False, label=_("Whose yes it is"), choices=[("", "—"), *WHOSE_YES]
    )
    limits = Said(
        required=False,
        label=_("Limits, in their words"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, *args: object, first: Iterable[UUID] = (), kind: str = "", **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["recipient"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        offered = Case(When(pk__in=list(first), then=0), default=1)  # among a thousand others
        field.queryset = Organization.objects.filter(suspension=None).order_by(offered, "key")
        if kind in THEMSELVES:
            del self.fields["whose"]
        elif is_somebody_else(kind):
            self.initial["whose"] = OWN
            self.fields["whose"].choices = WHOSE_YES  # type: ignore[attr-defined]
            self.fields["whose"].widget.attrs["aria-describedby"] = "whose-yes-hint"

    def given(self) -> Given:
        """What was said yes to; only for a valid form."""
        data = self.cleaned_data
        return Given(
            data["act"],
            data["recipient"],
            tuple(data["share"]),
            data["purpose"],
            data["days"],
            data["manner"],
            data["limits"],
            data["whose"],
        )
