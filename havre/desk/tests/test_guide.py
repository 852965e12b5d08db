"""The house guides whoever holds a conversation, and asks nobody what they have answered."""

import re

import pytest

from havre.contacts import together
from havre.desk.tests.hand import Desk, desk_of
from tests.hands import Story, begin
from tests.people import House

pytestmark = pytest.mark.usefixtures("on_desk")
STEP = re.compile(r'data-step="(\w+)">(.*?)</details>', re.DOTALL)


@pytest.fixture
def story(house: House) -> Story:
    return begin(house, offered=False)


def guide(desk: Desk, story: Story, address: str = "panels/guide/") -> dict[str, int]:
    """How many questions stand at each step."""
    page = desk.get(f"/talk/{story.contact_id}/{address}").content.decode()
    return {code: inside.count('class="phrase"') for code, inside in STEP.findall(page)}


@pytest.mark.requirement("000-27")
def test_an_answer_takes_its_question_away_on_the_page_and_in_the_panel(house, story):
    ana = desk_of(house, "ana")
    ana.post(f"/talk/{story.contact_id}/wish/", {"wish": ""})
    before = {"safety": 2, "wish": 2, "limits": 2, "options": 2}
    assert (guide(ana, story), guide(ana, story, "")) == (before, before)
    ana.post(f"/talk/{story.contact_id}/safety/", {"answer": "not_said"})
    ana.post(f"/talk/{story.contact_id}/wish/", {"wish": "To sleep."})
    story.is_offered_a_bed()
    after = {"safety": 0, "wish": 0, "limits": 2, "options": 0}
    assert (guide(ana, story), guide(ana, story, "")) == (after, after)


@pytest.mark.requirement("000-15")
def test_every_step_is_skipped_in_any_order_and_no_reason_is_asked_nor_kept(house, story):
    """One press each, none before another, and nothing to send: the house never hears of it."""
    desk = desk_of(house, "ana")
    desk.post(f"/talk/{story.contact_id}/wish/", {"wish": ""})
    page = desk.get(f"/talk/{story.contact_id}/panels/guide/").content.decode()
    steps = dict(STEP.findall(page))
    assert list(steps) == ["safety", "wish", "limits", "options"]
    for inside in steps.values():
        assert len(re.findall(r"<button[^>]*data-skip>", inside)) == 1
        assert (
            re.findall(r"<(?:form|input|textarea|select)|disabled|required|hx-post", inside) == []
        )


@pytest.mark.requirement("000-27")
def test_whoever_cannot_answer_is_given_no_words_to_answer_with(house, story):
    desk_of(house, "ana").post(f"/talk/{story.contact_id}/wish/", {"wish": ""})
    together.sit_beside(story.contact, by=house.on_duty("sue"))  # nobody reads along unseen
    sue = desk_of(house, "sue")
    sue.post(f"/talk/{story.contact_id}/beside/")
    nothing = dict.fromkeys(("safety", "wish", "limits", "options"), 0)
    assert (guide(sue, story), guide(sue, story, "")) == (nothing, nothing)
    page = sue.get(f"/talk/{story.contact_id}/").content.decode()
    assert 'id="panel-phrases"' not in page
    assert (
        'id="panel-phrases"'
        in desk_of(house, "ana").get(f"/talk/{story.contact_id}/").content.decode()
    )
