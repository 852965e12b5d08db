"""The safety room."""

from django.apps import AppConfig


class Safety(AppConfig):
    """Registers the room."""

    name = "havre.safety"
