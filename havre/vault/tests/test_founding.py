"""The house begins with keys that chain to its root, and a printed key for every role."""

import sqlite3
from base64 import b32decode

import pytest
from django.db import DatabaseError

from havre.vault import facts, founding, graves, keys, suite
from havre.vault.graves import Graves
from havre.vault.models import Compartment, HouseKey, RoleGrant, RoleKey, Tombstone

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.mark.hostile(93)
def test_a_founded_house_seals_and_its_printed_keys_open_the_roles(settings):
    founded = founding.draw()
    settings.ROOT_KEY = founded.root.public.hex()
    founded.record()
    assert {
        role: key.epoch for role, key in keys.current_role_keys(keys.ROLES).items()
    } == dict.fromkeys(keys.ROLES, 1)
    for role, paper in founded.recovery.items():
        letters = paper.printed.replace(" ", "")
        secret = b32decode(letters + "=" * (-len(letters) % 8))
        grant = RoleGrant.objects.get(holder=founding.recovery_holder(paper.public))
        assert (grant.role, grant.recovery) == (role, True)
        assert suite.unseal_key(bytes(grant.box), secret) == founded.roles[role].secret
    assert founded.role_secrets["legal"] == (1, founded.roles["legal"].secret)


def test_a_pair_does_not_print_its_secret():
    pair = founding.draw().root
    assert (pair.secret.hex() in repr(pair), repr(pair.secret)[2:-1] in repr(pair)) == (
        False,
        False,
    )


def test_a_founding_stores_no_secret():
    founded = founding.draw()
    founded.record()
    stored = b"".join(
        bytes(part)
        for row in (*RoleKey.objects.all(), *RoleGrant.objects.all())
        for part in vars(row).values()
        if isinstance(part, bytes)
    )
    pairs = [founded.root, *founded.roles.values(), *founded.recovery.values()]
    assert [pair for pair in pairs if pair.secret in stored] == []


def test_a_house_without_a_role_s_key_says_how_to_make_one():
    with pytest.raises(keys.NoRoleKey, match="havre init"):
        keys.current_role_keys()


def test_a_forgotten_compartment_seals_nothing_more(house):
    contact = house.somebody_writes("x")
    Compartment.objects.filter(file=contact.file).delete()
    with pytest.raises(Compartment.DoesNotExist):
        keys.public_of(contact.file, "conversation")


def test_who_looks_after_the_machine_learns_versions_and_counts(house):
    assert facts.libsodium().startswith("as bundled with PyNaCl 1.")
    assert facts.holders() == {
        "responder": 2, "supervisor": 1, "directory": 1, "legal": 1, "tips": 1,
    }  # fmt: skip


@pytest.mark.hostile(82)
def test_graves_are_carried_into_an_older_keystore(house):
    """The marks and the key that made them; another house's are left alone."""
    assert graves.dug() == Graves(None, ())
    assert graves.keep(Graves(None, ())) is True
    file = house.somebody_writes("x").file
    keys.destroy(file)
    dug = graves.dug()
    assert (len(dug.marks), len(dug.key)) == (1, 32)
    HouseKey.objects.all().delete()
    Tombstone.objects.all().delete()  # an older copy, from before anybody was forgotten
    assert keys.forgotten_among([file]) == []
    assert [graves.keep(dug), graves.keep(dug)] == [True, True]
    assert keys.forgotten_among([file]) == [file]
    assert graves.keep(Graves(b"another house's key".ljust(32), ("0" * 64,))) is False
    assert Tombstone.objects.count() == 1


@pytest.mark.hostile(82)
def test_graves_are_carried_into_a_copy_that_is_not_yet_the_keystore():
    draft = sqlite3.connect(":memory:")
    draft.execute("CREATE TABLE vault_housekey (name TEXT PRIMARY KEY, key BLOB)")
    draft.execute("CREATE TABLE vault_tombstone (mark TEXT PRIMARY KEY, made_at TEXT)")
    mine, theirs = Graves(b"m" * 32, ("a", "b")), Graves(b"t" * 32, ("c",))
    for carried in (Graves(None, ("z",)), mine, mine, theirs):
        graves.carry_over(carried, draft)
    assert draft.execute("SELECT name, key FROM vault_housekey").fetchall() == [
        ("tombstones", b"m" * 32)
    ]
    assert draft.execute("SELECT mark FROM vault_tombstone ORDER BY 1").fetchall() == [
        ("a",),
        ("b",),
    ]
    draft.close()


def test_where_no_keystore_is_nobody_lies(monkeypatch):
    def gone(**_: object) -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(HouseKey.objects, "filter", gone)
    assert graves.dug() == Graves(None, ())
