from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webchat", "0003_interpreter_kind")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="hidden_at",
            field=models.DateTimeField(null=True),
        ),
    ]
