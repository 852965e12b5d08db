"""The desk as an ASGI application: keys that a signed-in person unlocked, only while unlocked."""

import os

os.environ["HAVRE_FACE"] = "desk"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")

from havre.lib.answering import answering

_django = answering(
    slow=["/sign-in/", "/audit/", "/rota/", "/rota/forecast/"],
    lists=["/waiting/"],
    quick=["/here/", "/offered/"],
)

from havre.contacts import writing  # noqa: E402 -- Django must be set up
from havre.contacts.board import heard_by  # noqa: E402
from havre.contacts.looking import forget  # noqa: E402
from havre.contacts.models import Contact  # noqa: E402
from havre.contacts.needed import is_somebody_needed  # noqa: E402
from havre.desk.settled import is_settled  # noqa: E402
from havre.lib.doorbell import SOFT  # noqa: E402
from havre.lib.serving import face  # noqa: E402
from havre.lib.stream import Topics, stream  # noqa: E402
from havre.retention.actions import minute_run  # noqa: E402
from havre.staff.access import INTERPRETERS, listening  # noqa: E402
from havre.staff.calling import call_next, send_due  # noqa: E402
from havre.staff.signin import signed_in  # noqa: E402
from havre.staff.views import COOKIE  # noqa: E402

_MOST = 40  # conversations one member has open at once; the rest look every 20 s


def admit(cookies: dict[str, str]) -> Topics | None:
    """A signed-in member hears the queue, what colleagues ask, their own doings, and the
    conversations they hold or sit beside; who supervises hears all that are open. That the person
    is writing is heard by whoever holds it, and by nobody else."""
    who = signed_in(cookies.get(COOKIE, ""))
    if who is None:
        return None
    topics = {f"member:{who.id}": "member"}
    if INTERPRETERS & who.roles:
        mine = Contact.objects.interpreted_by(who.member).values_list("id", flat=True)
        topics |= {"help": "help"} | {f"contact:{one}": f"contact:{one}" for one in mine}
    if listening(who):
        topics |= {"queue": "queue", "help": "help"}
        for contact, holder in heard_by(who)[:_MOST]:
            topics[f"contact:{contact}"] = f"contact:{contact}"
            if holder == who.id:
                topics[SOFT + writing.by_the_person(contact)] = f"writing:{contact}"
    return topics


def errand() -> None:
    """Call who is on call, and write to them: no part of the queue, and nothing waits for it."""
    forget()
    if is_settled() and is_somebody_needed():
        call_next()
    send_due()


application = face(
    _django,
    stream(admit, asks_life=True),
    chore=lambda: is_settled() and minute_run(),
    errand=errand,
)
