"""The directory room."""

from django.apps import AppConfig


class Directory(AppConfig):
    """Registers the room."""

    name = "havre.directory"
