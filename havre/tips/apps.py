"""The tips room."""

from django.apps import AppConfig


class Tips(AppConfig):
    """Registers the room."""

    name = "havre.tips"
