"""The room of those who come back."""

from django.apps import AppConfig


class Returning(AppConfig):
    """Registers the room."""

    name = "havre.returning"
