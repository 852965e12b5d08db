"""What a member may send about themselves."""

import uuid

from django import forms


class OnceKey(forms.Form):
    """A press that counts once, however often it is posted (register 20)."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)


class WishForm(forms.Form):
    """Whose wish to talk is taken up."""

    wish = forms.UUIDField()
