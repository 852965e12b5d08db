"""What the table of who comes in says of interpreters, and the story that stands behind it."""

import uuid

from havre.contacts import interpreting
from havre.contacts.models import InterpreterCall
from tests import hands
from tests.house.test_url_audiences import CALL, IN, TALK

LET_IN = {"ines": {"ana's"}}  # by Ana, and nowhere else
CALLED = {name: {"ana's", "ben's"} for name in ("ines", "ivo")}  # both are asked for both
ASKS = [f"{TALK}interpreter/{what}/" for what in
        ("asking", "letting-in", "another", "outside", "ending")]  # fmt: skip
WORDS = (IN, f"{IN}messages/", f"{IN}words/", f"{IN}leaving/")
# Who asks and for which language stands there; no word of what was said.
ANSWERS = (CALL, f"{CALL}coming/", f"{CALL}passing/")
GETS = {CALL, IN, f"{IN}messages/"}
Rows = dict[str, dict[str, set[str]]]


def lets_in(holders: dict[str, set[str]]) -> Rows:
    """By address: whoever holds it asks, those who are asked answer, whoever was let in reads."""
    asks = dict.fromkeys(ASKS, holders)
    return asks | dict.fromkeys(ANSWERS, CALLED) | dict.fromkeys(WORDS, LET_IN)


def calls(stories: dict[str, hands.Story], secret: str) -> dict[str, uuid.UUID]:
    """Ana and Ben each ask for an interpreter; Ines is let in by Ana, Ivo by nobody."""
    found = {}
    for state in ("ana's", "ben's"):
        story, wish = stories[state], interpreting.Wish("es", dialect=secret)
        found[state] = interpreting.ask(story.contact, wish, by=story.ana).id
    ana, ines = stories["ana's"].ana, stories["ana's"].house.on_duty("ines")
    interpreting.answer(InterpreterCall.objects.get(id=found["ana's"]), by=ines)
    interpreting.let_in(stories["ana's"].contact, by=ana)
    return found
