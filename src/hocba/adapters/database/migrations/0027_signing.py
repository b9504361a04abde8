"""Rounds of signing, records held back, and rules of schools: a school's own."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

_STANDS = ("signing_step", "held_back", "school_rule")
_TABLES = ("signing_round", "signing_sheet", *_STANDS)
GUARDS = "".join(map(own_school_only, _TABLES)) + "".join(map(append_only, _STANDS))


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0026_guardianships"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeldBackModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("class_name", models.CharField(max_length=20)),
                ("record_code", models.CharField(max_length=15)),
                ("version", models.SmallIntegerField()),
                ("sector_code", models.CharField(max_length=20)),
                ("act", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=20)),
                ("note", models.CharField(default="", max_length=200)),
                ("expected_on", models.DateField(null=True)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "held_back",
                "indexes": [
                    models.Index(fields=["school", "school_year"], name="held_back_school")
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolRuleModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("rule", models.CharField(max_length=30)),
                ("is_on", models.BooleanField()),
                ("by", models.CharField(max_length=64)),
                ("role", models.CharField(max_length=30)),
                ("at", models.DateTimeField()),
                ("words", models.CharField(max_length=300)),
            ],
            options={
                "db_table": "school_rule",
                "indexes": [models.Index(fields=["school"], name="school_rule_school")],
            },
        ),
        migrations.CreateModel(
            name="SigningRoundModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round_id", models.CharField(max_length=20, unique=True)),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("act", models.CharField(max_length=20)),
                (
                    "sample",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None
                    ),
                ),
                ("is_running", models.BooleanField(default=False)),
                ("failures", models.IntegerField(default=0)),
                ("not_before", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "signing_round",
                "indexes": [
                    models.Index(fields=["school", "school_year"], name="signing_round_school"),
                    models.Index(
                        condition=models.Q(("is_running", True)),
                        fields=["id"],
                        name="signing_round_running",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningSheetModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("place", models.IntegerField()),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("class_name", models.CharField(max_length=20)),
                ("sector_code", models.CharField(max_length=20)),
                ("content_digest", models.BinaryField()),
                ("refusal", models.CharField(default="", max_length=60)),
                ("details", models.JSONField(default=dict)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="database.signingroundmodel",
                    ),
                ),
            ],
            options={
                "db_table": "signing_sheet",
                "indexes": [models.Index(fields=["record_code"], name="signing_sheet_record")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "place"), name="signing_sheet_place_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningStepModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("number", models.IntegerField()),
                ("step", models.CharField(max_length=20)),
                ("by", models.CharField(max_length=64)),
                ("role", models.CharField(max_length=30)),
                ("at", models.DateTimeField()),
                ("words", models.CharField(default="", max_length=500)),
                ("basis", models.CharField(default="", max_length=500)),
                ("place", models.IntegerField(null=True)),
                ("consent_id", models.CharField(default="", max_length=64)),
                ("count", models.IntegerField(default=0)),
                ("details", models.JSONField(default=dict)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="database.signingroundmodel",
                    ),
                ),
            ],
            options={
                "db_table": "signing_step",
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="signing_step_once")
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
