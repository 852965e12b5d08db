"""The contacts room."""

from django.apps import AppConfig


class Contacts(AppConfig):
    """Registers the room."""

    name = "havre.contacts"
