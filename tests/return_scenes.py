"""Scenes of coming back, in processes of their own.

Whoever plays them may play those of tests/scenes.py as well.
"""

import uuid
from typing import Any

from tests.scenes import SCENES, _house, _together  # isort: skip -- sets Django up

from havre.contacts import actions as contacts
from havre.contacts.signals import Facts
from havre.returning import access, actions, tries
from havre.returning.models import Try
from havre.returning.phrase import Phrase, typed
from havre.vault import spoken


def somebody_keeps_words() -> dict[str, Any]:
    """Mina wrote, Ana closed it; Mina has six words, and one reply waits."""
    house = _house()
    ana, contact = house.on_duty("ana"), house.somebody_writes("Hello")
    contacts.take(contact, by=ana)
    contacts.close(contact, by=ana, outcome="referred", facts=Facts(), no_wish="not_asked")
    contact.refresh_from_db()
    led = actions.Led(file=contact.file, contact=contact.id)
    drawn = actions.keep(led, seed=spoken.new_seed(), language="en").phrase
    actions.leave(contact, contacts.Words("There is a bed.", uuid.uuid4()), by=ana)
    return {"words": " ".join(drawn.words)}


def guess_together(words: str, begin: str) -> dict[str, Any]:
    """Several threads of this process try the same first words with wrong ones."""
    first = words.split()[:2]

    def guess(n: int) -> str:
        try:
            actions.come_back(Phrase((*first, "one", "two", "three", "abcdefgh"[n] * 5)))
        except tries.Wait:
            return "wait"
        return "tried"

    return {"ended": _together(guess, begin), "tries": Try.objects.count()}


def come_back_together(words: str, begin: str) -> dict[str, Any]:
    """Several threads of this process come back with the right words in the same moment."""

    def come(_: int) -> int:
        said = typed(words)
        assert said is not None
        try:
            visit = actions.come_back(said)
        except tries.Wait:
            return 0
        return len(access.read(visit)) if visit else -1_000

    return {"ended": _together(come, begin)}


def keep_together(words: str, begin: str) -> dict[str, Any]:
    """A double click, many times over: the same browser asks for its words."""
    house, seed = _house(), words.encode().ljust(32)[:32]
    contact = house.somebody_writes("Hello")
    led = actions.Led(file=contact.file, contact=contact.id)

    def keep(_: int) -> str:
        return " ".join(actions.keep(led, seed=seed, language="en").phrase.words)

    return {"ended": _together(keep, begin)}


SCENES |= {
    scene.__name__: scene
    for scene in (somebody_keeps_words, guess_together, come_back_together, keep_together)
}
