"""One face of a simulated week, in a process of its own: `python -m bench.week_hands front|desk`.

It reads a line of JSON (the simulated moment, and what people press in it) and answers with one.
What is pressed in the same moment is done at the same time, in several threads; the desk's watch
runs beside them, as in `havre serve`. The verbs are the house's own; only the clock is ours.
"""

import datetime as dt
import json
import os
import sys
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from django.utils import timezone

os.environ["HAVRE_FACE"] = "desk"  # on SQLite the faces differ by their keys alone
django.setup()

from django.db import close_old_connections  # noqa: E402 -- Django must be set up

from havre.channels.webchat import actions as webchat  # noqa: E402
from havre.channels.webchat.access import Talk  # noqa: E402
from havre.channels.webchat.models import Session  # noqa: E402
from havre.contacts import access, actions, offering, queue  # noqa: E402
from havre.contacts.models import Contact, Taking  # noqa: E402
from havre.contacts.signals import Facts  # noqa: E402
from havre.contacts.turn import ALL, TOLD, Colleague, Turn  # noqa: E402
from havre.contacts.wishes import NONE_OF_THEM  # noqa: E402
from havre.retention.actions import minute_run  # noqa: E402
from havre.staff import presence, signin  # noqa: E402
from havre.staff.access import Denied  # noqa: E402
from havre.staff.models import DeskSession, Member  # noqa: E402
from havre.vault import staffkeys  # noqa: E402

AT_ONCE = 4  # threads, as a face has
ROUNDS = 30  # of the watch in one moment; it must come to rest long before
SETTLED = 40  # simulated seconds after a start until silence is judged (havre/desk/asgi.py)
Did = dict[str, Any]

_moment: dict[str, float] = {"simulated": 0.0, "steady": 0.0, "longest": 0.0}
_talks: dict[int, Talk] = {}
_chests: dict[str, staffkeys.Chest] = {}
_unasked: dict[uuid.UUID, float] = {}

_NOT_NOW = (actions.AlreadyTaken, actions.Closed, actions.NotWanted, actions.SomebodyIsAsked)


def now() -> dt.datetime:
    """The simulated moment; it goes on while things are done, and never into the next one."""
    passed = min(time.monotonic() - _moment["steady"], _moment["longest"])
    return dt.datetime.fromtimestamp(_moment["simulated"] + passed, dt.UTC)


def begin(n: int, language: str, wish: str) -> str:
    """Somebody reaches the line."""
    talk = webchat.begin(os.urandom(32), "Is anybody there?", language=language)
    assert talk is not None
    _talks[n] = talk
    if wish:
        webchat.ask(talk, wish)
    return str(talk.session.contact_id)


def leave(n: int) -> str:
    """They leave, and nothing stays in their browser."""
    webchat.leave(_talks.pop(n))
    return "left"


def settle(languages: dict[str, str], women: list[str]) -> str:
    """Which languages each member speaks, and who is a woman that may be asked for."""
    for name, spoken in languages.items():
        skills = "woman" if name in women else ""
        Member.objects.filter(name=name).update(languages=spoken, skills=skills)
    return "settled"


def sign_in(name: str, passphrase: str) -> str:
    """A new session; the passphrase is stretched once in this process."""
    member = Member.objects.get(name=name)
    if name not in _chests:
        chest = staffkeys.unlock(member.locked, passphrase, member.id)
        assert chest is not None
        _chests[name] = chest
    return signin._open_session(member, _chests[name], "-")


def press(verb: str, cookie: str, *about: str) -> str:
    """A signed-in member does something; what their page says of it."""
    who = signin.signed_in(cookie)
    if who is None:
        return "signed out"
    try:
        _PRESSES[verb](who, *about)
    except _NOT_NOW as why:
        return type(why).__name__
    except Denied:
        return "Denied"
    return "done"


def _take(who: signin.SignedIn, contact: str) -> None:
    actions.take(access.contact(uuid.UUID(contact), by=who), by=who)


def _pass_on(who: signin.SignedIn, contact: str) -> None:
    offering.pass_on(access.contact(uuid.UUID(contact), by=who), by=who)


def _give_back(who: signin.SignedIn, contact: str) -> None:
    offering.give_back(access.held(uuid.UUID(contact), by=who), by=who)


def _answer(who: signin.SignedIn, contact: str, key: str) -> None:
    words = actions.Words("I am here, and there is time.", uuid.UUID(key))
    actions.answer(access.held(uuid.UUID(contact), by=who), words, by=who)


def _close(who: signin.SignedIn, contact: str) -> None:
    found = access.held(uuid.UUID(contact), by=who)
    actions.close(found, by=who, outcome="not_ready", facts=Facts(), no_wish="not_asked")


