"""What callers hear, as text: spoken by a machine for the demo, by recorded voices on a line."""

from django.conf import settings
from django.utils.translation import gettext, override

from havre.lib import lang


def words() -> dict[tuple[str, str], str]:
    """(language, code) → what is said, for every language of the line."""
    said: dict[tuple[str, str], str] = {}
    for language in lang.languages():
        with override(language):
            said |= {(language, code): text for code, text in _in_this_language().items()}
    return said


def _in_this_language() -> dict[str, str]:
    named = {"line": settings.LINE_NAME, "emergency": settings.EMERGENCY_PHONE.replace("-", " ")}
    return {
        "alone": gettext(
            "You have reached %(line)s. Something on our side is not working, and nobody can "
            "answer this call. We are sorry. Please call again in a few minutes. If you are in "
            "danger now, hang up and call %(emergency)s. We keep nothing of this call."
        )
        % named,
    }
