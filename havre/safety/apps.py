"""The safety room."""

from django.apps import AppConfig


class Safety(AppConfig):
    """Registers the room, and hears when a contact is closed."""

    name = "havre.safety"

    def ready(self) -> None:
        """Connect the listeners."""
        from havre.safety import listeners  # noqa: F401, PLC0415 -- models must be ready
