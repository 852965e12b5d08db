"""The audit room."""

from django.apps import AppConfig


class Audit(AppConfig):
    """Registers the room."""

    name = "havre.audit"
