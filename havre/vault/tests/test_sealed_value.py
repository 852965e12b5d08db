"""The house handles a sealed value everywhere and shows it nowhere."""

import copy
import json
import pickle
import uuid

import pytest
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template import Context, Template

from havre.contacts.models import Contact, Message, Person
from havre.disclosures.models import Parcel
from havre.vault import suite
from havre.vault.sealed import BAR, Sealed, SealedField, seal
from havre.vault.signing import seal_signed

PUBLIC, SECRET = suite.keypair()
PLAIN = "Mina says where she is"


def sealed_message() -> Message:
    message = Message(file=uuid.uuid4(), contact_id=uuid.uuid4(), sender="person")
    seal(message, "text", PLAIN, PUBLIC)
    return message


def test_a_sealed_value_prints_as_a_bar():
    value = sealed_message().text
    page = Template("{{ v }}|{{ v|upper }}|{{ v|default:'x' }}").render(Context({"v": value}))
    shown = [str(value), f"{value}", f"{value:>40}", "%s" % value, repr(value), page]  # noqa: UP031
    assert shown == [BAR, BAR, BAR, BAR, "Sealed", "|".join([BAR] * 3)]


@pytest.mark.parametrize(
    "copied",
    [
        json.dumps,
        lambda value: json.dumps(value, cls=DjangoJSONEncoder),
        pickle.dumps,
        copy.copy,
        copy.deepcopy,
        len,
        bytes,
        iter,
    ],
)
def test_a_sealed_value_cannot_be_copied_out(copied):
    with pytest.raises(TypeError):
        copied(sealed_message().text)


def test_a_serialised_row_holds_the_bar():
    (row,) = json.loads(serializers.serialize("json", [sealed_message()]))
    assert row["fields"]["text"] == BAR


@pytest.mark.parametrize("plain", [PLAIN, PLAIN.encode(), bytearray(b"x"), 7, "", b""])
def test_a_plain_value_cannot_be_assigned(plain):
    with pytest.raises(TypeError, match="only sealed values"):
        Message(sender="person").text = plain
    with pytest.raises(TypeError, match="only sealed values"):
        Message(sender="person", text=plain)


@pytest.mark.hostile(85)
def test_a_value_sealed_for_another_row_cannot_be_assigned():
    one, other = sealed_message(), Message(file=uuid.uuid4(), sender="person")
    with pytest.raises(TypeError, match="another place"):
        other.text = one.text


def test_only_sealed_columns_are_sealed():
    for verb in (
        lambda: seal(Contact(), "language", PLAIN, PUBLIC),
        lambda: seal_signed(Contact(), "language", PLAIN, PUBLIC, by=None),
    ):
        with pytest.raises(TypeError, match="not a sealed field"):
            verb()


def test_no_bulk_way_stores_a_plain_value(house):
    contact = house.somebody_writes(PLAIN)
    message = Message.objects.get(contact=contact)
    box = message.text.box
    plain = Message(file=contact.file, contact=contact, sender="person")
    plain.__dict__["text"] = PLAIN.encode()
    message.__dict__["text"] = PLAIN
    for way in (
        lambda: Message.objects.bulk_create([plain]),
        lambda: plain.save(),
        lambda: message.save(),
        lambda: Message.objects.bulk_update([message], ["text"]),
        lambda: Message.objects.update(text=PLAIN),
        lambda: Message.objects.update(text=PLAIN.encode()),
        lambda: Message.objects.filter(text=PLAIN.encode()).first(),
    ):
        with pytest.raises(TypeError, match="only sealed values"), transaction.atomic():
            way()
    assert [m.text.box for m in Message.objects.all()] == [box]


@pytest.mark.hostile(89)
def test_an_error_while_sealing_stores_nothing(house):
    contact = house.somebody_writes("first")
    for text, public in (("x" * 300_000, PUBLIC), (PLAIN, b"no key"), ("\ud800", PUBLIC)):
        message = Message(file=contact.file, contact=contact, sender="person")
        with pytest.raises((ValueError, TypeError)):
            seal(message, "text", text, public)
        assert message.text is None
        with pytest.raises(IntegrityError), transaction.atomic():
            message.save()
    assert Message.objects.count() == 1


def test_a_stored_value_comes_back_bound_to_its_row(house):
    contact = house.somebody_writes(PLAIN)
    value = Message.objects.get(contact=contact).text
    place = f"1|contacts_message|text|{Message.objects.get().pk.hex}|conversation|1"
    assert isinstance(value, Sealed)
    assert (value.bound_to.decode(), value.file) == (place, contact.file)
    assert (value.compartment, value.author) == ("conversation", None)


def test_an_empty_sealed_column_stays_empty(house):
    person = house.somebody_writes("x").person
    assert [getattr(person, name) for name in Person.FACTS] == [None] * 8
    assert Message().text is None


def test_a_row_keeps_what_was_sealed_however_it_is_read(house):
    contact = house.somebody_writes(PLAIN)
    whole = Message.objects.get().text.box
    deferred = Message.objects.defer("text").get(contact=contact)
    again = Message.objects.get()
    again.refresh_from_db()
    again.save()
    assert [deferred.text.box, again.text.box, Message.objects.get().text.box] == [whole] * 3
    assert Message.objects.annotate(copy=F("text")).get().text.box == whole


def test_the_class_shows_the_field_and_no_value():
    assert Message.text.field is Message._meta.get_field("text")
    assert isinstance(Parcel._meta.get_field("letter"), SealedField)
    assert Message._meta.get_field("text").deconstruct()[3] == {"compartment": "conversation"}
