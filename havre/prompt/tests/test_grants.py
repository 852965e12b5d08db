"""The house gives each face its rights on PostgreSQL and no more (register 90)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from havre.prompt import grants

pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"]),
    pytest.mark.skipif(
        "postgresql" not in connection.settings_dict["ENGINE"],
        reason="SQLite has no roles: the faces differ by their keys alone there (SECURITY.md)",
    ),
    pytest.mark.hostile(90),
]
FILE = uuid.UUID(int=7)


def connect(alias: str, user: str | None = None) -> psycopg.Connection:
    said = connections[alias].settings_dict
    return psycopg.connect(
        host=said["HOST"],
        port=said["PORT"],
        dbname=said["NAME"],
        user=user or said["USER"],
        autocommit=True,
    )


@contextmanager
def role_of(face: str) -> Iterator[str]:
    """A role of its own for a face, with its rights in both databases."""
    user = f"havre_{face}_{uuid.uuid4().hex[:8]}"
    role = sql.Identifier(user)
    with connect("default") as owner, connect("keystore") as keeper:
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        try:
            for alias, link in (("default", owner), ("keystore", keeper)):
                for statement in grants.statements(alias, face, user):
                    link.execute(statement)
            yield user
        finally:
            for link in (owner, keeper):
                link.execute(sql.SQL("DROP OWNED BY {}").format(role))
            owner.execute(sql.SQL("DROP ROLE {}").format(role))


@pytest.fixture
def front() -> Iterator[str]:
    with role_of("front") as user:
        yield user


@pytest.fixture
def desk() -> Iterator[str]:
    with role_of("desk") as user:
        yield user


def refused(link: psycopg.Connection, statement: str) -> bool:
    try:
        link.execute(statement)
    except InsufficientPrivilege:
        return True
    return False


READ = [
    f"SELECT 1 FROM {table}"
    for table in (
        "contacts_message",
        "contacts_contact",
        "contacts_unclosed",
        "contacts_person",
        "contacts_note",
        "vault_compartment",
        "staff_member",
        "audit_entry",
        "consents_consent",
        "disclosures_disclosure",
        "directory_verification",
        "directory_organization",
        "directory_service",
        "directory_answerending",
        "tips_tip",
        "returning_return",
        "returning_left",
        "returning_question",
        "returning_answer",
        "returning_erasure",
        "tips_assessment",
        "tips_takingback",
        "statistics_pendingtally",
    )
]
CHANGE = [
    "UPDATE contacts_message SET sender = 'staff'",
    "DELETE FROM contacts_contact",
    "DELETE FROM contacts_unclosed",
    "UPDATE vault_rolekey SET epoch = 9",
    "INSERT INTO vault_rolekey (id, role, epoch, public, signature) "
    f"VALUES ('{FILE}', 'responder', 9, '', '')",
    "UPDATE webchat_session SET public = ''",
    "TRUNCATE webchat_session",
    "SELECT contact_id FROM webchat_pause",
    "SELECT by_id FROM webchat_pause",
    "UPDATE webchat_pause SET until = now()",
    "DELETE FROM webchat_pause",
    "SELECT 1 FROM webchat_pausereview",
    "SELECT contact_id FROM returning_way",
    "UPDATE returning_way SET public = ''",
    "DELETE FROM returning_way",
    "UPDATE returning_leftcopy SET text = ''",
    "DELETE FROM returning_leftcopy",
    "UPDATE returning_try SET at = now()",
    "SELECT organization_id FROM directory_invitation",
    "SELECT words FROM directory_answer",
    "DELETE FROM directory_answer",
    "UPDATE directory_invitation SET until = now()",
    "CREATE TABLE mine (n int)",
]
KEYSTORE = [
    "SELECT 1 FROM vault_sealedsecret",
    "SELECT 1 FROM vault_auditkey",
    "SELECT 1 FROM vault_rolegrant",
    "DELETE FROM vault_sealedsecret",
    "SELECT 1 FROM vault_tombstone",
    "INSERT INTO vault_tombstone (mark, made_at) VALUES ('x', now())",
]


def test_the_front_inserts_what_is_said_and_reads_nobody(front):
    with connect("default", front) as link:
        with link.transaction(force_rollback=True):
            link.execute("INSERT INTO contacts_person (id, file) VALUES (%s, %s)", (FILE, FILE))
            link.execute(
                "INSERT INTO contacts_contact (id, file, person_id, channel, language, opened_at) "
                "VALUES (%s, %s, %s, 'webchat', 'fr', now())",
                (FILE, FILE, FILE),
            )
            link.execute("INSERT INTO contacts_unclosed (contact_id) VALUES (%s)", (FILE,))
            link.execute(
                "INSERT INTO contacts_message (id, file, contact_id, sender, kind, text, said_at) "
                "VALUES (%s, %s, %s, 'person', 'words', '', now()) ON CONFLICT DO NOTHING",
                (FILE, FILE, FILE),
            )
        assert [statement for statement in READ + CHANGE if not refused(link, statement)] == []
        link.execute("SELECT id, file, entries, until FROM directory_invitation")
        link.execute("SELECT id, service FROM directory_answer WHERE invitation_id = %s", (FILE,))
        for table in ("webchat_session", "webchat_sessioncopy"):
            link.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
        link.execute(
            "SELECT id, step, until, asked_at FROM webchat_pause WHERE session = %s", (FILE,)
        )
        link.execute("UPDATE webchat_pause SET asked_at = now() WHERE id = %s", (FILE,))
        link.execute("UPDATE webchat_session SET seen_at = now() WHERE id = %s", (FILE,))
        link.execute(
            "SELECT id, file, tip_id, language, salt, public, line, made_at, used_at "
            "FROM returning_way WHERE id = %s AND made_at > now()",
            (FILE,),
        )
        link.execute("UPDATE returning_way SET used_at = now() WHERE id = %s", (FILE,))
        link.execute(
            "UPDATE returning_leftcopy SET visit = %s, fetched_at = now() "
            "WHERE way_id = %s AND visit IS NULL",
            (FILE, FILE),
        )
        link.execute("DELETE FROM returning_try WHERE mark = %s", (FILE,))
        link.execute("DELETE FROM webchat_sessioncopy WHERE session_id = %s", (FILE,))


def test_the_front_adds_to_the_keystore_and_reads_nothing_there(front):
    with connect("keystore", front) as link:
        with link.transaction(force_rollback=True):
            link.execute(
                "INSERT INTO vault_auditkey (file, key, made_at) VALUES (%s, '', now())", (FILE,)
            )
        assert [statement for statement in KEYSTORE if not refused(link, statement)] == []


def test_the_desk_only_adds_to_the_audit(desk):
    with connect("default", desk) as link:
        link.execute("SELECT * FROM contacts_message")
        link.execute("SELECT * FROM audit_entry")
        for statement in (
            "UPDATE audit_entry SET actor = 'x'",
            "DELETE FROM audit_entry",
            "TRUNCATE audit_entry",
            "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        ):
            assert refused(link, statement), statement
