"""The house stops reading when it cannot remember, and goes on listening."""

import uuid

import pytest
from django.db import DatabaseError, transaction

from havre.audit.models import Entry
from havre.contacts import access
from havre.contacts import actions as contacts
from havre.contacts.models import Contact, Message
from havre.disclosures.models import Disclosure
from havre.lib import wire
from tests.full_disk import fill
from tests.hands import begin


@pytest.fixture
def story(house):
    story = begin(house)
    story.says_yes("called")
    return story


@pytest.fixture
def full(story) -> None:
    fill()


@pytest.mark.hostile(98)
@pytest.mark.usefixtures("full")
def test_nobody_reads_while_the_audit_cannot_be_written(story):
    for read in (
        lambda: access.said_in(story.contact, by=story.ana),
        lambda: access.learned_of(story.person, by=story.ana),
    ):
        with pytest.raises(DatabaseError, match="disk full"), transaction.atomic():
            read()


@pytest.mark.hostile(98)
@pytest.mark.usefixtures("full")
def test_nothing_leaves_and_nothing_is_done_while_the_audit_cannot_be_written(
    story, django_capture_on_commit_callbacks
):
    rows = Entry.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        for act in (
            lambda: story.is_put_in_touch("called"),
            lambda: contacts.note(story.contact, "x", by=story.ana),
            lambda: contacts.answer(story.contact, contacts.Words("x", uuid.uuid4()), by=story.ana),
            lambda: story.ends(),
        ):
            with pytest.raises(DatabaseError, match="disk full"), transaction.atomic():
                act()
    assert (wire.SENT_IN_MEMORY, Disclosure.objects.count()) == ([], 0)
    assert Message.objects.filter(sender="staff").count() == 1  # the offer, from before
    assert (Entry.objects.count(), story.contact.is_closed) == (rows, False)


@pytest.mark.hostile(98)
@pytest.mark.usefixtures("full")
def test_people_reach_the_line_while_the_audit_cannot_be_written(story):
    contact = story.house.somebody_writes("still here", "and more")
    assert Contact.objects.filter(id=contact.id).exists()
    assert Message.objects.filter(contact=contact).count() == 2
