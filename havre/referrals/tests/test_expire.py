"""The house ends what stood on a permission when its time is over."""

import pytest

from havre.consents import actions as consents
from havre.referrals.actions import expire_due
from havre.retention.actions import minute_run, run
from tests.hands import begin, clock_at, later


@pytest.mark.requirement("000-17")
def test_an_expired_permission_ends_the_open_referrals_that_stood_on_it(house):
    story = begin(house)
    story.says_yes("called", days=7)
    with clock_at(later(days=6)):
        assert expire_due() == 0
    assert story.referral.state == "consented"
    with clock_at(later(days=8)):
        assert (expire_due(), expire_due()) == (1, 0)
    assert story.referral.state == "expired"


@pytest.mark.parametrize("do", [minute_run, run])
def test_the_minute_and_the_night_both_see_to_it(house, do):
    story = begin(house)
    story.says_yes("called", days=1)
    with clock_at(later(days=2)):
        do()
    assert story.referral.state == "expired"


def test_a_permission_taken_back_is_revoked_and_not_expired(house):
    story = begin(house)
    consents.withdraw(story.says_yes("called", days=1), by=story.ana)
    with clock_at(later(days=2)):
        assert expire_due() == 0
    assert story.referral.state == "revoked"
