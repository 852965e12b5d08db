"""What the person's page posts. Unknown fields are ignored; nothing is ever required."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from havre.channels.webchat import access, pressed, words
from havre.lib import lang


class Text(forms.Field):
    """Words as they came: cleaned, never cut, never refused for a sign in them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Text that can be kept and shown."""
        return lang.clean(str(value or ""))


class StartForm(forms.Form):
    """The one form before a conversation: the page's key, and first words if there are any."""

    text = Text(required=False)
    key = forms.CharField(required=False)
    danger = forms.BooleanField(required=False)  # said before the conversation: while it pauses

    @property
    def words(self) -> str:
        """The first words, whatever else is wrong."""
        return lang.clean(self.data.get("text", ""))

    def clean_key(self) -> bytes:
        """The 32 bytes."""
        key = access.secret_bytes(self.cleaned_data["key"])
        if key is None:
            raise ValidationError(words.OLD_PAGE)
        return key


class WordsForm(forms.Form):
    """A message, with the id its page gave it."""

    text = Text(required=False)
    key = forms.UUIDField(error_messages={"required": words.OLD_PAGE, "invalid": words.OLD_PAGE})

    @property
    def words(self) -> str:
        """The words, whatever else is wrong."""
        return lang.clean(self.data.get("text", ""))

    @property
    def why_not(self) -> str:
        """The first reason why nothing was sent, as a sentence."""
        return str(next(iter(self.errors.values()))[0])

    def clean_text(self) -> str:
        """Neither nothing nor too much."""
        text: str = self.cleaned_data["text"]
        if not text:
            raise ValidationError(words.EMPTY)
        if len(text) > lang.LONGEST:
            raise ValidationError(words.too_long(len(text)))
        return text


class SafetyForm(forms.Form):
    """The answer to the line's first question. In a frame it comes back to the frame."""

    safety = forms.ChoiceField(choices=list(words.ANSWERS.items()))
    frame = forms.BooleanField(required=False)


class SignForm(forms.Form):
    """That they cannot write, are not alone, or can write again; with the id of its page."""

    sign = forms.ChoiceField(choices=list(pressed.SIGNS.items()))
    key = forms.UUIDField()


class AskForm(forms.Form):
    """What is asked for while nobody is here yet."""

    ask = forms.ChoiceField(choices=list(words.ASKED.items()))


def new_key() -> str:
    """A fresh id for a form."""
    return str(uuid.uuid4())
