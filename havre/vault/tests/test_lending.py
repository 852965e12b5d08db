"""The house lends the key to one compartment of one file, to one member, until it is taken back."""

import uuid

import pytest

from havre.contacts.models import Message, Person
from havre.vault import keys
from havre.vault.models import LentKey
from havre.vault.opening import KeyNotHeld, Verb, lend, open_sealed
from havre.vault.refusals import Forgotten
from havre.vault.sealed import seal


@pytest.fixture
def said(house):
    """Words and a name in one file."""
    files = keys.make_file()
    files.record()
    words, name = Message(file=files.file), Person(file=files.file)
    seal(words, "text", "words", files.publics["conversation"])
    seal(name, "called", "name", files.publics["identity"])
    return words, name


def to_ines(house, file: uuid.UUID, by: str = "ana", compartment: str = "conversation") -> None:
    ines = house.members["ines"]
    to = bytes(ines.box_public)
    lend(file, compartment, to=to, holder=ines.id, by=house.on_duty(by))


def opens(value, who) -> str | None:
    try:
        return open_sealed(value, by=who, why=Verb.READ)
    except KeyNotHeld:
        return None


@pytest.mark.hostile(34)
def test_what_is_lent_opens_that_compartment_of_that_file_and_nothing_else(house, said):
    words, name = said
    other = keys.make_file()
    other.record()
    elsewhere = Message(file=other.file)
    seal(elsewhere, "text", "elsewhere", other.publics["conversation"])
    ines, ivo = house.on_duty("ines"), house.on_duty("ivo")
    assert opens(words.text, ines) is None
    to_ines(house, words.file)
    to_ines(house, words.file)  # twice is once
    assert [opens(value, ines) for value in (words.text, name.called, elsewhere.text)] == [
        "words",
        None,
        None,
    ]
    assert (opens(words.text, ivo), LentKey.objects.count()) == (None, 1)


@pytest.mark.hostile(34)
def test_what_is_lent_is_never_lent_on_and_nobody_lends_what_they_cannot_open(house, said):
    words, _ = said
    to_ines(house, words.file)
    for name in ("ines", "ada", "lou"):
        with pytest.raises(KeyNotHeld):
            to_ines(house, words.file, by=name)


def test_what_is_taken_back_opens_nothing_any_more(house, said):
    words, _ = said
    ines = house.on_duty("ines")
    to_ines(house, words.file)
    keys.take_back(ines.id, uuid.uuid4())
    assert opens(words.text, ines) == "words"
    keys.take_back(ines.id, words.file)
    assert opens(words.text, ines) is None
    to_ines(house, words.file)
    keys.take_back(ines.id)
    assert opens(words.text, ines) is None


def test_what_was_lent_is_noise_once_it_is_damaged_moved_or_forgotten(house, said):
    words, _ = said
    ines = house.on_duty("ines")
    to_ines(house, words.file)
    LentKey.objects.update(holder=house.members["ivo"].id)
    assert opens(words.text, house.on_duty("ivo")) is None
    LentKey.objects.update(holder=ines.id, box=b"noise" * 20)
    assert opens(words.text, ines) is None
    to_ines(house, words.file)
    keys.destroy_compartment(words.file, "conversation")
    with pytest.raises(Forgotten):
        open_sealed(words.text, by=ines, why=Verb.READ)
    assert not LentKey.objects.exists()


def test_forgetting_a_file_destroys_what_was_lent_of_it(house, said):
    words, _ = said
    to_ines(house, words.file)
    keys.destroy(words.file)
    assert not LentKey.objects.exists()
