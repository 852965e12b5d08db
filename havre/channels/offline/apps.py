"""The offline channel."""

from django.apps import AppConfig


class Offline(AppConfig):
    """Registers its ways with the transport: ways in, and no way back."""

    name = "havre.channels.offline"

    def ready(self) -> None:
        """From here on, contacts of these channels are never offered and never answered."""
        from havre.channels.offline.models import WAYS  # noqa: PLC0415 -- models must be ready
        from havre.contacts import transport  # noqa: PLC0415 -- models must be ready

        transport.register_without_way_back(*WAYS)
