"""Plain Python, static files and the pages both faces share."""

from django.apps import AppConfig


class Lib(AppConfig):
    """For templates, static files and template tags."""

    name = "havre.lib"

    def ready(self) -> None:
        """Register the checks."""
        from havre.lib import checks  # noqa: F401, PLC0415 -- settings must be ready
