"""What a member may send about themselves."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from havre.lib import lang, page_languages, taxonomy
from havre.staff.bringing import OWN_WORD, as_shown
from havre.staff.models import Member


class OnceKey(forms.Form):
    """A press that counts once, however often it is posted (register 20)."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)


class WishForm(forms.Form):
    """Whose wish to talk is taken up."""

    wish = forms.UUIDField()


class BringForm(forms.Form):
    """In which languages they answer, and what they bring, of what this line asks for."""

    languages = forms.MultipleChoiceField(
        required=False,
        label=_("I answer in"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever waits is offered to those who speak their language. None: nobody."),
    )
    skills = forms.MultipleChoiceField(
        required=False,
        label=_("Who asks for one of these may be offered to me"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick only what you are and want to be asked for. Nothing ticked is nothing."),
    )

    not_theirs: frozenset[str] = frozenset()

    @classmethod
    def of(cls, member: Member, data: Any = None) -> "BringForm":
        """Theirs, as it stands."""
        had = {name: getattr(member, name).split() for name in ("languages", "skills")}
        form = cls(data, initial=had | {"member": member.id, "seen": as_shown(member)})
        asked_for = {*settings.WISHES, *settings.QUEUE_SKILLS.values(), *had["skills"]}
        codes = [code for code in taxonomy.codes("skill") if code in asked_for - cls.not_theirs]
        written = (each.code for each in page_languages.offered())  # by whoever comes to the line
        spoken = dict.fromkeys([*lang.languages(), *written, *had["languages"]])
        form._offer("languages", [(code, lang.name_of(code)) for code in spoken])
        form._offer("skills", [(code, taxonomy.label("skill", code)) for code in codes])
        return form

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class BringForForm(BringForm):
    """The same for a colleague, but for what is their own word alone."""

    languages = forms.MultipleChoiceField(
        required=False, label=_("Answers in"), widget=forms.CheckboxSelectMultiple
    )
    skills = forms.MultipleChoiceField(
        required=False,
        label=_("Who asks for one of these may be offered to them"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As agreed with them. Who they are, they say themselves."),
    )
    member = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    not_theirs = OWN_WORD


class CallAddressForm(forms.Form):
    """Where they are called when they are on call and not at the desk."""

    address = forms.EmailField(
        required=False,
        max_length=254,
        label=_("Your e-mail address for this"),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )
