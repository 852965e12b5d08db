"""Which rings a page of the desk hears: topics, never content."""

from havre.contacts import writing
from havre.contacts.board import heard_by
from havre.contacts.models import Contact
from havre.lib.doorbell import SOFT
from havre.lib.stream import Topics
from havre.staff.access import INTERPRETERS, listening
from havre.staff.signin import signed_in
from havre.staff.views import COOKIE

# Conversations one page hears, the nearest first. Of the rest a board learns with the next ring of
# the queue, or after 20 s; whoever holds or reads one hears it whatever else goes on.
_MOST = 40


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
