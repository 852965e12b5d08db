"""The web chat channel."""

from django.apps import AppConfig


class Webchat(AppConfig):
    """Registers the channel with the transport."""

    name = "havre.channels.webchat"

    def ready(self) -> None:
        """From here on, answers to contacts of this channel go to their open browsers."""
        from havre.channels.webchat import checks, delivery, pausing  # noqa: F401, PLC0415 -- models must be ready
        from havre.contacts import transport  # noqa: PLC0415 -- models must be ready

        transport.register(
            "webchat",
            deliver=delivery.deliver,
            tell=delivery.tell,
            here=delivery.here,
            there=delivery.there,
            pause=pausing.pause,
        )
