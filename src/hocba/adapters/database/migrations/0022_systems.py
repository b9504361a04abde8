"""Schools' software: who was let in, which results came from it, and the door's memory."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

_STANDS = ("vendor_system", "vendor_system_end", "result_source")
GUARDS = "".join(map(own_school_only, (*_STANDS, "api_answer"))) + "".join(
    map(append_only, _STANDS)
)


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0021_printing"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiAnswerModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("client", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=128)),
                ("digest", models.BinaryField()),
                ("status", models.SmallIntegerField()),
                ("body", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "api_answer",
                "constraints": [
                    models.UniqueConstraint(fields=("client", "key"), name="api_answer_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiAssertionModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client", models.CharField(max_length=40)),
                ("number", models.CharField(max_length=128)),
                ("until", models.DateTimeField()),
            ],
            options={
                "db_table": "api_assertion",
                "constraints": [
                    models.UniqueConstraint(fields=("client", "number"), name="api_assertion_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiMinuteModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("who", models.CharField(max_length=80)),
                ("minute", models.DateTimeField()),
                ("count", models.IntegerField()),
            ],
            options={
                "db_table": "api_minute",
                "constraints": [
                    models.UniqueConstraint(fields=("who", "minute"), name="api_minute_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ResultSourceModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("sector_code", models.CharField(max_length=35)),
                ("place", models.SmallIntegerField()),
                ("digest", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "result_source",
                "indexes": [
                    models.Index(
                        fields=["school", "school_year", "sector_code"], name="result_source_of"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SystemEndModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("place", models.SmallIntegerField()),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("basis", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "vendor_system_end",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "place"), name="vendor_system_end_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SystemModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("place", models.SmallIntegerField()),
                ("vendor", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=120)),
                ("version", models.CharField(max_length=40)),
                ("certificate", models.BinaryField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("basis", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "vendor_system",
                "constraints": [
                    models.UniqueConstraint(fields=("school", "place"), name="vendor_system_place")
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
