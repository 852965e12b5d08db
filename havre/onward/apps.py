"""The onward room."""

from django.apps import AppConfig


class Onward(AppConfig):
    """Registers the room."""

    name = "havre.onward"
