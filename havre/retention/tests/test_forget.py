"""The house forgets: what was said is noise for ever, in every copy; the record of acts stays."""

import datetime as dt

import pytest
from django.db.models import Model

from havre.audit.actions import verify
from havre.audit.models import Entry
from havre.channels.webchat.models import Session, SessionCopy
from havre.consents.models import Consent, Refusal, Withdrawal
from havre.contacts import access
from havre.contacts import actions as contacts
from havre.contacts.models import Contact, Message, Note, Person
from havre.disclosures.door import finish_interrupted
from havre.disclosures.models import Disclosure, Parcel
from havre.lib import wire
from havre.referrals.models import Referral
from havre.retention import actions as retention
from havre.safety.actions import check
from havre.safety.models import SafetyCheck
from havre.vault import keys, suite
from havre.vault.models import AuditKey, Compartment, ParcelKey, SealedSecret, Tombstone
from havre.vault.opening import Forgotten
from tests.hands import begin, clock_at, later

SEALED: list[type[Model]] = [Person, Contact, Message, Note, SafetyCheck]


@pytest.fixture
def story(house, django_capture_on_commit_callbacks):
    """With everything in it that a person could leave behind."""
    story = begin(house)
    contacts.note(story.contact, "a note", by=story.ana)
    check(story.contact, "watched", by=story.ana)
    story.says_yes("called", limits="only mornings")
    with django_capture_on_commit_callbacks(execute=True):
        story.is_put_in_touch("called")
    return story


def copy_of(*models: type[Model]) -> list[Model]:
    """A back-up: every row as it is."""
    return [row for model in models for row in model.objects.all()]


def put_back(rows: list[Model]) -> None:
    """Restore a back-up over what is there."""
    for row in rows:
        type(row).objects.bulk_create([row], ignore_conflicts=True)


def test_forgetting_leaves_no_row_of_the_person(story):
    file = story.contact.file
    retention.forget(story.contact, by=story.ana.actor)
    assert {model.__name__: model.objects.count() for model in SEALED} == dict.fromkeys(
        [model.__name__ for model in SEALED], 0
    )
    assert Referral.objects.count() == 0
    for model in (Compartment, SealedSecret, AuditKey):
        assert model.objects.filter(file=file).count() == 0


@pytest.mark.requirement("000-20")
def test_the_record_of_what_left_stays_without_the_person(story):
    retention.forget(story.contact, by=story.ana.actor)
    consent, disclosure = Consent.objects.get(), Disclosure.objects.get()
    assert (consent.contact, consent.share, consent.recipient.key) == (None, ["called"], "tilleul")
    assert (disclosure.contact, disclosure.shared, disclosure.state) == (None, ["called"], "sent")
    for value in (consent.limits, disclosure.content):
        with pytest.raises(Forgotten):
            access.open_each([value], by=story.house.on_duty("sue"), why=access.Verb.READ)


def test_the_chain_stays_whole_and_loses_its_link(story):
    pseudonym = keys.pseudonym(story.contact.file)
    retention.forget(story.contact, by=story.ana.actor)
    assert Entry.objects.filter(target=pseudonym).count() > 5
    assert (Entry.objects.last().verb, Entry.objects.last().target) == ("forgot", pseudonym)
    assert keys.pseudonyms([story.contact_id]) == {}
    assert verify().whole


@pytest.mark.requirement("004-13")
@pytest.mark.hostile(82)
def test_an_older_copy_of_the_database_is_noise(story):
    """Even to everybody who has ever held a key here, with the keystore as it is today."""
    older = copy_of(Compartment, Person, Contact, Message, Note, SafetyCheck)
    retention.forget(story.contact, by=story.ana.actor)
    put_back(older)
    assert Message.objects.count() > 0
    for name in ("ana", "sue", "lou"):
        who = story.house.on_duty(name)
        for value in (
            Message.objects.first().text,
            Person.objects.get().wish,
            Note.objects.get().text,
        ):
            with pytest.raises(Forgotten):
                access.open_each([value], by=who, why=access.Verb.READ)


