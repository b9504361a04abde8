"""Who has read which record: a school's own, append-only."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

GUARDS = own_school_only("record_read") + append_only("record_read")


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0002_repository"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("school", models.CharField(max_length=35)),
                ("by", models.CharField(max_length=64)),
                ("role", models.CharField(max_length=40)),
                ("way", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("office", models.CharField(max_length=35)),
            ],
            options={
                "db_table": "record_read",
                "indexes": [
                    models.Index(fields=["record_code", "at"], name="record_read_code"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
