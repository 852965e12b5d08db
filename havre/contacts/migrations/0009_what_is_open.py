"""What was open before there was a row to say so."""

from django.db import migrations


def write_down(apps, schema_editor):
    if schema_editor.connection.alias != "default":
        return
    contacts = apps.get_model("contacts", "Contact").objects.filter(closure=None)
    unclosed = apps.get_model("contacts", "Unclosed")
    rows = [unclosed(contact_id=id) for id in contacts.values_list("id", flat=True)]
    unclosed.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0008_open_alone")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
