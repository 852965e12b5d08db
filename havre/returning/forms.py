"""What the desk leaves for whoever comes back."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from havre.contacts.actions import Words
from havre.contacts.forms import SAID, OnceForm, Said


class ReplyForm(OnceForm):
    """A reply, or a question about a tip."""

    text = Said(
        widget=forms.Textarea(attrs={**SAID, "rows": 3}),
        error_messages={"required": _("There is nothing in it yet.")},
    )

    def words(self, where: uuid.UUID) -> Words:
        """Once for this form and these words."""
        text = self.cleaned_data["text"]
        return Words(text, self.once(where, "left", text))
