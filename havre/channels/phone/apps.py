"""The phone channel."""

from django.apps import AppConfig


class Phone(AppConfig):
    """Its words and the engine's settings. Not registered with the transport: no call waits yet."""

    name = "havre.channels.phone"
