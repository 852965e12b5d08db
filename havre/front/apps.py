"""The front: a face. Nobody imports it."""

from django.apps import AppConfig


class Front(AppConfig):
    """For templates and static files."""

    name = "havre.front"
