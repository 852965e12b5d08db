"""Each line it reads is a verb and its words; each line it writes is one JSON answer.

The desks of whoever came in give their signs of life by themselves, until they go.
"""

import json
import os
import sys
import threading
import time

from tests.phone_scenes import desks, services, talks, voices  # isort: skip -- sets Django up

from havre.staff import signin
from havre.staff.models import DeskSession
from havre.staff.signin import SignedIn


def _live() -> None:
    while True:
        for who in list(desks.DESKS.values()):
            session = DeskSession.objects.filter(id=who.session.id).first()
            if session:
                signin.alive(SignedIn(who.member, session, who.token))
        time.sleep(2)


def main() -> None:
    """Until there is nothing more to read."""
    threading.Thread(target=_live, daemon=True).start()
    verbs = {
        name: verb
        for room in (desks, talks, services, voices)
        for name, verb in vars(room).items()
        if getattr(verb, "__module__", "") == room.__name__ and not name.startswith("_")
    }
    for line in sys.stdin:
        verb, *words = line.split()
        try:
            answer = verbs[verb](*words)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
