"""The consents room."""

from django.apps import AppConfig


class Consents(AppConfig):
    """Registers the room."""

    name = "havre.consents"
