"""The house keeps its policy every night: what is due goes, what is not due stays."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.utils import timezone

from havre.channels.webchat.models import GRACE, Session, SessionCopy
from havre.consents import actions as consents
from havre.consents.models import Consent, Withdrawal
from havre.contacts import access
from havre.contacts import actions as contacts
from havre.contacts.actions import Words
from havre.contacts.models import Contact, Message
from havre.disclosures.models import Disclosure, Ending, HandingOver
from havre.lib import privacy
from havre.referrals.models import Referral
from havre.retention import actions as retention
from havre.retention.actions import Report
from havre.staff.models import DeskSession, SignInTry
from havre.statistics.models import Counter, PendingTally
from havre.vault import keys, suite
from havre.vault.models import AuditKey, SealedSecret
from havre.vault.opening import Forgotten
from havre.vault.sealed import seal
from tests.hands import begin, clock_at, later

pytestmark = pytest.mark.hostile(109)


def night(**span: float) -> Report:
    with clock_at(later(**span)):
        return retention.run()


def says(contact: Contact, text: str, kind: str = "words", **span: float) -> None:
    with clock_at(later(**span)):
        contacts.receive(
            Words(text, uuid.uuid4(), kind),
            contact_id=contact.id,
            file=contact.file,
            public=keys.public_of(contact.file, "conversation"),
        )


def compartments_of(contact: Contact) -> set[str]:
    rows = SealedSecret.objects.filter(file=contact.file)
    return set(rows.values_list("compartment", flat=True))


@pytest.fixture
def ended(house):
    story = begin(house)
    story.ends()
    return story


def test_a_night_without_anything_due_changes_nothing(ended):
    before = compartments_of(ended.contact)
    assert night() == night() == Report()
    assert compartments_of(ended.contact) == before
    assert Contact.objects.count() == 1


def test_each_compartment_goes_when_its_time_is_over_and_the_person_last(ended):
    contact = ended.contact
    assert (night(days=44).compartments, len(compartments_of(contact))) == (0, 5)
    night(days=45.5), night(days=46.5)
    assert compartments_of(contact) == {"notes", "identity", "consent"}
    with pytest.raises(Forgotten):
        access.said_in(contact, by=ended.ana)
    assert access.learned_of(contact.person, by=ended.ana).called == "Mina"
    nights = [night(days=day) for day in (*range(48, 89, 2), 89.9)]
    assert sum(report.forgotten for report in nights) == 0
    assert Contact.objects.count() == 1
    assert (night(days=90.8).forgotten, Contact.objects.count()) == (1, 0)


def test_the_time_runs_from_the_last_word(ended):
    """A goodbye of the browser counts as a word; it is the later of the two that counts."""
    says(ended.contact, "", kind="left", days=40)
    assert night(days=100).forgotten == 0
    assert night(days=102).forgotten == 0
    assert night(days=131).forgotten == 0  # the first night after a long pause only warns
    assert night(days=132).forgotten == 1


def test_what_nobody_has_read_is_never_forgotten_and_always_warned_of(ended):
    says(ended.contact, "I need you after all", days=1)
    for days in (50, 51, 400, 401):
        report = night(days=days)
        assert (report.forgotten, len(compartments_of(ended.contact))) == (0, 5)
    assert "wrote after the closing" in " ".join(report.warnings)
    assert Message.objects.count() == 3


@pytest.mark.parametrize("taken", [True, False])
def test_an_open_conversation_is_closed_by_the_house_and_then_forgotten(house, taken):
    """Whoever nobody took was promised the same: kept sealed for a short time, then destroyed."""
    contact, ana = house.somebody_writes("x"), house.on_duty("ana")
    if taken:
        contacts.take(contact, by=ana)
    assert night(days=13).closed == 0
    for days in (13.5, 14.1):
        report = night(days=days)
    assert (report.closed, report.forgotten, report.warnings) == (1, 0, [])
    assert len(compartments_of(contact)) == 5
    for days in range(15, 150, 2):
        night(days=days)
    assert (Contact.objects.count(), compartments_of(contact)) == (0, set())


def test_a_clock_set_wrong_warns_before_anything_is_forgotten(ended):
    night()
    for _ in range(2):  # run twice on the wrong clock
        report = night(days=400)
        assert (report.forgotten, report.compartments, report.rows) == (0, 0, 0)
        assert "check the clock" in " ".join(report.warnings)
    assert len(compartments_of(ended.contact)) == 5
    right_again = night(days=1)
    assert (right_again.forgotten, right_again.warnings) == (0, [])


@pytest.mark.hostile(25)
@pytest.mark.parametrize("days", [-400, -1, 1])
def test_a_clock_a_day_off_or_in_the_past_forgets_nothing_that_is_not_due(ended, days):
    night()
    assert night(days=days).forgotten == 0
    assert len(compartments_of(ended.contact)) == 5


def test_after_a_long_pause_the_second_night_does_what_is_due(ended):
    night()
    assert night(days=100).forgotten == 0
    assert night(days=101).forgotten == 1


def test_a_contact_that_is_not_counted_yet_waits_for_it(ended):
    with clock_at(later(days=200)):
        PendingTally.objects.update(month=timezone.now().strftime("%Y-%m"))
        report = Report()
        retention._forget_what_is_due(report)
    assert (report.forgotten, Contact.objects.count()) == (0, 1)


def test_the_month_is_counted_before_it_is_forgotten(ended):
    report = night(days=100)
    assert (report.counted, report.forgotten, PendingTally.objects.count()) == (1, 1, 0)
    assert Counter.objects.filter(dimension="channel").get().n == 1


def test_what_is_countable_is_kept_longer_than_a_month():
    countable = {
        rule.sealed
        for (room, model) in privacy.models()
        for rule in privacy.fields(room, model).values()
        if rule.countable and rule.sealed
    }
    spans = privacy.compartments()
    assert countable == {"notes"}
    assert [name for name in countable if spans[name].span < dt.timedelta(days=32)] == []


def test_consents_stay_for_their_time_and_what_left_for_its_own(ended, house):
    """A yes waits for the last letter that left by it; then both go, and the run never stumbles."""
    story = begin(house)
    consents.withdraw(story.says_yes("called", days=180), by=story.ana)
    story.is_offered_a_bed()
    story.says_yes("called", days=180)
    with clock_at(later(days=170)):
        story.is_put_in_touch("called")
        disclosure = Disclosure.objects.get()
        HandingOver.objects.create(disclosure=disclosure)
        Ending.objects.create(disclosure=disclosure, how="sent")
    says(story.contact, "still here", days=890)
    for days in (731, 732, 899, 899.5):
        night(days=days)
        assert (Consent.objects.count(), Withdrawal.objects.count()) == (2, 1)
        assert Disclosure.objects.count() == 1
    for days in (901, 902):
        night(days=days)
    assert (Disclosure.objects.count(), Ending.objects.count(), HandingOver.objects.count()) == (
        1,
        1,
        1,
    )
    Referral.objects.update(disclosure=None)
    for days in (911, 912):
        night(days=days)
    assert (Disclosure.objects.count(), Ending.objects.count(), HandingOver.objects.count()) == (
        0,
        0,
        0,
    )
    assert (Consent.objects.count(), Withdrawal.objects.count()) == (2, 1)
    Referral.objects.all().delete()
    assert night(days=913).rows == 3
    assert (Consent.objects.count(), Withdrawal.objects.count()) == (0, 0)


def test_an_open_browser_is_gone_after_its_grace(house):
    contact, (public, _) = house.somebody_writes("x"), suite.keypair()
    session = Session.objects.create(
        id=uuid.uuid4(), contact=contact, file=contact.file, public=public, conversation=public,
        language="fr",
    )  # fmt: skip
    SessionCopy.objects.bulk_create([_copy(session, public)])
    assert privacy.models()["webchat", "Session"].span == GRACE
    night(minutes=9)
    assert SessionCopy.objects.count() == 1
    assert night(minutes=11).rows == 2
    assert (Session.objects.count(), SessionCopy.objects.count()) == (0, 0)
    assert Message.objects.count() == 1


def _copy(session: Session, public: bytes) -> SessionCopy:
    copy = SessionCopy(id=uuid.uuid4(), session=session, file=session.file, kind="person")
    seal(copy, "text", "x", public)
    return copy


def test_sessions_and_tries_of_staff_go_by_night(house):
    house.on_duty("ana")
    SignInTry.objects.create(name_hash="x" * 64)
    night(hours=11)
    assert (DeskSession.objects.count(), SignInTry.objects.count()) == (1, 1)
    night(hours=13)
    assert DeskSession.objects.count() == 0
    for days in (3.5, 6, 7.5):
        night(days=days)
    assert SignInTry.objects.count() == 0


def test_keys_of_nobody_are_swept_and_those_of_somebody_not(house):
    contact, orphan = house.somebody_writes("x"), keys.make_file()
    report = Report()
    with clock_at(later(days=29)):
        retention._sweep_orphans(report)
    assert (report.orphans, AuditKey.objects.count()) == (0, 2)
    with clock_at(later(days=31)):
        retention._sweep_orphans(report)
    assert (report.orphans, [k.file for k in AuditKey.objects.all()]) == (1, [contact.file])
    assert SealedSecret.objects.filter(file=orphan.file).count() == 0


def test_every_table_is_in_the_policy_and_every_line_of_the_policy_is_a_table():
    stored = {(m._meta.app_label, m.__name__) for m in apps.get_models()}
    assert set(privacy.models()) == stored
