"""The house asks first whether somebody is safe, and takes silence for no."""

import pytest

from havre.audit.models import Entry
from havre.safety import access, actions
from havre.safety.models import SafetyCheck
from havre.vault.opening import KeyNotHeld
from tests.hands import begin


@pytest.mark.requirement("004-02")
def test_the_newest_answer_counts_and_none_is_not_safe(house):
    story = begin(house, offered=False)
    assert access.last_answer(story.contact, by=story.ana) == ""
    for answer in actions.ANSWERS:
        actions.check(story.contact, answer, by=story.ana)
        assert access.last_answer(story.contact, by=story.ana) == answer
    assert Entry.objects.filter(verb="checked_safety").count() == 4


def test_an_answer_nobody_offered_is_not_written(house):
    story = begin(house, offered=False)
    for answer in ("", "SAFE", "safe; drop table", "maybe"):
        with pytest.raises(ValueError, match="no answer"):
            actions.check(story.contact, answer, by=story.ana)
    assert SafetyCheck.objects.count() == 0


@pytest.mark.hostile(34)
def test_the_answer_is_not_for_the_legal_desk(house):
    story = begin(house, offered=False)
    actions.check(story.contact, "watched", by=story.ana)
    with pytest.raises(KeyNotHeld):
        access.last_answer(story.contact, by=house.on_duty("lou"))
