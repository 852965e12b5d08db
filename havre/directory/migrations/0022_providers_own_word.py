# A link opens its own entries, and what was said by it is sealed. No invitation was ever sent
# before: the table is made anew.

import uuid

import django.db.models.deletion
from django.db import migrations, models

import havre.lib.clock
import havre.vault.sealed


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0021_what_imports_know'),
    ]

    operations = [
        migrations.DeleteModel(name='Invitation'),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('by', models.CharField(max_length=40)),
                ('at', models.DateTimeField(default=havre.lib.clock.now)),
                ('file', models.UUIDField(editable=False)),
                ('entries', havre.vault.sealed.SealedField(compartment='link')),
                ('until', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='directory.organization')),
            ],
            options={'abstract': False},
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('service', models.UUIDField()),
                ('file', models.UUIDField(editable=False)),
                ('words', havre.vault.sealed.SealedField(compartment='place')),
                ('at', models.DateTimeField(default=havre.lib.clock.now)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='directory.invitation')),
            ],
        ),
        migrations.CreateModel(
            name='AnswerEnding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('by', models.CharField(max_length=40)),
                ('at', models.DateTimeField(default=havre.lib.clock.now)),
                ('outcome', models.CharField(max_length=5)),
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='ending', to='directory.answer')),
            ],
            options={'abstract': False},
        ),
    ]
