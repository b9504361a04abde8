"""On which days certificates of a school's signers end, as statements of version 2 tell."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0033_refusals"),
    ]

    operations = [
        migrations.AddField(
            model_name="keptsignersmodel",
            name="ends",
            field=models.JSONField(null=True),
        ),
    ]
