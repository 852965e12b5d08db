"""What the desk may send about a contact. Every field is optional; unknown ones are dropped."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from havre.contacts.ending import NOT_HELP
from havre.contacts.wishes import WISHES
from havre.lib import lang, taxonomy
from havre.staff.models import Interpreter

SAID = {"autocomplete": "off", "spellcheck": "true"}


class Said(forms.CharField):
    """Words as they came: cleaned as on the person's side, never refused for a sign in them."""

    def __init__(self, **given: Any) -> None:
        super().__init__(strip=False, **given)

    def to_python(self, value: Any) -> str:
        """Text that can be kept and shown; only spaces are nothing."""
        return lang.clean(str(value or ""))


class OnceForm(forms.Form):
    """A form that counts once, however often it is posted (register 20)."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def once(self, *said: object) -> uuid.UUID:
        """One id for this form with these words: a double click counts once, other words again.

        A random one where the page gave no key. The key is stored nowhere, so that nobody who
        holds the database can confirm a guess at the words.
        """
        key = self.cleaned_data.get("key") or uuid.uuid4()
        return uuid.uuid5(key, "|".join(map(str, said)))

    @property
    def mark(self) -> uuid.UUID:
        """Stands for this form, whatever is written in it; leads back to its key no more than
        `once` does."""
        return self.once("form")


class AnswerForm(OnceForm):
    """One message to the person, which they may answer with a press if it asks for yes or no.

    `told`: which sign of theirs was seen, and is written to all the same.
    """

    text = Said()
    yes_no = forms.BooleanField(required=False)
    told = forms.CharField(required=False)


class DraftForm(OnceForm):
    """What stands in a box now, also nothing."""

    place = forms.ChoiceField(choices=[("answer", ""), ("note", "")])
    text = Said(required=False)


class WarningForm(OnceForm):
    """Which warning this is: what the page showed, so that nobody gives the next one unawares."""

    number = forms.TypedChoiceField(coerce=int, choices=[(1, ""), (2, "")])


class EndForm(OnceForm):
    """The end after two warnings, and whether writing pauses in that browser."""

    pause = forms.BooleanField(required=False)


class NoteForm(OnceForm):
    """A short note of facts."""

    text = Said(widget=forms.Textarea(attrs={**SAID, "rows": 3}), label=_("Note"))


class AskedForm(forms.Form):
    """Whom the person wants to talk with instead."""

    what = forms.ChoiceField(choices=[(what, "") for what in (*WISHES, "not")])


class HelpForm(forms.Form):
    """What is asked of colleagues, of whom, with a short note for them."""

    kind = forms.ChoiceField(choices=[(kind, "") for kind in ("consult", "hand_over", "hand")])
    to = forms.CharField(required=False)
    note = Said(
        required=False,
        label=_("A short note for them"),
        widget=forms.TextInput(attrs=SAID),
    )

    @property
    def member(self) -> uuid.UUID | None:
        """The one colleague who is asked, if it is one."""
        kind, _, value = self.cleaned_data["to"].partition(":")
        try:
            return uuid.UUID(value) if kind == "member" else None
        except ValueError:
            return None

    @property
    def team(self) -> str:
        """The team that is asked, if it is one."""
        kind, _, value = self.cleaned_data["to"].partition(":")
        return str(value[:40]) if kind == "team" else ""


class AsideForm(OnceForm):
    """A word to the colleagues in a conversation."""

    text = Said(label=_("To colleagues alone"), widget=forms.TextInput(attrs=SAID))


class InterpreterForm(forms.Form):
    """Which interpreter is asked for: the language, and what the person wishes."""

    language = forms.ChoiceField(label=_("Language"), choices=lang.spoken)
    gender = forms.ChoiceField(
        label=_("As the person wishes"),
        required=False,
        choices=[
            ("", _("No matter")),
            ("woman", _("A woman, please")),
            ("man", _("A man, please")),
        ],
    )
    dialect = Said(required=False, label=_("Dialect"), widget=forms.TextInput(attrs=SAID))


class ServiceForm(forms.Form):
    """Which service on the list interprets by phone."""

    service = forms.ModelChoiceField(queryset=Interpreter.objects.filter(member=None))


class ApartForm(forms.Form):
    """What it is, if it is no request for help."""

    kind = forms.ChoiceField(choices=taxonomy.choices("apart", only=NOT_HELP))


class WishForm(forms.Form):
    """What the person wants, in their own words (000-14)."""

    wish = Said(required=False, widget=forms.Textarea(attrs={**SAID, "rows": 3}))


class PersonForm(forms.Form):
    """What they chose to say of themselves. Nothing here is asked by default (000-22, 002-E3)."""

    called = Said(
        required=False,
        label=_("What they wish to be called"),
        help_text=_("So that we address them the way they like. Any name will do."),
        widget=forms.TextInput(attrs=SAID),
    )
    pronouns = Said(
        required=False,
        label=_("Pronouns"),
        help_text=_("Only if they say so, or if you need to speak about them."),
        widget=forms.TextInput(attrs=SAID),
    )
    reach = Said(
        required=False,
        label=_("A safe way to reach them"),
        help_text=_("Only if they want a service to contact them. When, how, in which words."),
        widget=forms.TextInput(attrs=SAID),
    )
    kind = forms.ChoiceField(
        required=False,
        label=_("Kind of contact"),
        help_text=_("Counted without a name. It never changes how we listen."),
        choices=[("", "—"), *taxonomy.choices("contact_kind")],
    )
    phase = forms.ChoiceField(
        required=False,
        label=_("Where they stand"),
        help_text=_("Some services are for people inside, some for people who are out."),
        choices=[("", "—"), *taxonomy.choices("phase")],
    )
    province = forms.ChoiceField(
        required=False,
        label=_("Province or territory"),
        help_text=_("To find services nearby. A large area is enough."),
        choices=[("", "—"), *taxonomy.choices("province")],
    )
    needs = forms.MultipleChoiceField(
        required=False,
        label=_("What they ask for"),
        help_text=_("To search the directory, and counted without a name."),
        choices=taxonomy.choices("need"),
        widget=forms.CheckboxSelectMultiple,
    )


NO_WISH = (
    ("not_asked", _("There was no good moment to ask")),
    ("ended_early", _("The conversation ended early")),
    ("not_said", _("They preferred not to say")),
)


class CloseForm(forms.Form):
    """How it ended; «not ready» is a good outcome (002-E6)."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"), choices=taxonomy.choices("outcome"), initial="supported"
    )
    no_wish = forms.ChoiceField(
        required=False,
        label=_("If no wish is written: why"),
        choices=[("", "—"), *NO_WISH],
    )
    hard = forms.BooleanField(
        required=False,
        label=_("This one was hard"),
        help_text=_("For yourself alone: nobody else learns of it, and nobody asks why."),
    )
