"""The house lets out exactly what was agreed, to the one it was agreed for, and remembers it."""

import json

import pytest
from django.db import transaction
from django.utils.translation import override

from havre.audit.actions import verify
from havre.audit.models import Entry
from havre.consents import gate
from havre.consents.refusals import Missing, NotPermitted
from havre.contacts import actions as contacts
from havre.disclosures import access, door, letters
from havre.disclosures.models import Disclosure, Parcel
from havre.lib import lang, wire
from havre.vault import keys, own
from havre.vault.models import ParcelKey
from havre.vault.opening import Forgotten, KeyNotHeld
from tests.hands import SAID, begin, rolled_back

pytestmark = pytest.mark.requirement("000-16")


@pytest.fixture
def story(house):
    return begin(house)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def permit_for(story, *share: str) -> gate.Permit:
    return gate.by_consent(story.person, to=story.house.shelter, share=frozenset(share))


@pytest.mark.parametrize(
    ("language", "line"), [("en", "Wish: a bed"), ("fr", "Wish\N{NO-BREAK SPACE}: a bed")]
)
def test_a_label_has_the_colon_of_its_language(language, line):
    with override(language):
        assert letters.in_a_line("Wish", "a bed") == line


@pytest.mark.requirement("000-20")
def test_each_item_leaves_alone_and_no_other_with_it(story, commit):
    for item, text in SAID.items():
        story.is_offered_a_bed()
        story.says_yes(item)
        with commit():
            story.is_put_in_touch(item)
        letter = wire.SENT_IN_MEMORY[-1]
        others = [said for name, said in SAID.items() if name not in (item, "province", "needs")]
        assert [other for other in others if other in letter.body] == []
        if item not in ("province", "needs"):
            assert text in letter.body
    assert len(wire.SENT_IN_MEMORY) == len(SAID)


def test_the_outside_of_a_letter_says_nothing(story, commit):
    story.says_yes(*SAID)
    with commit():
        story.is_put_in_touch(*SAID)
    (letter,) = wire.SENT_IN_MEMORY
    disclosure = Disclosure.objects.get()
    assert letter.to == "in@linden.example"
    assert [said for said in SAID.values() if said in letter.subject] == []
    names = [m.alias for m in story.house.members.values()]
    ids = [str(story.contact_id), str(story.contact.file), str(disclosure.id)]
    assert [x for x in (*names, *ids) if x in letter.subject + letter.body] == []
    assert disclosure.reference in letter.subject


@pytest.mark.hostile(2)
def test_the_longest_items_leave_whole(story, commit):
    """Seven items of the longest kind, every character four bytes long, or quoted in JSON."""
    for fill in ("🌻", '"', "é", "\n.", "\n"):
        longest = "x" + fill * ((lang.LONGEST - 2) // len(fill)) + "x"
        facts = dict.fromkeys(SAID, longest) | {"phase": longest}
        contacts.learn(story.person, by=story.ana, **facts)
        story.is_offered_a_bed()
        story.says_yes(*facts)
        with commit():
            story.is_put_in_touch(*facts)
        set_in = longest.replace("\n", "\n    ")  # nobody's lines look like ours in a letter
        assert wire.SENT_IN_MEMORY[-1].body.count(set_in) >= 4
        left = access.left_of(story.contact, by=story.ana)[0]
        assert left.content == facts


def test_only_what_is_written_can_leave(story, commit):
    contacts.learn(story.person, by=story.ana, reach="")
    story.says_yes("called", "reach")
    with commit():
        story.is_put_in_touch("called", "reach")
    assert Disclosure.objects.get().shared == ["called"]
    story.is_offered_a_bed()
    story.says_yes("reach")
    with pytest.raises(NotPermitted) as refused, transaction.atomic():
        story.is_put_in_touch("reach")
    assert refused.value.missing == Missing.NOT_WRITTEN


def test_what_left_can_be_shown_and_then_be_forgotten(story, commit):
    story.says_yes("called", "needs")
    with commit():
        story.is_put_in_touch("called", "needs")
    (left,) = access.left_of(story.contact, by=story.ana)
    assert left.content == {"called": "Mina", "needs": "emergency_shelter"}
    assert [entry.content for entry in access.left_of(story.contact, by=story.house.on_duty("lou"))]
    keys.destroy_compartment(story.contact.file, "consent")
    assert [entry.content for entry in access.left_of(story.contact, by=story.ana)] == [{}]


def test_the_door_opens_inside_a_transaction_only(story, monkeypatch):
    story.says_yes("called")
    permit = permit_for(story, "called")
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="inside a transaction only"):
        door.release(permit, by=story.ana)


def test_whoever_cannot_read_it_cannot_let_it_out(story):
    story.says_yes("called")
    for name in ("lou", "dee", "ada"):
        with pytest.raises(KeyNotHeld), transaction.atomic():
            door.release(permit_for(story, "called"), by=story.house.on_duty(name))
    assert (Disclosure.objects.count(), Parcel.objects.count()) == (0, 0)


def test_a_release_that_is_rolled_back_leaves_nothing_behind(story, commit):
    story.says_yes("called")
    rows = Entry.objects.count()
    with commit(), rolled_back():
        door.release(permit_for(story, "called"), by=story.ana)
    assert (Disclosure.objects.count(), Parcel.objects.count(), wire.SENT_IN_MEMORY) == (0, 0, [])
    assert Entry.objects.count() == rows


def test_a_parcel_opens_with_its_own_short_key_alone(story, commit):
    story.says_yes("called")
    story.is_put_in_touch("called")
    parcel = Parcel.objects.get()
    assert json.loads(own.open_parcel(parcel.letter, parcel.id))["to"] == "in@linden.example"
    with pytest.raises(KeyNotHeld):
        access.open_sealed(parcel.letter, by=story.ana, why=access.Verb.READ)
    keys.drop_parcel_key(parcel.id)
    with pytest.raises(Forgotten):
        own.open_parcel(parcel.letter, parcel.id)


def test_after_the_letter_neither_it_nor_its_key_stays(story, commit):
    story.says_yes("called")
    with commit():
        story.is_put_in_touch("called")
    assert (Parcel.objects.count(), ParcelKey.objects.count()) == (0, 0)
    assert verify().whole
    assert list(Entry.objects.values_list("verb", flat=True))[-2:] == ["disclosed", "carried"]


def test_codes_leave_as_words_in_the_person_s_language(story, commit):
    contacts.learn(
        story.person, by=story.ana, phase="current", needs="emergency_shelter legal_family"
    )
    story.says_yes("needs", "province", "phase")
    with commit():
        story.is_put_in_touch("needs", "province", "phase")
    (letter,) = wire.SENT_IN_MEMORY
    assert [code for code in ("emergency_shelter", "current\n") if code in letter.body] == []
    assert "Ontario" in letter.body
    assert letters._label("something new") == "something new"
