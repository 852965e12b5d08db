"""Fills a house up and looks at its queue: `python -m bench.kept_look KEPT`. One line of JSON."""

import json
import os
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import django

os.environ["HAVRE_FACE"] = "desk"
django.setup()

from django.db import connection  # noqa: E402 -- Django must be set up

from havre.channels.webchat import actions as webchat  # noqa: E402
from havre.contacts import board, offering, queue, together  # noqa: E402
from havre.contacts.models import Contact, Taking  # noqa: E402
from havre.lib import clock  # noqa: E402
from havre.staff import presence  # noqa: E402
from havre.staff.models import DeskSession, Member  # noqa: E402
from tests.kept import keep  # noqa: E402

OPEN = 5
TIMES, SECONDS = 40, 2.0  # that a look is tried, whichever comes first


def main(kept: int) -> None:
    """Milliseconds of each look, the quickest of many: others may work beside it."""
    closed = Contact.objects.exclude(closure=None).count()
    keep(kept - closed)
    _begin()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its autovacuum does within a minute
    offering.keep_watch(judge_silence=False)
    who: Any = Member.objects.filter(role__role="responder").first()
    by: Any = SimpleNamespace(id=who.id, member=who, roles=who.roles)
    turns = queue.turns()
    looks: dict[str, Callable[[], Any]] = {
        "who waits": queue.turns,
        "who holds whom": queue.held_now,
        "whom one is asked for": queue.put_to_one,
        "the watch": offering.keep_watch,
        "who is alone": together.look_after_who_is_alone,
        "a board's lists": lambda: board.board(turns, by=by),
        "what a page hears": lambda: board.heard_by(by),
    }
    print(json.dumps({name: _quickest(look) for name, look in looks.items()}))


def _begin() -> None:
    """All members are at their desks, five listen, and five wait: once."""
    now = clock.now()
    for member in Member.objects.all():
        presence.be(member, presence.AVAILABLE)
        DeskSession.objects.update_or_create(
            member=member, defaults={"wrapped": b"", "alive_at": now, "id": member.id}
        )
    for n in range(2 * OPEN - Contact.objects.filter(closure=None).count()):
        talk = webchat.begin(os.urandom(32), "Is anybody there?", language="en")
        assert talk
        if n < OPEN:
            member = Member.objects.order_by("name")[n]
            Taking.objects.create(contact_id=talk.session.contact_id, member=member)


def _quickest(look: Callable[[], Any]) -> float:
    took: list[float] = []
    while len(took) < TIMES and sum(took) < SECONDS * 1_000:
        began = time.perf_counter()
        look()
        took.append((time.perf_counter() - began) * 1_000)
    return round(min(took), 3)


if __name__ == "__main__":
    main(int(sys.argv[1]))
