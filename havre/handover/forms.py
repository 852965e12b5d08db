"""What may be sent about a hand-over: which task. There is no field for words."""

from django import forms


class TaskForm(forms.Form):
    """Which of the tasks that were left."""

    task = forms.UUIDField()
