"""Plain Python, static files and the pages both faces share."""

from django.apps import AppConfig
from django.conf.locale import LANG_INFO

from havre.lib import page_languages


class Lib(AppConfig):
    """For templates, static files and template tags."""

    name = "havre.lib"

    def ready(self) -> None:
        """Register the checks; tell Django what else browsers call the languages on offer."""
        from havre.lib import checks  # noqa: F401, PLC0415 -- settings must be ready

        for known in page_languages.offered():
            for other in known.also:
                LANG_INFO.setdefault(other, {"fallback": [known.code]})
