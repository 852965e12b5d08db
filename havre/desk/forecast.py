"""How many are needed in each hour of the week, beside how many the rota has."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from havre.contacts import history
from havre.contacts.history import History, Slot
from havre.lib import clock, lang
from havre.staff import erlang, rota
from havre.staff.access import SUPERVISORS, DeskRequest, audience
from havre.statistics.measures import SMALL

_HOUR, _WEEK = dt.timedelta(hours=1), 7 * 24
_TIMES = (("1", _("As many as lately")), ("2", _("Twice as many")), ("4", _("Four times as many")))
_WITHIN = ((20, _("20 seconds")), (60, _("one minute")), (300, _("five minutes")))
_PATIENCE = (
    (0, _("Nobody gives up (Erlang C)")),
    (2, _("After 2 minutes on average (Erlang A)")),
    (10, _("After 10 minutes on average (Erlang A)")),
)


class ForecastForm(forms.Form):
    """What if. Whatever is not among the choices counts as not said."""

    times = forms.TypedChoiceField(choices=_TIMES, coerce=int, initial="1", label=_("Who comes"))
    share = forms.TypedChoiceField(
        choices=[(n, f"{n} %") for n in (80, 90, 95, 99)],
        coerce=int,
        initial=95,
        label=_("To be answered"),
    )
    within = forms.TypedChoiceField(choices=_WITHIN, coerce=int, initial=60, label=_("Within"))
    patience = forms.TypedChoiceField(
        choices=_PATIENCE, coerce=int, initial=0, label=_("Who gives up waiting")
    )
    language = forms.ChoiceField(required=False, label=_("Language"))

    def __init__(self, data: dict[str, str]) -> None:
        super().__init__(data)
        named = [(code, lang.name_of(code)) for code in lang.languages()]
        self.fields["language"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of the week. None: no such hour has passed yet, or will in the next days."""

    needed: int | None
    on: int

    @property
    def is_short(self) -> bool:
        """Whether the rota has fewer than needed."""
        return self.needed is not None and self.on < self.needed


@audience(SUPERVISORS)
def show(request: DeskRequest) -> HttpResponse:
    """The week ahead, hour by hour; with too little history, a sentence and no figure."""
    initial = {name: str(f.initial or 0) for name, f in ForecastForm.base_fields.items()}
    initial["language"] = ""
    form = ForecastForm({**initial, **{k: request.GET[k] for k in initial if k in request.GET}})
    if not form.is_valid():
        form = ForecastForm(initial)
        form.is_valid()
    known = history.of_the_line(form.cleaned_data["language"])
    context: dict[str, object] = {"form": form, "small": SMALL}
    if known and known.contacts >= SMALL:
        context |= _figures(known, form.cleaned_data)
    return render(request, "desk/forecast.html", context)


def _figures(known: History, said: dict[str, int | str]) -> dict[str, object]:
    start = clock.now().replace(minute=0, second=0, microsecond=0) + _HOUR
    heads = rota.heads(start, _WEEK, str(said["language"]))
    on = {history.slot_of(start + n * _HOUR): count for n, count in enumerate(heads)}
    grids = {times: _grid(known, on, said, times) for times in {1, 2, int(said["times"])}}
    rows = grids[int(said["times"])]
    return {
        "known": known,
        "minutes": round(known.hours * 60),
        "rows": [(f"{hour:02}:00", [rows[day, hour] for day in range(7)]) for hour in range(24)],
        "lately": _short(grids[1]),
        "twice": _short(grids[2]),
        "days": range(7),
    }


def _short(grid: dict[Slot, Cell]) -> dict[str, int]:
    """In how many hours there are too few, and how many hours of work that is."""
    missing = [cell.needed - cell.on for cell in grid.values() if cell.needed and cell.is_short]
    return {"hours": len(missing), "missing": sum(missing)}


def _grid(
    known: History, on: dict[Slot, int], said: dict[str, int | str], times: int
) -> dict[Slot, Cell]:
    aim = erlang.Aim(int(said["share"]) / 100, int(said["within"]) / 3600)
    patience = int(said["patience"]) / 60
    rates = set(known.an_hour.values())
    needed = {r: erlang.needed(r * times, known.hours, aim, patience=patience) for r in rates}
    found: dict[Slot, Cell] = {}
    for slot in ((day, hour) for day in range(7) for hour in range(24)):
        rate = known.an_hour.get(slot)
        is_ahead = slot in on and rate is not None
        found[slot] = Cell(needed[rate] if is_ahead and rate is not None else None, on.get(slot, 0))
    return found
