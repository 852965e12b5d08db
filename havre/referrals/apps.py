"""The referrals room."""

from django.apps import AppConfig


class Referrals(AppConfig):
    """Registers the room, and hears of consents and of what was carried."""

    name = "havre.referrals"

    def ready(self) -> None:
        """Connect the listeners."""
        from havre.referrals import listeners  # noqa: F401, PLC0415 -- models must be ready
