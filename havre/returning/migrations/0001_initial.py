# Six words that lead back to what was left unread, and never to what was said.

import django.db.models.deletion
import havre.lib.clock
import havre.vault.sealed
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0009_what_is_open'),
        ('staff', '0010_open_alone'),
        ('tips', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('file', models.UUIDField(editable=False)),
                ('text', havre.vault.sealed.SealedField(compartment='tip')),
                ('at', models.DateTimeField(default=havre.lib.clock.now)),
                ('tip', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='tips.tip')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.UUIDField(editable=False)),
                ('text', havre.vault.sealed.SealedField(compartment='tip')),
                ('at', models.DateTimeField(default=havre.lib.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='staff.member')),
                ('tip', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='tips.tip')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Try',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('mark', models.UUIDField()),
                ('at', models.DateTimeField(db_index=True, default=havre.lib.clock.now)),
            ],
            options={
                'indexes': [models.Index(fields=['mark', 'at'], name='tries_of_a_mark')],
            },
        ),
        migrations.CreateModel(
            name='Way',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('file', models.UUIDField(editable=False)),
                ('language', models.CharField(max_length=8)),
                ('salt', models.BinaryField(max_length=16)),
                ('public', models.BinaryField(max_length=32)),
                ('line', models.BinaryField(default=b'', max_length=32)),
                ('made_at', models.DateTimeField(default=havre.lib.clock.now)),
                ('used_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='contacts.contact')),
                ('tip', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='tips.tip')),
            ],
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='came_back', serialize=False, to='contacts.contact')),
                ('at', models.DateTimeField(default=havre.lib.clock.now)),
                ('way', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='returning.way')),
            ],
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('way', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='returning.way')),
                ('at', models.DateTimeField(default=havre.lib.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='LeftCopy',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('file', models.UUIDField(editable=False)),
                ('text', havre.vault.sealed.SealedField(compartment='return')),
                ('at', models.DateTimeField(default=havre.lib.clock.now)),
                ('visit', models.UUIDField(null=True)),
                ('fetched_at', models.DateTimeField(null=True)),
                ('way', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='returning.way')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Left',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('said', models.UUIDField(db_index=True)),
                ('at', models.DateTimeField(default=havre.lib.clock.now)),
                ('way', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='returning.way')),
            ],
        ),
    ]
