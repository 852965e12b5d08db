"""The house lets a yes on a note be taken back at once, and never lets it come to stand again."""

import uuid

import pytest

from havre.audit.models import Entry
from havre.desk.tests.hand import desk_of
from havre.tips import actions
from havre.tips.actions import Seen
from havre.tips.models import KEPT, TakingBack, Tip
from tests.hands import clock_at, later

pytestmark = pytest.mark.requirement("001-05")


def left(*, passing_on: bool) -> Tip:
    key = uuid.uuid4()
    actions.receive(Seen(what="A van"), passing_on=passing_on, key=key)
    return Tip.objects.get(id=key)


@pytest.mark.usefixtures("on_desk")
def test_a_yes_is_taken_back_once_and_the_audit_knows(house):
    tip, sue = left(passing_on=True), desk_of(house, "sue")
    assert tip.stands
    for _ in range(2):
        assert sue.post(f"/tips/{tip.id}/withdrawal/").status_code == 302
    tip = Tip.objects.get()
    assert (tip.stands, tip.is_taken_back, TakingBack.objects.count()) == (False, True, 1)
    assert Entry.objects.filter(verb="consent_withdrawn").count() == 1
    assert "took that back" in sue.get(f"/tips/{tip.id}/").content.decode()
    assert "Stays here" in sue.get("/tips/").content.decode()


def test_where_nobody_said_yes_nothing_is_taken_back(house):
    tip = left(passing_on=False)
    actions.take_back(tip, by=house.on_duty("lou"))
    assert (tip.stands, tip.is_taken_back, TakingBack.objects.count()) == (False, False, 0)


def test_a_yes_stands_in_its_time_and_while_there_is_something_in_it(house):
    tip, lou = left(passing_on=True), house.on_duty("lou")
    for standing, stands in (("unclear", True), ("unfounded", False), ("corroborated", True)):
        actions.assess(tip, standing, by=lou)
        assert tip.stands is stands
    with clock_at(later(days=KEPT.days)):
        assert not tip.stands
