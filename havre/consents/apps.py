"""The consents room."""

from django.apps import AppConfig


class Consents(AppConfig):
    """Registers the room, and hears of who speaks."""

    name = "havre.consents"

    def ready(self) -> None:
        """Connect the listener."""
        from havre.consents import listeners  # noqa: F401, PLC0415 -- models must be ready
