# Tips: what the public saw, apart from everybody who asks for help.

import uuid

import django.db.models.deletion
from django.db import migrations, models

import havre.lib.clock
import havre.vault.sealed


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('staff', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tip',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.UUIDField(editable=False)),
                ('language', models.CharField(max_length=8)),
                ('passing_on', models.CharField(default='no', max_length=3)),
                ('words', havre.vault.sealed.SealedField(compartment='tip')),
                ('at', models.DateTimeField(default=havre.lib.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('standing', models.CharField(max_length=12)),
                ('at', models.DateTimeField(default=havre.lib.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='staff.member')),
                ('tip', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='tips.tip')),
            ],
            options={'ordering': ('-at', '-id')},
        ),
    ]
