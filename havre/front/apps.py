"""The front: a face. Nobody imports it."""

from django.apps import AppConfig


class Front(AppConfig):
    """For templates and static files."""

    name = "havre.front"

    def ready(self) -> None:
        """Register the checks."""
        from havre.front import checks  # noqa: F401, PLC0415 -- settings must be ready
