"""The retention room."""

from django.apps import AppConfig


class Retention(AppConfig):
    """Registers the room."""

    name = "havre.retention"

    def ready(self) -> None:
        """Register the checks."""
        from havre.retention import checks  # noqa: F401, PLC0415 -- models must be ready
