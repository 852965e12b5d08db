"""The chain is append-only in the database itself, not by good manners."""

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER audit_entry_no_{op} BEFORE {op.upper()} ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"""
    for op in ("update", "delete")
] + [
    # INSERT OR REPLACE deletes a row without asking the trigger for deletions.
    """CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry
       WHEN EXISTS (SELECT 1 FROM audit_entry WHERE n = NEW.n OR digest = NEW.digest)
       BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"""
]
POSTGRES = [
    """CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$""",
    """CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
       FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()""",
]


def guard(apps, schema_editor):
    if schema_editor.connection.alias != "default":
        return
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
