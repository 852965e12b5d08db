"""`havre check`: how long an open browser is remembered, in the code and in the policy."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from havre.channels.webchat.models import GRACE
from havre.lib import privacy


@register()
def grace_is_the_policy(**_: Any) -> list[CheckMessage]:
    """GRACE and privacy.toml name the same span."""
    kept = privacy.models()
    spans = {kept["webchat", name].span for name in ("Session", "SessionCopy")}
    if spans == {GRACE}:
        return []
    hint = f'Write "{int(GRACE.total_seconds() // 60)} minutes after …", or change GRACE.'
    return [
        Error("privacy.toml keeps webchat sessions otherwise than GRACE.", hint, id="webchat.E001")
    ]
