"""The hand-over room."""

from django.apps import AppConfig


class HandOver(AppConfig):
    """Registers the room, and has who leaves asked about what is open with them."""

    name = "havre.handover"

    def ready(self) -> None:
        """Sign-out asks first."""
        from havre.handover.access import holds_open  # noqa: PLC0415 -- models must be ready
        from havre.staff import leaving  # noqa: PLC0415 -- likewise

        leaving.ask_before(holds_open, page="/leaving/")