@pytest.mark.hostile(82)
def test_an_older_copy_of_the_keystore_is_forgotten_again(story):
    """Both restored from older copies; the tombstones are replayed, as `havre restore` does."""
    main = copy_of(Compartment, Person, Contact, Message, Note, SafetyCheck)
    secrets = copy_of(SealedSecret, AuditKey)
    other = story.house.somebody_writes("still here")
    retention.forget(story.contact, by=story.ana.actor)
    put_back(main)
    put_back(secrets)
    assert access.said_in(story.contact, by=story.house.on_duty("sue"))[0].readable  # it could leak
    put_back(secrets)
    assert [retention.reapply_tombstones(), retention.reapply_tombstones()] == [1, 0]
    assert (list(Contact.objects.all()), Note.objects.count()) == ([other], 0)
    put_back(main)
    with pytest.raises(Forgotten):
        access.said_in(Contact.objects.get(id=story.contact_id), by=story.house.on_duty("sue"))


@pytest.mark.hostile(21)
def test_a_crash_between_keys_and_rows_is_finished_by_night(story):
    keys.destroy(story.contact.file)
    with pytest.raises(Forgotten):
        access.said_in(story.contact, by=story.ana)
    assert retention.run().forgotten == 1
    assert (Contact.objects.count(), Message.objects.count(), Tombstone.objects.count()) == (
        0,
        0,
        1,
    )


@pytest.mark.hostile(109)
def test_forgetting_twice_is_forgetting_once(story):
    contact = story.contact
    for _ in range(2):
        retention.forget(contact, by=story.ana.actor)
    assert (Contact.objects.count(), Tombstone.objects.count()) == (0, 1)


@pytest.mark.parametrize("way", ["forget", "crash"])
def test_a_letter_that_waits_does_not_outlive_the_person(
    story, way, django_capture_on_commit_callbacks
):
    """Agreed to and released, but the person is forgotten before the carrier came by."""
    story.is_offered_a_bed()
    story.says_yes("wish")
    story.is_put_in_touch("wish")
    wire.SENT_IN_MEMORY.clear()
    older = copy_of(Parcel)
    with django_capture_on_commit_callbacks(execute=True):
        if way == "forget":
            retention.forget(story.contact, by=story.ana.actor)
        else:
            keys.destroy(story.contact.file)
            retention.reapply_tombstones()
    assert sorted(d.state for d in Disclosure.objects.all()) == ["sent", "stopped"]
    assert (Parcel.objects.count(), ParcelKey.objects.count()) == (0, 0)
    put_back(older)
    with clock_at(later(hours=1)), django_capture_on_commit_callbacks(execute=True):
        finish_interrupted(actor="nightly run")
    assert wire.SENT_IN_MEMORY == []


def test_an_open_browser_is_forgotten_too(story):
    contact, (public, _) = story.contact, suite.keypair()
    Session.objects.create(
        id=contact.id, contact=contact, file=contact.file, public=public, conversation=public,
        language="fr",
    )  # fmt: skip
    contacts.answer(contact, contacts.Words("hello", contact.id), by=story.ana)
    assert SessionCopy.objects.count() == 1
    retention.forget(contact, by=story.ana.actor)
    assert (Session.objects.count(), SessionCopy.objects.count()) == (0, 0)


def test_others_are_not_touched(story, house):
    other = begin(house, "somebody else", offered=False)
    retention.forget(story.contact, by=story.ana.actor)
    assert access.said_in(other.contact, by=other.ana)[0].text == "somebody else"
    assert Refusal.objects.count() == Withdrawal.objects.count() == 0


def test_a_span_is_said_in_words_the_nightly_run_knows():
    assert retention.SILENT_DAYS == 14
    assert retention.privacy.keep("7 days after made_at").span == dt.timedelta(days=7)
    with pytest.raises(ValueError, match="no span"):
        retention.privacy.keep("a while")
