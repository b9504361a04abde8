"""Print jobs with their sheets, and numbered copies, append-only: a school's own."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

_TABLES = ("print_job", "print_sheet", "issued_copy")
GUARDS = "".join(map(own_school_only, _TABLES)) + append_only("issued_copy")

ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0020_moments"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintJobModel",
            fields=[
                ID,
                ("job_id", models.CharField(max_length=20, unique=True)),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("class_name", models.CharField(max_length=20)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("failures", models.IntegerField(default=0)),
                ("not_before", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("cleared_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "print_job",
                "indexes": [
                    models.Index(fields=["school", "-id"], name="print_job_school"),
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["id"], name="print_job_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintSheetModel",
            fields=[
                ID,
                ("school", models.CharField(max_length=35)),
                ("place", models.IntegerField()),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("name", models.CharField(default="", max_length=120)),
                ("refusal", models.CharField(default="", max_length=60)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="database.printjobmodel",
                    ),
                ),
            ],
            options={
                "db_table": "print_sheet",
                "constraints": [
                    models.UniqueConstraint(fields=("job", "place"), name="print_sheet_place_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedCopyModel",
            fields=[
                ID,
                ("school", models.CharField(max_length=35)),
                ("year", models.SmallIntegerField()),
                ("number", models.IntegerField()),
                ("record_code", models.CharField(max_length=15)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                ("receiver", models.CharField(max_length=200)),
                ("basis", models.CharField(max_length=500)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "issued_copy",
                "indexes": [models.Index(fields=["record_code"], name="issued_copy_record")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "year", "number"), name="copy_number_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
