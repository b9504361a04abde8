"""What an office returned, by software; oversight is counted anew, by software where it warned."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only
from hocba.adapters.database.office_scope import own_office_only

_TABLES = ("refused_records", "kept_refusals")
GUARDS = "".join(own_office_only(table) + append_only(table) for table in _TABLES)
ANEW = "DELETE FROM oversight_count; DELETE FROM oversight_place;"
"""Warnings are told by software from now on. Whoever counts next begins with the first leaf."""
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0032_connections"),
    ]

    operations = [
        migrations.CreateModel(
            name="RefusedRecordsModel",
            fields=[
                ID,
                ("office", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("message_id", models.CharField(max_length=67)),
                ("sender", models.CharField(max_length=35)),
                ("school", models.CharField(default="", max_length=35)),
                ("software", models.CharField(default="", max_length=200)),
                ("code", models.CharField(max_length=80)),
                ("count", models.IntegerField()),
            ],
            options={
                "db_table": "refused_records",
                "indexes": [models.Index(fields=["office", "school_year"], name="refused_year")],
            },
        ),
        migrations.CreateModel(
            name="KeptRefusalsModel",
            fields=[
                ID,
                ("office", models.CharField(max_length=35)),
                ("province_code", models.CharField(max_length=35)),
                ("province_name", models.CharField(max_length=200)),
                ("number", models.IntegerField()),
                ("digest", models.BinaryField()),
                ("environment", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
                ("counted", models.BigIntegerField()),
                ("logged", models.BigIntegerField()),
                ("lines", models.JSONField(default=list)),
            ],
            options={
                "db_table": "kept_refusals",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "province_code", "number"), name="refusals_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ]
