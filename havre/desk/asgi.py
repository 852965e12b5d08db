"""The desk as an ASGI application: keys that a signed-in person unlocked, only while unlocked."""

import os

os.environ["HAVRE_FACE"] = "desk"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")

from havre.lib.answering import answering

KEEPING = "/phone/voices/keeping/"  # a recorded voice comes here, larger than any form
_django = answering(
    slow=["/sign-in/", "/audit/", "/rota/", "/rota/forecast/", KEEPING],
    lists=["/waiting/"],
    quick=["/here/", "/offered/"],
)

from havre.channels.phone import recording  # noqa: E402 -- Django must be set up
from havre.contacts.looking import forget  # noqa: E402 -- Django must be set up
from havre.contacts.needed import is_somebody_needed  # noqa: E402
from havre.desk.hearing import admit  # noqa: E402
from havre.desk.settled import is_settled  # noqa: E402
from havre.directory.finding import publish  # noqa: E402
from havre.lib.serving import face  # noqa: E402
from havre.lib.stream import stream  # noqa: E402
from havre.retention.actions import minute_run  # noqa: E402
from havre.staff.calling import call_next, send_due  # noqa: E402


def errand() -> None:
    """Call who is on call, and write to them; publish the directory. Nothing waits for it."""
    forget()
    if is_settled() and is_somebody_needed():
        call_next()
    send_due()
    publish()


application = face(
    _django,
    stream(admit, asks_life=True),
    chore=lambda: is_settled() and minute_run(),
    errand=errand,
    larger={KEEPING: recording.LARGEST},  # decisions/0013
)