_PRESSES: dict[str, Callable[..., None]] = {
    "take": _take,
    "pass": _pass_on,
    "give_back": _give_back,
    "answer": _answer,
    "close": _close,
    "be": lambda who, state: presence.be(who.member, state),
    "sign_out": signin.sign_out,
}
_VERBS: dict[str, Callable[..., str]] = {
    "begin": begin,
    "leave": leave,
    "settle": settle,
    "sign_in": sign_in,
}


def do(pressed: list[Any]) -> str:
    """One press in one of the threads."""
    close_old_connections()
    verb, *about = pressed
    return _VERBS[verb](*about) if verb in _VERBS else press(verb, *about)


def front(asked: Did, threads: ThreadPoolExecutor) -> Did:
    """What people do in their browsers; those that are open give a sign of life."""
    done = list(threads.map(do, asked["do"]))
    open_ones = [_talks[n].session.id for n in asked["open"] if n in _talks]
    if open_ones:
        Session.objects.filter(id__in=open_ones).update(seen_at=now())
    return {"did": done}


def desk(asked: Did, threads: ThreadPoolExecutor) -> Did:
    """What is pressed at the desk, the watch beside it, and then how everything stands."""
    names = asked["there"]
    DeskSession.objects.filter(member__name__in=names).update(alive_at=now(), seen_at=now())
    judges = asked["at"] - _moment["began"] > SETTLED
    watching = threads.submit(_watch, judges=judges) if asked["do"] else None
    done = list(threads.map(do, asked["do"]))
    if watching:
        watching.result()
    rounds = next((n for n in range(ROUNDS) if not _watch(judges=judges)), ROUNDS)
    if asked["minute"]:
        minute_run()
    return {"did": done, "rest": rounds < ROUNDS, **_state(asked["at"])}


def _watch(*, judges: bool) -> int:
    close_old_connections()
    return offering.keep_watch(judge_silence=judges)


def _state(at: float) -> Did:
    """What every desk shows, and what the house should not leave standing."""
    open_ones = set(Contact.objects.open().values_list("id", flat=True))  # before the lists
    colleagues, turns = queue.colleagues(), queue.turns()
    takings = Taking.objects.filter(contact__closure=None)
    held = dict(takings.values_list("contact_id", "member__name"))
    waiting = {turn.contact.id for turn in turns}
    aliases = {each.on.member.id: each.on.member.name for each in colleagues}
    return {
        "waiting": [_waits(turn, colleagues, aliases) for turn in turns],
        "held": {str(contact): name for contact, name in held.items()},
        "astray": len(open_ones - held.keys() - waiting) + len(held.keys() & waiting),
        "on_duty": {each.on.member.name: each.on.state for each in colleagues},
        "free": [each.on.member.name for each in colleagues if each.is_free],
        "unasked": _longest_unasked(turns, colleagues, at),
    }


def _waits(turn: Turn, colleagues: list[Colleague], aliases: dict[Any, str]) -> Did:
    offer = turn.current
    steps = {each.step for each in turn.offers}
    told = turn.was_told or bool(steps & ({TOLD} | NONE_OF_THEM))
    return {
        "contact": str(turn.contact.id),
        "here": turn.is_here,
        "step": offer.step if offer else "",
        "to": aliases.get(offer.member_id, "") if offer else "",
        "told": told,
        "due": offer is None and queue.next_step(turn, colleagues) is not None,
    }


def _longest_unasked(turns: list[Turn], colleagues: list[Colleague], at: float) -> float:
    """Simulated seconds for which somebody has stood without an offer beside a free colleague
    who suits them and was not asked yet."""
    found = set()
    for turn in turns:
        if turn.in_danger and any(offer.step == ALL for offer in turn.offers):
            continue  # everybody was asked at once
        asked = {offer.member_id for offer in turn.offers}
        fresh = [
            each
            for each in queue.suited(turn, colleagues) or []
            if each.is_free and each.id not in asked
        ]
        if turn.is_here and turn.current is None and fresh:
            found.add(turn.contact.id)
    for gone in set(_unasked) - found:
        del _unasked[gone]
    return max((at - _unasked.setdefault(one, at) for one in found), default=0.0)


def main(face: str) -> None:
    """Answer line by line until the input ends."""
    timezone.now = now
    serve = {"front": front, "desk": desk}[face]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for line in sys.stdin:
            asked = json.loads(line)
            _moment.setdefault("began", asked["at"])
            _moment.update(
                simulated=asked["at"], steady=time.monotonic(), longest=asked["lasts"] * 0.99
            )
            print(json.dumps(serve(asked, threads)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
