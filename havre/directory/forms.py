"""What one searches by. Each may stay empty; what is on no list counts as not chosen."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from havre.directory import finding
from havre.directory.access import Wanted, settlements, spoken_languages
from havre.directory.finder.index import Index
from havre.directory.models import RESPONDER
from havre.lib import clock, taxonomy

WELCOME: list[tuple[str, Any]] = [
    ("women", _("Women")),
    ("men", _("Men")),
    ("trans", _("Trans people")),
    ("youth", _("Young people under 18")),
    ("children", _("With children")),
    ("pets", _("With an animal")),
    ("no_status", _("Without status in Canada")),
    ("indigenous", _("Led by Indigenous people")),
    ("labour", _("Exploited at work")),
    ("substance_use", _("While using substances")),
]
ACCESS: list[tuple[str, Any]] = [
    ("wheelchair", _("Wheelchair")),
    ("step_free", _("No steps")),
    ("asl", _("ASL")),
    ("lsq", _("LSQ")),
    ("text", _("By text message")),
    ("home_visits", _("Comes to you")),
]
RADII = (10, 25, 50, 100, 250)
_WHEN = [("", _("At any time")), ("now", _("Open now")), ("tonight", _("Open tonight")),
         ("morning", _("Open tomorrow morning"))]  # fmt: skip
_HOURS = {"tonight": (22, 0), "morning": (9, 1)}  # hour, days from today
_LONGEST = 200
_EACH = forms.CheckboxSelectMultiple


class SearchForm(forms.Form):
    """A search of the directory."""

    words = forms.CharField(required=False, max_length=_LONGEST, label=_("In your words"))
    place = forms.CharField(required=False, max_length=60, label=_("Place or postal code"))
    need = forms.ChoiceField(
        required=False, label=_("Need"), choices=[("", _("Any need")), *taxonomy.choices("need")]
    )
    language = forms.ChoiceField(required=False, label=_("Language spoken"))
    when = forms.ChoiceField(required=False, label=_("When"), choices=_WHEN)
    radius = forms.TypedChoiceField(
        required=False, label=_("How far"), coerce=int, initial=50,
        choices=[(km, _("%(km)s km") % {"km": km}) for km in RADII],
    )  # fmt: skip
    age = forms.IntegerField(required=False, label=_("Age"), min_value=0, max_value=120)
    kind = forms.ChoiceField(
        required=False, label=_("Kind of service"),
        choices=[("", _("Any kind")), *taxonomy.choices("service_kind")],
    )  # fmt: skip
    welcome = forms.MultipleChoiceField(
        required=False, label=_("Who must be welcome"), choices=WELCOME, widget=_EACH
    )
    access = forms.MultipleChoiceField(
        required=False, label=_("Access"), choices=ACCESS, widget=_EACH
    )
    free = forms.BooleanField(required=False, label=_("Free of charge"))
    beds = forms.BooleanField(required=False, label=_("A place is free"))
    police = forms.BooleanField(required=False, label=_("Police units too, because they asked"))

    def __init__(
        self,
        *args: Any,
        index: Index | None = None,
        places: list[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._places = places
        spoken = spoken_languages(index or finding.index(RESPONDER))
        self.fields["language"].choices = [("", _("Any language")), *spoken]  # type: ignore[attr-defined]
        for name in ("words", "place"):
            self.fields[name].widget.attrs |= {"autocomplete": "off"}
        self.fields["place"].widget.attrs["list"] = "places"
        self.fields["age"].widget.attrs["inputmode"] = "numeric"

    @property
    def places(self) -> list[str]:
        """Names of places, to be completed while one types."""
        return settlements() if self._places is None else self._places

    @property
    def asked_of_everybody(self) -> list[forms.BoundField]:
        """The fields of the public page: few, and none of them about a person."""
        return [self[name] for name in ("place", "need", "language", "when", "words")]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that are seldom needed, behind one disclosure."""
        return [self[name] for name in ("radius", "age", "kind", "welcome", "access")]

    @property
    def ticks(self) -> list[forms.BoundField]:
        """The boxes among them."""
        return [self[name] for name in ("free", "beds", "police")]

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields one begins with."""
        return [self[name] for name in ("words", "place", "need", "language", "when")]

    def wanted(self) -> Wanted:
        """What was asked for; what cannot be understood counts as not asked."""
        self.is_valid()
        given = self.cleaned_data
        when = given.get("when") or ""
        taken_back = self.data.getlist("alone") if hasattr(self.data, "getlist") else []
        return Wanted(
            words=given.get("words", ""),
            place=given.get("place", ""),
            radius_km=float(given.get("radius") or 50),
            needs=tuple(filter(None, [given.get("need", "")])),
            language=given.get("language", ""),
            at=_moment(when),
            open_now=when == "now",
            eligibility=tuple(given.get("welcome") or ()),
            age=given.get("age"),
            access=tuple(given.get("access") or ()),
            free=bool(given.get("free")),
            beds=bool(given.get("beds")),
            kind=given.get("kind", ""),
            police=bool(given.get("police")),
            alone=frozenset(taken_back) & ALONE,
        )


ALONE = frozenset({"place", "language", "need", "rule", "age", "time", "access"})


def _moment(when: str) -> dt.datetime | None:
    """Tonight at ten, or tomorrow at nine, on the line's clock."""
    if when not in _HOURS:
        return None
    hour, days = _HOURS[when]
    now = clock.line_time(clock.now())
    at = (now + dt.timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return max(at, now)
