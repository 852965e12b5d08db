"""The house gives a role the keys of its compartments and of no others."""

import uuid
from types import SimpleNamespace

import pytest

from havre.channels.webchat.models import Session, SessionCopy
from havre.contacts.models import Contact, Message, Person
from havre.disclosures.models import Disclosure
from havre.safety.models import SafetyCheck
from havre.vault import keys, own, staffkeys, suite
from havre.vault.models import (
    KEYSTORE,
    AuditKey,
    Compartment,
    HouseKey,
    RoleGrant,
    RoleKey,
    SealedSecret,
)
from havre.vault.opening import CannotRead, KeyNotHeld, Verb, open_each, open_sealed
from havre.vault.router import KeystoreRouter
from havre.vault.sealed import seal
from tests.people import House

ROWS = {
    "conversation": (Message, "text"),
    "notes": (Person, "wish"),
    "identity": (Person, "called"),
    "safety": (SafetyCheck, "answer"),
    "consent": (Disclosure, "content"),
}
LISTENERS = set(keys.ENTITLED)


def opened_by(house: House, name: str) -> set[str]:
    """The compartments of one file that this member can open."""
    files = keys.make_file()
    files.record()
    who, found = house.on_duty(name), set()
    for compartment, (model, field) in ROWS.items():
        row = model(file=files.file)
        seal(row, field, compartment, files.publics[compartment])
        try:
            found.add(open_sealed(getattr(row, field), by=who, why=Verb.READ))
        except KeyNotHeld:
            continue
    return found


@pytest.mark.requirement("004-10")
@pytest.mark.hostile(34)
@pytest.mark.hostile(32)
@pytest.mark.parametrize(
    ("name", "compartments"),
    [
        ("ana", LISTENERS),
        ("ben", LISTENERS),
        ("sue", LISTENERS),
        ("lou", {"consent"}),
        ("dee", set()),
        ("ada", set()),
    ],
)
def test_each_role_opens_its_compartments_only(house, name, compartments):
    assert opened_by(house, name) == compartments


@pytest.mark.hostile(34)
def test_one_value_out_of_reach_opens_none_of_a_page(house):
    files = keys.make_file()
    mine, theirs = Disclosure(file=files.file), Person(file=files.file)
    seal(mine, "content", "mine", files.publics["consent"])
    seal(theirs, "called", "theirs", files.publics["identity"])
    with pytest.raises(KeyNotHeld):
        open_each([mine.content, theirs.called], by=house.on_duty("lou"), why=Verb.READ)


def test_whoever_makes_a_file_keeps_no_secret_of_it(house):
    files = keys.make_file()
    assert set(files.publics) == set(keys.ENTITLED)
    assert [
        row.box for row in SealedSecret.objects.filter(file=files.file) if len(row.box) != 80
    ] == []
    pairs = SealedSecret.objects.filter(file=files.file).values_list("compartment", "role")
    assert sorted(pairs) == sorted((c, r) for c, roles in keys.ENTITLED.items() for r in roles)


@pytest.mark.hostile(90)
def test_a_browser_s_key_opens_no_compartment(house):
    contact = house.somebody_writes("for the line alone")
    secret = b"s" * 32
    public, private = own.session_pair(secret)
    session = Session.objects.create(
        id=own.session_id(secret),
        contact=contact,
        file=contact.file,
        public=public,
        conversation=keys.public_of(contact.file, "conversation"),
        language="fr",
    )
    copy = SessionCopy(id=uuid.uuid4(), session=session, file=contact.file, kind="person")
    seal(copy, "text", "for this browser", public)
    assert own.open_own(copy.text, private) == "for this browser"
    with pytest.raises(CannotRead, match="opens no compartment"):
        own.open_own(Message.objects.get(contact=contact).text, private)
    with pytest.raises(KeyNotHeld):
        open_sealed(copy.text, by=house.on_duty("ana"), why=Verb.READ)
    for other in (own.session_pair(b"t" * 32)[1], b"short"):
        with pytest.raises(CannotRead):
            own.open_own(copy.text, other)


