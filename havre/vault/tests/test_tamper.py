"""The house opens nothing that was moved or changed, and still shows the rest."""

import random
import uuid

import pytest
from django.db import connection

from havre.contacts import access
from havre.contacts import actions as contacts
from havre.contacts.models import Contact, Message, Note, Person
from havre.staff.models import Member
from havre.vault import keys, opening, own, signing, suite
from havre.vault.models import SealedSecret
from havre.vault.opening import CannotRead, Forgotten, KeyNotHeld, NotGenuine, open_sealed
from havre.vault.sealed import seal
from tests.hands import begin

CHANCE = random.Random(8_586)  # the same sample in every run


def put(table: str, column: str, row: object, box: bytes) -> None:
    """What an intruder in the database would do."""
    with connection.cursor() as cursor:
        name = row.pk.hex if connection.vendor == "sqlite" else str(row.pk)
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [box, name])


def said(story) -> list[tuple[str, bool]]:
    return [(m.text, m.readable) for m in access.said_in(story.contact, by=story.ana)]


@pytest.mark.hostile(85)
def test_a_value_opens_in_its_own_place_only(house):
    """Rows, columns, tables, compartments, versions and files: everything a box could be put in."""
    story, other = begin(house, "one", offered=False), begin(house, "two", offered=False)
    contacts.note(story.contact, "a note", by=story.ana)
    mina, zoe, message = story.person, other.person, Message.objects.get(contact=story.contact)
    for table, column, row, box in (
        ("contacts_person", "reach", mina, mina.called.box),  # another column
        ("contacts_person", "wish", mina, mina.called.box),  # another compartment
        ("contacts_person", "called", zoe, mina.called.box),  # another file
        ("contacts_note", "text", Note.objects.get(), mina.wish.box),  # another table
        ("contacts_message", "text", Message.objects.get(contact=other.contact), message.text.box),
    ):
        put(table, column, row, box)
        value = getattr(type(row).objects.get(pk=row.pk), column)
        with pytest.raises(CannotRead):
            open_sealed(value, by=story.ana, why=opening.Verb.READ)
    assert open_sealed(story.person.called, by=story.ana, why=opening.Verb.READ) == "Mina"


@pytest.mark.hostile(85)
def test_a_value_of_another_version_of_the_place_does_not_open():
    public, secret = suite.keypair()
    place = b"1|contacts_person|called|%s|identity|" % uuid.uuid4().hex.encode()
    box = suite.seal(b"\0Mina", public, place + b"1")
    for other in (place + b"2", place.replace(b"1|", b"2|", 1) + b"1", b""):
        with pytest.raises(suite.CannotOpen):
            suite.unseal(box, secret, other)


@pytest.mark.hostile(85)
def test_a_row_given_to_another_file_does_not_open(house):
    story, other = begin(house, "one", offered=False), begin(house, "two", offered=False)
    Message.objects.filter(contact=story.contact).update(file=other.contact.file)
    assert said(story) == [("", False)]


@pytest.mark.hostile(86)
def test_every_changed_bit_is_noticed():
    """300 bits of 3,000 here, every byte of the head among them."""
    public, secret = suite.keypair()
    box = suite.seal(b"\0words", public, b"place")
    bits = [*range(8 * 130), *CHANCE.sample(range(8 * 130, 8 * len(box)), 300)]
    for bit in bits:
        changed = bytearray(box)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(suite.CannotOpen):
            suite.unseal(bytes(changed), secret, b"place")


@pytest.mark.hostile(86)
def test_one_damaged_message_hides_no_other(house):
    story = begin(house, "one", "two", "three", offered=False)
    rows = list(Message.objects.filter(contact=story.contact))
    box = rows[1].text.box
    flipped = box[:-1] + bytes([box[-1] ^ 1])
    longer, shorter, empty = box + b"\0", box[:-1], b""
    older, newer = b"\0" + box[1:], bytes([suite.SUITE + 1]) + box[1:]
    for broken in (flipped, longer, shorter, empty, older, newer, box[:1], box[:60], b"two"):
        put("contacts_message", "text", rows[1], broken)
        assert said(story) == [("one", True), ("", False), ("three", True)]
    put("contacts_message", "text", rows[1], box)
    assert said(story) == [("one", True), ("two", True), ("three", True)]


