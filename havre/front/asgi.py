"""The front as an ASGI application: public keys only, and nothing it could open or look up."""

import os

os.environ["HAVRE_FACE"] = "front"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")

from havre.lib.answering import answering

_django = answering(programs="/api/")

from havre.channels.webchat.access import topics  # noqa: E402 -- Django must be set up
from havre.lib.serving import face  # noqa: E402
from havre.lib.stream import stream  # noqa: E402

application = face(_django, stream(topics))