def test_ids_from_a_cookie_do_not_lead_back_to_it():
    secret = b"s" * 32
    names = {own.session_id(secret), own.derive_id(secret, "contact"), uuid.UUID(bytes=secret[:16])}
    assert len(names) == 3
    assert own.derive_id(secret, "contact") == own.derive_id(secret, "contact")


@pytest.mark.parametrize("change", ["unsigned", "altered", "promoted", "missing"])
def test_a_role_key_that_does_not_chain_to_the_root_seals_nothing(house, change):
    key = RoleKey.objects.get(role="responder")
    if change == "missing":
        key.delete()
    else:
        if change == "altered":
            key.public = suite.keypair()[0]
        elif change == "promoted":
            key.id, key.epoch = uuid.uuid4(), 2
        else:
            key.signature = b"\0" * 64
        key.save()
    with pytest.raises(keys.NoRoleKey, match="responder"):
        keys.make_file()
    assert SealedSecret.objects.count() == 0


@pytest.mark.parametrize("root", ["", "00" * 32, "no hex at all", "ab"])
def test_an_unknown_root_seals_nothing(house, settings, root):
    settings.ROOT_KEY = root
    with pytest.raises(keys.NoRoleKey, match="root key"):
        keys.make_file()


def test_the_newest_epoch_of_a_role_is_used(house, settings):
    root_public, root_secret = suite.signing_pair()
    settings.ROOT_KEY = root_public.hex()
    for role in keys.ROLES:
        for epoch in (2, 1):
            public = suite.keypair()[0]
            signature = suite.sign(keys.role_statement(role, epoch, public), root_secret)
            RoleKey.objects.update_or_create(
                role=role, epoch=epoch, defaults={"public": public, "signature": signature}
            )
    files = keys.make_file()
    assert {row.epoch for row in SealedSecret.objects.filter(file=files.file)} == {2}


def test_a_leaver_s_sealed_role_keys_are_destroyed(house):
    ana = house.on_duty("ana")
    assert [role for role, _ in ana.role_secrets] == ["responder"]
    staffkeys.revoke_grants(ana.id)
    assert RoleGrant.objects.filter(holder=ana.id).count() == 0
    contact = house.somebody_writes("after")
    fresh = house.on_duty("ana")
    with pytest.raises(KeyNotHeld):
        open_sealed(Message.objects.get(contact=contact).text, by=fresh, why=Verb.READ)


def test_a_pseudonym_is_gone_with_its_key(house):
    contact = house.somebody_writes("x")
    before = keys.pseudonym(contact.file)
    assert keys.pseudonyms([contact.file]) == {before: contact.file}
    keys.destroy(contact.file)
    assert (keys.pseudonym(contact.file), keys.pseudonyms([contact.file])) == ("-", {})
    assert AuditKey.objects.filter(file=contact.file).count() == 0


def test_a_tombstone_knows_its_file_again_and_tells_nobody_which(house):
    one, other = house.somebody_writes("x"), house.somebody_writes("y")
    assert keys.forgotten_among([one.file, other.file]) == []
    keys.destroy(one.file)
    keys.destroy(one.file)  # again, after a crash
    assert keys.forgotten_among([one.file, other.file]) == [one.file]
    assert HouseKey.objects.count() == 1


def test_two_processes_agree_on_one_tombstone_key(house, monkeypatch):
    """The other one was first, between our look and our insert."""
    theirs = HouseKey.objects.create(name="tombstones", key=b"k" * 32)
    nothing_yet = SimpleNamespace(values_list=lambda *_, **__: SimpleNamespace(first=lambda: None))
    monkeypatch.setattr(HouseKey.objects, "filter", lambda **_: nothing_yet)
    assert keys._tombstone_key() == bytes(theirs.key)


def test_keys_are_stored_apart_from_what_they_open():
    router = KeystoreRouter()
    assert {router.db_for_read(m) for m in (SealedSecret, AuditKey, HouseKey)} == {"keystore"}
    assert {router.db_for_write(m) for m in (Message, Contact, Compartment)} == {"default"}
    for name in KEYSTORE:
        assert router.allow_migrate("keystore", "vault", name)
        assert not router.allow_migrate("default", "vault", name)
    assert not router.allow_migrate("keystore", "contacts", "message")
    assert router.allow_migrate("default", "contacts", "message")
