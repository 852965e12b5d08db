# What an import knows beside the fields it would change.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_whose_numbers'),
        ('directory', '0020_readings'),
    ]

    operations = [
        migrations.AddField(
            model_name='proposal',
            name='about',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='proposal',
            name='exact',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='file',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='origin',
            name='values',
            field=models.JSONField(default=dict),
        ),
    ]
