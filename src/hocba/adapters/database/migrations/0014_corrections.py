"""Requests to correct issued records: the school's own, append-only."""

import django.db.models.deletion
from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

_TABLES = ("correction", "correction_step")
GUARDS = "".join(own_school_only(table) + append_only(table) for table in _TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0013_look_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="CorrectionModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("correction_id", models.CharField(max_length=32, unique=True)),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("school", models.CharField(max_length=35)),
                ("school_name", models.CharField(max_length=200)),
                ("province", models.CharField(max_length=35)),
                ("sector_code", models.CharField(max_length=35)),
                ("full_name", models.CharField(max_length=200)),
                ("class_name", models.CharField(max_length=20)),
                ("aim", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=40)),
                ("basis", models.CharField(max_length=300)),
                ("changes", models.JSONField(default=list)),
                ("pupil", models.JSONField(null=True)),
                ("year", models.JSONField(null=True)),
                ("evidence_digest", models.BinaryField()),
                ("evidence_name", models.CharField(max_length=150)),
                ("evidence_type", models.CharField(max_length=40)),
                ("evidence_size", models.IntegerField()),
            ],
            options={
                "db_table": "correction",
                "indexes": [
                    models.Index(fields=["school"], name="correction_school"),
                    models.Index(fields=["record_code"], name="correction_record"),
                    models.Index(fields=["province"], name="correction_province"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionStepModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("school", models.CharField(max_length=35)),
                ("step", models.CharField(max_length=30)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(default="", max_length=500)),
                (
                    "correction",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="database.correctionmodel",
                    ),
                ),
            ],
            options={
                "db_table": "correction_step",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("correction", "number"), name="correction_step_once"
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
