"""The staff room."""

from django.apps import AppConfig


class Staff(AppConfig):
    """Registers the room."""

    name = "havre.staff"
