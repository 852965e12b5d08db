"""The phone channel."""

from django.apps import AppConfig


class Phone(AppConfig):
    """Registers the channel with the transport."""

    name = "havre.channels.phone"

    def ready(self) -> None:
        """From here on, callers are offered to whoever has a phone, and are told by voice."""
        from havre.channels.phone import delivery  # noqa: PLC0415 -- models must be ready
        from havre.contacts import transport  # noqa: PLC0415 -- models must be ready
        from havre.staff import signin  # noqa: PLC0415 -- models must be ready

        signin.read_with("member__tabletelephone")
        transport.register(
            "phone",
            deliver=delivery.deliver,
            tell=delivery.tell,
            here=delivery.here,
            reached=delivery.reached,
        )
