"""The house opens a note of the public to whoever reads notes, and to nobody else.

Register 26, 27, 32, 105 over HTTP: every address with a note in it, every role, every state of one.
"""

import re
import uuid
from typing import Any

import pytest

from havre.audit.models import Entry
from havre.desk.tests.hand import Desk, desk_of
from havre.desk.urls import urlpatterns
from havre.disclosures.models import Disclosure
from havre.lib import wire
from havre.onward.tests import hand
from havre.retention.actions import forget_tip
from havre.tips import actions as tips
from havre.tips.actions import Seen
from havre.tips.models import Assessment, TakingBack, Tip
from tests.house.test_url_audiences import TIP_READERS, addresses
from tests.people import NEWCOMERS, House

pytestmark = pytest.mark.usefixtures("on_desk")
SECRET = "Zimtstern"
SEEN = Seen(what=f"{SECRET} seen", where=f"{SECRET} there")
STATES = ("may go", "may not", "taken back", "nothing in it", "passed on", "forgotten", "unknown")
GETS = {"tips/", "tips/<uuid:tip_id>/", "tips/<uuid:tip_id>/letter/",
        "tips/<uuid:tip_id>/questions/"}  # fmt: skip
READERS = {name for name, who in NEWCOMERS.items() if TIP_READERS & set(who.roles)}
LEFT = ("tip_read", "disclosed", "tip_assessed", "consent_withdrawn", "forgot")


def routes() -> list[str]:
    return [at for at, _ in addresses(urlpatterns) if at.startswith("tips/")]


@pytest.fixture
def notes(house: House) -> dict[str, uuid.UUID]:
    """One note in each state."""
    lou = house.on_duty("lou")
    made = {state: hand.left(SEEN, passing_on=state != "may not") for state in STATES[:-1]}
    tips.take_back(made["taken back"], by=lou)
    tips.assess(made["nothing in it"], "unfounded", by=lou)
    hand.passed_on(made["passed on"], house.shelter, by=lou)
    ids = {state: tip.id for state, tip in made.items()} | {"unknown": uuid.uuid4()}
    forget_tip(made["forgotten"], by="test")
    return ids


def ask(desk: Desk, route: str, note: uuid.UUID, posted: dict[str, str]) -> list[Any]:
    path = "/" + route.replace("<uuid:tip_id>", str(note))
    gets = [desk.get(path)] if route in GETS else []
    return (
        [*gets, desk.post(path, posted)] if route not in {"tips/", "tips/<uuid:tip_id>/"} else gets
    )


@pytest.mark.hostile(26)
@pytest.mark.hostile(32)
@pytest.mark.parametrize("name", [*sorted(set(NEWCOMERS) - READERS), ""])
def test_nobody_else_reads_judges_passes_on_or_forgets_a_note(house, notes, name):
    letter = hand.looked_at(Tip.objects.get(id=notes["may go"]), house.shelter,
                            by=house.on_duty("lou")).form.initial  # fmt: skip
    posted = {key: str(value) for key, value in letter.items()}
    posted |= {"standing": "unclear", "text": "x"}
    before, rows = Tip.objects.count(), Entry.objects.filter(verb__in=LEFT).count()
    counts = [Disclosure.objects.count(), TakingBack.objects.count(), Assessment.objects.count()]
    desk = desk_of(house, name)
    for route in routes():
        for state in STATES:
            for answer in ask(desk, route, notes[state], posted):
                assert answer.status_code == (404 if name else 302), (route, state)
                assert SECRET not in answer.content.decode()
    assert [Disclosure.objects.count(), TakingBack.objects.count(),
            Assessment.objects.count()] == counts  # fmt: skip
    assert Tip.objects.count() == before
    assert (Entry.objects.filter(verb__in=LEFT).count(), wire.SENT_IN_MEMORY) == (rows, [])


@pytest.mark.hostile(27)
@pytest.mark.parametrize("name", sorted(READERS))
def test_whoever_reads_notes_finds_what_is_there_and_nothing_that_is_not(house, notes, name):
    desk = desk_of(house, name)
    for state in STATES:
        page = desk.get(f"/tips/{notes[state]}/")
        assert page.status_code == (404 if state in {"forgotten", "unknown"} else 200)
        letter = desk.get(f"/tips/{notes[state]}/letter/")
        has_boxes = "<textarea" in letter.content.decode()
        assert has_boxes is (state == "may go"), state


@pytest.mark.hostile(105)
@pytest.mark.parametrize("name", sorted(READERS))
def test_a_letter_of_one_note_lets_no_other_out(house, notes, name):
    lou = house.on_duty("lou")
    made = hand.looked_at(Tip.objects.get(id=notes["may go"]), house.shelter, by=lou)
    posted = {key: str(value) for key, value in made.form.initial.items()}
    desk, before = desk_of(house, name), Disclosure.objects.count()
    for state in STATES[1:]:
        answer = desk.post(f"/tips/{notes[state]}/disclosure/", posted)
        assert answer.status_code == (404 if state in {"forgotten", "unknown"} else 422), state
    assert Disclosure.objects.count() == before


def test_the_sentence_of_the_table_covers_every_address_with_a_note():
    assert {re.sub(r"^tips/", "", at) for at in routes()} == {
        "", *(f"<uuid:tip_id>/{what}" for what in (
            "", "assessment/", "withdrawal/", "questions/", "letter/", "disclosure/",
            "forgetting/",
        )),
    }  # fmt: skip
