"""Each face's rights on PostgreSQL: the front inserts and reads almost nothing (register 90)."""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.db import connections
from psycopg import sql

from havre.lib import env
from havre.prompt.said import Refused

APPEND_ONLY = "audit_entry"
# What the front may do, table by table (security.md 2, rule 1): the present, not the past.
FRONT: dict[str, tuple[str, ...]] = {
    "contacts_person": ("INSERT",),
    "contacts_contact": ("INSERT",),
    "contacts_unclosed": ("INSERT",),
    "contacts_message": ("INSERT",),
    "contacts_asked": ("INSERT",),
    "contacts_lamp": ("SELECT",),
    "vault_compartment": ("INSERT",),
    "vault_rolekey": ("SELECT",),
    "webchat_session": ("INSERT", "SELECT", "UPDATE (seen_at, hidden_at)", "DELETE"),
    "webchat_pause": ("SELECT (id, session, step, at, until, asked_at)", "UPDATE (asked_at)"),
    "webchat_sessioncopy": ("INSERT", "SELECT", "DELETE"),
    "tips_tip": ("INSERT",),
    "returning_way": (
        "INSERT",
        "SELECT (id, file, tip_id, language, salt, public, line, made_at, used_at)",
        "UPDATE (used_at)",
    ),
    "returning_leftcopy": ("SELECT", "UPDATE (visit, fetched_at)"),
    "returning_return": ("INSERT",),
    "returning_answer": ("INSERT",),
    "returning_erasure": ("INSERT",),
    "returning_try": ("INSERT", "SELECT", "DELETE"),
    "directory_invitation": ("SELECT (id, file, entries, until)",),
    "directory_answer": ("INSERT", "SELECT (id, invitation_id, service)"),
}
FRONT_KEYSTORE: dict[str, tuple[str, ...]] = {
    "vault_sealedsecret": ("INSERT",),
    "vault_auditkey": ("INSERT",),
}

Statement = sql.Composed


def apply() -> None:
    """Give both faces' roles their rights, in both databases. Raises Refused if a role is missing.

    Without HAVRE_FRONT_DATABASE_URL and HAVRE_DESK_DATABASE_URL there is one role, the owner, and
    nothing to give.
    """
    roles = {face: _user(f"{face.upper()}_DATABASE_URL") for face in ("front", "desk")}
    keepers = {face: _keystore_user(face) for face in ("front", "desk")}
    for alias, users in (("default", roles), ("keystore", keepers)):
        for face, user in users.items():
            if user and user != connections[alias].settings_dict["USER"]:
                _run(alias, user, statements(alias, face, user))


def statements(alias: str, face: str, user: str) -> Iterator[Statement]:
    """All that one face's role may do in one database, after taking everything from it."""
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(sql.Identifier(user))
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(user))
    front = FRONT if alias == "default" else FRONT_KEYSTORE
    for table, may in (front if face == "front" else _desk(alias)).items():
        yield sql.SQL("GRANT {} ON {} TO {}").format(
            sql.SQL(", ").join(sql.SQL(right) for right in may),
            sql.Identifier(table),
            sql.Identifier(user),
        )


def _desk(alias: str) -> dict[str, tuple[str, ...]]:
    """Everything on all tables, but the audit is only read and added to."""
    rights: dict[str, tuple[str, ...]] = {}
    for table in _tables(alias):
        rights[table] = ("SELECT", "INSERT", "UPDATE", "DELETE")
        if table == APPEND_ONLY:
            rights[table] = ("SELECT", "INSERT")
    return rights


def _tables(alias: str) -> list[str]:
    there = set(connections[alias].introspection.table_names())
    return sorted(there & {model._meta.db_table for model in apps.get_models()})


def _user(setting: str) -> str:
    return unquote(urlsplit(env.text(setting)).username or "")


def _keystore_user(face: str) -> str:
    """Each face's own role in the keystore, or its role in the database if none is set."""
    return _user(f"{face.upper()}_KEYSTORE_URL") or _user(f"{face.upper()}_DATABASE_URL")


def _run(alias: str, user: str, wanted: Iterable[Statement]) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [user])
        if cursor.fetchone() is None:
            raise Refused(f"PostgreSQL has no role {user}. Make it (CREATE ROLE), then try again.")
        for statement in wanted:
            cursor.execute(statement)
