"""What a supervisor may say of the rota. Days are within a month back and two years ahead."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from babel.dates import get_day_names
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from havre.lib import lang, taxonomy
from havre.staff import rostering, rota
from havre.staff.models import Member, Shift
from havre.staff.rostering import When

BACK, AHEAD = dt.timedelta(days=31), dt.timedelta(days=731)
_DUTIES = ((Shift.ANSWER, _("Answers")), (Shift.SUPERVISE, _("Supervises, or is on call")))
_HOLDS = (
    ("yes", _("The weekly shifts are on as ever")),
    ("no", _("Only shifts of that day alone")),
)
_CHOOSE = _("Choose.")


class Day(forms.DateField):
    """A day near enough to be meant."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **given)

    def clean(self, value: Any) -> dt.date | None:
        """The day, or a sentence."""
        day: dt.date | None = super().clean(value)
        if day and not -BACK <= day - rostering.today() <= AHEAD:
            raise forms.ValidationError(_("This day is too far away."))
        return day


class Note(forms.CharField):
    """Words that any database holds and any page shows, cleaned before they are measured."""

    def to_python(self, value: Any) -> str:
        """Cleaned as everywhere."""
        return lang.clean(str(value or ""))


class Colleague(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody who works here and may be on."""

    def label_from_instance(self, member: Any) -> str:
        """By alias."""
        return str(member.alias)


class OneShift(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A shift of the weekly pattern."""

    def label_from_instance(self, shift: Any) -> str:
        """By its day, time and member."""
        day = get_day_names("wide", locale=lang.current())[shift.weekday]
        return f"{day} {shift.starts:%H:%M}–{shift.ends:%H:%M} {shift.member.alias}"


class _Form(forms.Form):
    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}-%s", **given)
        listeners = frozenset().union(*rota.may().values())
        standing = rota.standing(rostering.today())
        for field in self.fields.values():
            if isinstance(field, Colleague):
                field.queryset = Member.objects.filter(id__in=listeners).order_by("alias", "id")
            if isinstance(field, OneShift):
                field.queryset = standing


class ShiftForm(_Form):
    """Somebody is on, every week or on one day."""

    member = Colleague(queryset=Member.objects.none(), label=_("Who"))
    duty = forms.ChoiceField(choices=_DUTIES, label=_("What for"))
    weekdays = forms.TypedMultipleChoiceField(
        coerce=int, required=False, label=_("On"), widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}))
    first = Day(label=_("First day"))
    last = Day(required=False, label=_("Last day, if there is one"))
    channels = forms.MultipleChoiceField(
        required=False, label=_("Channels"), widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        required=False,
        label=_("Only in (none ticked: in all they speak)"),
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.IntegerField(
        required=False, min_value=1, max_value=9, initial=1, label=_("Called as number")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(
            data, initial={"first": rostering.today(), "channels": settings.LIVE_CHANNELS}
        )
        names = get_day_names("wide", locale=lang.current())
        self._offer("weekdays", ((n, names[n]) for n in range(7)))
        self._offer("languages", ((code, lang.name_of(code)) for code in lang.languages()))
        self._offer("channels", ((code, taxonomy.channel(code)) for code in settings.LIVE_CHANNELS))

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        field.choices = list(choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A day of the week, an end after the beginning, a channel to answer on."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        if first and first == last:
            said["weekdays"] = [first.weekday()]
        elif not said.get("weekdays"):
            self.add_error("weekdays", _CHOOSE)
        if said.get("duty") == Shift.ANSWER and not said.get("channels"):
            self.add_error("channels", _CHOOSE)
        return said

    def whens(self) -> list[When]:
        """One pattern for each day of the week. The same time at both ends is a whole day."""
        said = self.cleaned_data
        starts, ends = said["starts"], said["ends"]
        minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
        length = minutes % rostering.LONGEST or rostering.LONGEST
        begins = starts.replace(second=0, microsecond=0)
        return [When(on, begins, length, said["first"], said["last"]) for on in said["weekdays"]]


class EndForm(_Form):
    """A shift ends for good."""

    shift = OneShift(queryset=Shift.objects.none(), label=_("Shift"))
    last = Day(label=_("Its last day"))


class TakeOverForm(_Form):
    """On one day somebody else is on."""

    shift = OneShift(queryset=Shift.objects.none(), label=_("Shift"))
    day = Day(label=_("On which day"))
    member = Colleague(
        queryset=Member.objects.none(),
        required=False,
        label=_("Who is on instead"),
        empty_label=_("Nobody yet"),
    )


class DayForm(_Form):
    """A holiday, or another day of its own."""

    day = Day(label=_("Day"))
    note = Note(
        required=False, max_length=120, label=_("What colleagues should know (no names of callers)")
    )
    holds = forms.ChoiceField(choices=_HOLDS, label=_("The weekly shifts"))
