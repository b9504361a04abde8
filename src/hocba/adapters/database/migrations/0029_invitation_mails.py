"""Mails that carry an invitation: its code stands encrypted, and only while the mail waits."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0028_signers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="mailmodel",
            name="notice",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="database.noticemodel",
            ),
        ),
        migrations.AddField(
            model_name="mailmodel",
            name="invited",
            field=models.CharField(default="", max_length=150),
        ),
        migrations.AddField(
            model_name="mailmodel", name="sealed", field=models.TextField(default="")
        ),
        migrations.AddField(
            model_name="mailmodel", name="at", field=models.DateTimeField(null=True)
        ),
    ]