@pytest.mark.hostile(86)
def test_a_damaged_note_hides_no_other(house):
    story = begin(house, offered=False)
    first, _ = (contacts.note(story.contact, text, by=story.ana) for text in ("one", "two"))
    put("contacts_note", "text", first, b"noise")
    notes = access.notes_of(story.contact, by=story.ana)
    assert [(n.text, n.readable) for n in notes] == [("", False), ("two", True)]


def forged(story, plain: bytes, author: Member | None, sender: str = "staff") -> Message:
    """A row that somebody with the public key and the database would add."""
    message = Message(file=story.contact.file, contact=story.contact, sender=sender, author=author)
    public = keys.public_of(story.contact.file, "conversation")
    seal(message, "text", plain[1:].decode("latin-1"), public, prefix=plain[:1])
    message.save(force_insert=True)
    return message


def last_of(story) -> tuple[str, str, bool]:
    last = access.said_in(story.contact, by=story.ana)[-1]
    return last.author, last.text, last.readable


@pytest.mark.hostile(86)
def test_words_in_a_colleague_s_name_without_a_signature_are_not_shown(house):
    story = begin(house, offered=False)
    ana = house.members["ana"]
    for plain in (b"\0come to the old station", b"\1short", b"\2what", b"", b"\1" + b"x" * 90):
        forged(story, plain, ana)
        assert last_of(story) == ("Ana", "", False)


@pytest.mark.hostile(86)
def test_one_colleague_s_words_in_another_s_name_are_not_shown(house):
    story = begin(house, offered=False)
    contacts.answer(story.contact, contacts.Words("I am Ana", uuid.uuid4()), by=story.ana)
    assert last_of(story) == ("Ana", "I am Ana", True)
    Message.objects.filter(sender="staff").update(author=house.members["ben"])
    assert last_of(story) == ("Ben", "", False)


@pytest.mark.hostile(86)
def test_a_person_s_words_are_never_shown_as_staff_s_nor_the_other_way_round(house):
    story = begin(house, offered=False)
    contacts.answer(story.contact, contacts.Words("I am Ana", uuid.uuid4()), by=story.ana)
    Message.objects.filter(sender="person").update(sender="staff")
    assert said(story) == [("", False), ("I am Ana", True)]
    Message.objects.update(sender="person", author=None)
    assert said(story) == [("J’ai besoin d’un lit.", True), ("", False)]


@pytest.mark.hostile(86)
def test_a_signature_moved_to_another_message_is_not_genuine(house):
    story = begin(house, offered=False)
    ana, public = story.ana, keys.public_of(story.contact.file, "conversation")
    elsewhere = Message(file=story.contact.file, contact=story.contact, author=ana.member)
    signature = ana.sign(b"another place" + b"words")
    seal(elsewhere, "text", "words", public, prefix=b"\1" + ana.id.bytes + signature)
    with pytest.raises(NotGenuine):
        open_sealed(elsewhere.text, by=ana, why=opening.Verb.READ)
    signing.seal_signed(elsewhere, "text", "words", public, by=ana)
    assert open_sealed(elsewhere.text, by=ana, why=opening.Verb.READ) == "words"


@pytest.mark.hostile(86)
def test_bytes_that_are_no_text_are_not_shown(house):
    story = begin(house, offered=False)
    message, public = forged(story, b"\0x", None, "person"), story.contact.file
    bad = suite.seal(b"\0\xff\xfe", keys.public_of(public, "conversation"), message.text.bound_to)
    put("contacts_message", "text", message, bad)
    assert last_of(story) == ("", "", False)


@pytest.mark.hostile(86)
def test_a_damaged_key_opens_nothing_and_says_so(house):
    story = begin(house, offered=False)
    SealedSecret.objects.filter(compartment="conversation").update(box=b"noise")
    with pytest.raises(KeyNotHeld, match="damaged"):
        open_sealed(Message.objects.first().text, by=story.ana, why=opening.Verb.READ)


def test_a_destroyed_key_is_called_forgotten(house):
    story = begin(house, offered=False)
    keys.destroy(story.contact.file)
    with pytest.raises(Forgotten):
        access.said_in(story.contact, by=story.ana)


def test_a_dropped_parcel_key_and_a_damaged_copy_are_cannot_read(house):
    person = Person(file=uuid.uuid4())
    public, secret = suite.keypair()
    seal(person, "called", "Mina", public)
    with pytest.raises(Forgotten):
        own.open_parcel(person.called, uuid.uuid4())
    assert Contact.objects.count() == 0
    with pytest.raises(CannotRead, match="opens no compartment"):
        own.open_own(person.called, secret)
