"""The room of the door."""

from django.apps import AppConfig


class Disclosures(AppConfig):
    """Registers the room, and hears when a consent is taken back."""

    name = "havre.disclosures"

    def ready(self) -> None:
        """Connect the listeners."""
        from havre.disclosures import listeners  # noqa: F401, PLC0415 -- models must be ready
