"""The vault."""

from django.apps import AppConfig


class Vault(AppConfig):
    """Registers the room."""

    name = "havre.vault"
