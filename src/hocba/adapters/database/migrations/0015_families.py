"""Families' codes, shares and requests, a school's own; issued extracts, append-only."""

import django.contrib.postgres.fields
from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

_TABLES = ("family_access", "record_share", "family_request", "issued_extract")
GUARDS = "".join(map(own_school_only, _TABLES)) + append_only("issued_extract")

ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0014_corrections"),
    ]

    operations = [
        migrations.CreateModel(
            name="FamilyAccessModel",
            fields=[
                ID,
                ("access_id", models.CharField(max_length=20, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("school", models.CharField(max_length=35)),
                ("sector_code", models.CharField(max_length=20)),
                ("record_code", models.CharField(max_length=15)),
                ("kin", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("born_on", models.DateField()),
                ("by", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "family_access",
                "indexes": [
                    models.Index(fields=["school", "sector_code"], name="family_access_pupil")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareModel",
            fields=[
                ID,
                ("share_id", models.CharField(max_length=20, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("school", models.CharField(max_length=35)),
                ("record_code", models.CharField(max_length=15)),
                ("access_id", models.CharField(max_length=20)),
                ("receiver", models.CharField(max_length=200)),
                ("purpose", models.CharField(max_length=20)),
                (
                    "years",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None
                    ),
                ),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "record_share",
                "indexes": [
                    models.Index(fields=["record_code", "made_at"], name="record_share_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="FamilyRequestModel",
            fields=[
                ID,
                ("request_id", models.CharField(max_length=20, unique=True)),
                ("school", models.CharField(max_length=35)),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("access_id", models.CharField(max_length=20)),
                ("kin", models.CharField(max_length=20)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("outcome", models.CharField(default="", max_length=20)),
                ("answer", models.TextField(default="")),
                ("answered_by", models.CharField(default="", max_length=64)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "family_request",
                "indexes": [
                    models.Index(fields=["school", "due_at"], name="family_request_school"),
                    models.Index(fields=["record_code"], name="family_request_record"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedExtractModel",
            fields=[
                ID,
                ("school", models.CharField(max_length=35)),
                ("year", models.SmallIntegerField()),
                ("number", models.IntegerField()),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None
                    ),
                ),
                ("receiver", models.CharField(max_length=200)),
                ("basis", models.CharField(max_length=500)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("digest", models.BinaryField()),
            ],
            options={
                "db_table": "issued_extract",
                "indexes": [models.Index(fields=["record_code"], name="issued_extract_record")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "year", "number"), name="extract_number_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
