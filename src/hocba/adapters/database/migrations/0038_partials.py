"""Partial records of pupils who change school: a school's own, append-only."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
TABLES = ("partial_step", "received_partial")


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0037_kept_stamps"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartialStepModel",
            fields=[
                ("id", _ID),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("sector_code", models.CharField(max_length=35)),
                ("version", models.SmallIntegerField()),
                ("number", models.IntegerField()),
                ("record_code", models.CharField(max_length=15)),
                ("class_name", models.CharField(max_length=20)),
                ("grade", models.SmallIntegerField()),
                ("act", models.CharField(max_length=20)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(default="", max_length=500)),
                ("proof", models.BinaryField(default=b"")),
                ("content_xml", models.BinaryField(null=True)),
                ("content_digest", models.BinaryField(default=b"")),
                ("root", models.BinaryField(default=b"")),
                ("leaf_count", models.IntegerField(default=0)),
                ("signatures", models.JSONField(default=list)),
            ],
            options={
                "db_table": "partial_step",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "school_year", "sector_code", "version", "number"),
                        name="partial_step_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceivedPartialModel",
            fields=[
                ("id", _ID),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("sector_code", models.CharField(max_length=35)),
                ("transfer_id", models.CharField(max_length=32)),
                ("issuer", models.CharField(max_length=35)),
                ("issuer_name", models.CharField(max_length=200)),
                ("grade", models.SmallIntegerField()),
                ("class_name", models.CharField(max_length=20)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("content_digest", models.BinaryField()),
                ("file_digest", models.BinaryField()),
            ],
            options={
                "db_table": "received_partial",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "content_digest"), name="received_partial_once"
                    )
                ],
                "indexes": [
                    models.Index(fields=["school", "sector_code"], name="received_partial_pupil")
                ],
            },
        ),
        migrations.RunSQL(
            "".join(own_school_only(table) + append_only(table) for table in TABLES),
            migrations.RunSQL.noop,
        ),
    ]
