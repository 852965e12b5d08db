"""The statistics room."""

from django.apps import AppConfig


class Statistics(AppConfig):
    """Registers the room, and hears when a contact is closed."""

    name = "havre.statistics"

    def ready(self) -> None:
        """Connect the listeners."""
        from havre.statistics import listeners  # noqa: F401, PLC0415 -- models must be ready
