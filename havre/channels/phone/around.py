"""A way around for the sound of a browser whose network lets no UDP out: a TURN server of the line.

The browser gets a name that ends with its shift and a password that goes with it, as coturn's
`use-auth-secret` understands them (TURN REST API, draft-uberti-behave-turn-rest). The name says
nothing of who it is, and the server sees encrypted sound alone.
"""

import base64
import hashlib
import hmac

from django.conf import settings

from havre.lib import clock
from havre.staff.signin import SHIFT


def servers() -> list[dict[str, object]]:
    """What a browser is to be given as its `iceServers`; none if the line has no such server."""
    if not settings.PHONE_TURN:
        return []
    name = str(int((clock.now() + SHIFT).timestamp()))
    digest = hmac.digest(settings.PHONE_TURN_SECRET.encode(), name.encode(), hashlib.sha1)
    password = base64.b64encode(digest).decode()
    return [{"urls": settings.PHONE_TURN, "username": name, "credential": password}]
