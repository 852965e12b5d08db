"""The house opens what it once sealed, for ever: one known answer for every stored format.

`vectors.json` was written once by the code of 2026-11 with the keys in it (of nobody). It is never
rewritten: a new format gets new vectors beside these. It holds what is stored and its text.
"""

import json
import uuid
from pathlib import Path

import pytest

from havre.audit.models import Entry
from havre.consents.models import digest_of
from havre.contacts.models import Message
from havre.directory.models import Organization
from havre.vault import keys, own, staffkeys, suite
from havre.vault.models import AuditKey, HouseKey, ParcelKey, SealedSecret
from havre.vault.opening import Verb, open_sealed
from havre.vault.sealed import Sealed, _Stored

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.hostile(94)


def stored(name: str) -> dict[str, str]:
    return VECTORS[name]


def raw(name: str, part: str) -> bytes:
    return bytes.fromhex(VECTORS[name][part])


class Holder:
    """Whoever holds the responder role's key of the vectors."""

    actor = "vectors"
    role_secrets = {("responder", 1): raw("role", "secret")}

    def verify_key(self, author: uuid.UUID) -> bytes | None:
        return raw("author", "public") if author == uuid.UUID(stored("author")["id"]) else None


def message(name: str) -> Message:
    row = Message(id=uuid.UUID(stored(name)["row"]), file=uuid.UUID(stored("file")["id"]))
    row.author_id = uuid.UUID(stored("author")["id"]) if name == "signed" else None
    row.__dict__["text"] = _Stored(raw(name, "box"))
    return row


@pytest.mark.django_db(databases=["default", "keystore"])
@pytest.mark.parametrize("name", ["unsigned", "signed"])
def test_a_message_sealed_in_2026_opens(name):
    SealedSecret.objects.create(
        file=uuid.UUID(stored("file")["id"]),
        compartment="conversation",
        role="responder",
        epoch=1,
        box=raw("compartment", "box"),
    )
    AuditKey.objects.create(file=uuid.UUID(stored("file")["id"]), key=raw("file", "audit_key"))
    assert open_sealed(message(name).text, by=Holder(), why=Verb.READ) == stored(name)["text"]
    assert keys.pseudonym(uuid.UUID(stored("file")["id"])) == stored("file")["pseudonym"]


@pytest.mark.django_db(databases=["default", "keystore"])
def test_a_parcel_and_a_browser_s_copy_open():
    parcel = uuid.UUID(stored("parcel")["row"])
    ParcelKey.objects.create(parcel=parcel, secret=raw("parcel", "secret"))
    place = stored("parcel")["bound_to"].encode()
    value = Sealed(raw("parcel", "box"), place, uuid.uuid4(), "parcel", None)
    assert own.open_parcel(value, parcel) == stored("parcel")["text"]
    _, private = own.session_pair(raw("session", "cookie"))
    place = stored("session")["bound_to"].encode()
    value = Sealed(raw("session", "box"), place, uuid.uuid4(), "session", None)
    assert own.open_own(value, private) == stored("session")["text"]
    assert str(own.session_id(raw("session", "cookie"))) == stored("session")["id"]


def test_a_chest_opens_with_the_passphrase_of_2026():
    locked = staffkeys.Locked(*(raw("chest", part) for part in ("salt", "verifier", "wrapped")))
    member = uuid.UUID(stored("author")["id"])
    chest = staffkeys.unlock(locked, stored("chest")["passphrase"], member)
    assert chest is not None
    assert (chest.box.hex(), chest.code) == (stored("chest")["box"], stored("chest")["code"])
    wrapped, session = raw("desk_session", "wrapped"), uuid.UUID(stored("desk_session")["id"])
    assert staffkeys.unwrap_for_session(wrapped, raw("desk_session", "cookie"), session) == chest
    assert str(own.derive_id(raw("desk_session", "cookie"), "desk-session-id")) == str(session)


def test_a_role_grant_opens_and_its_key_chains_to_the_root():
    secret = suite.unseal_key(raw("grant", "box"), bytes.fromhex(stored("chest")["box"]))
    assert secret == raw("role", "secret")
    public = suite.public_of(secret)
    statement = keys.role_statement("responder", 1, public)
    assert suite.is_signed(statement, raw("role", "signature"), raw("role", "root"))


@pytest.mark.django_db(databases=["default", "keystore"])
def test_what_is_kept_for_ever_is_computed_as_it_was():
    HouseKey.objects.create(name="tombstones", key=raw("tombstone", "key"))
    assert keys._mark(uuid.UUID(stored("file")["id"])) == stored("tombstone")["mark"]
    assert digest_of(Organization(email="In@Linden.example")) == stored("address")["digest"]
    assert suite.digest("Mina").hex() == stored("digest")["blake2b"]


def test_a_row_of_the_chain_has_the_digest_it_had():
    parts = dict(stored("audit"))
    due = parts.pop("digest")
    at = Entry._meta.get_field("at").to_python(parts.pop("at"))
    assert Entry(n=int(parts.pop("n")), at=at, **parts).digest_due() == due
