"""How a signal stands with those who follow it: said by each note, and never changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0023_sittings"),
    ]

    operations = [
        migrations.AddField(
            model_name="oversightnotemodel",
            name="state",
            field=models.CharField(default="DANG_XEM", max_length=20),
        ),
    ]
