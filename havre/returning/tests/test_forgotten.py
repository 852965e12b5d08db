"""Six words end in their time, and at once with what they lead to; they may end it all."""

import uuid

import pytest

from havre.audit.models import Entry
from havre.contacts.actions import Words, close, take
from havre.contacts.models import Contact
from havre.contacts.signals import Facts
from havre.lib import privacy
from havre.retention.actions import forget, minute_run, run
from havre.returning import actions
from havre.returning.actions import KEPT, NoWay
from havre.returning.models import Left, LeftCopy, Return, Try, Way
from havre.returning.tests.hand import comes_back, ended, keeps, left
from tests.hands import clock_at, later

pytestmark = pytest.mark.usefixtures("house")
ONE = Words("x", uuid.uuid4())


def test_words_are_over_after_sixty_days_and_at_once_when_all_is_forgotten(house):
    contact = ended(house)
    words = keeps(contact)
    rule = privacy.models()["returning", "Way"]
    assert (rule.span, rule.after) == (KEPT, "made_at")
    with clock_at(later(days=59)):
        assert actions.come_back(words)
    with clock_at(later(days=61)):
        assert actions.come_back(words) is None
        with pytest.raises(NoWay):
            actions.leave(contact, ONE, by=house.on_duty("ana"))
    left(contact, "There is a bed now.", house)
    forget(contact, by="sue")
    assert actions.come_back(words) is None
    assert [m.objects.count() for m in (Way, Left, LeftCopy, Return)] == [0, 0, 0, 0]


def test_the_words_work_as_long_as_the_page_says_whatever_the_nights_forget(house):
    contact = ended(house)
    words = keeps(contact)
    for day in (20, 40, 59):
        with clock_at(later(days=day)):
            run()
    with clock_at(later(days=59, hours=1)):
        assert actions.come_back(words)


@pytest.mark.hostile(109)
def test_the_nights_delete_the_words_in_their_time(house):
    keeps(ended(house))
    run()
    with clock_at(later(days=61)):
        run()  # a jump of the clock: nothing yet
        assert Way.objects.count() == 1
    with clock_at(later(days=62)):
        run()
    assert (Way.objects.count(), Try.objects.count()) == (0, 0)


def test_whoever_comes_back_has_everything_forgotten_once_it_is_closed(house):
    before = ended(house)
    words = keeps(before)
    left(before, "There is a bed now.", house)
    visit = comes_back(words)
    now = house.somebody_writes("It is me again")
    actions.link(now.id, visit)
    stranger = ended(house, "Somebody else")
    minute_run()
    assert Contact.objects.count() == 3
    actions.ask_to_forget(visit)
    actions.ask_to_forget(visit)
    ana = house.on_duty("ana")
    take(now, by=ana)
    close(now, by=ana, outcome="referred", facts=Facts(), no_wish="not_asked")
    minute_run()
    assert list(Contact.objects.all()) == [stranger]
    assert actions.come_back(words) is None
    assert Entry.objects.filter(verb="forgot", actor="the person").count() == 2


def test_a_wish_to_be_forgotten_waits_for_what_is_open_and_is_not_lost(house):
    before = ended(house)
    visit = comes_back(keeps(before))
    now = house.somebody_writes("It is me again")
    actions.link(now.id, visit)
    ana = house.on_duty("ana")
    take(now, by=ana)
    actions.ask_to_forget(visit)
    minute_run()
    assert Contact.objects.count() == 2
    close(now, by=ana, outcome="referred", facts=Facts(), no_wish="not_asked")
    minute_run()
    assert (Contact.objects.count(), Way.objects.count()) == (0, 0)
