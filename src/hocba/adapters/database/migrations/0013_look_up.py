"""By whom records can be found, who has looked, and what a reading was for."""

import django.contrib.postgres.fields
from django.db import migrations, models

from hocba.adapters.database.guards import append_only
from hocba.adapters.database.office_scope import own_office_only

_TABLES = ("kept_pupil", "look_up")
GUARDS = "".join(own_office_only(table) + append_only(table) for table in _TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0012_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptPupilModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("record_code", models.CharField(max_length=15)),
                ("facts", models.BinaryField()),
                ("full_name", models.TextField()),
                ("name_key", models.TextField()),
                ("born_on", models.DateField()),
                ("personal_mark", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "kept_pupil",
                "indexes": [
                    models.Index(fields=["office", "born_on", "name_key"], name="kept_pupil_name"),
                    models.Index(
                        condition=models.Q(("personal_mark__isnull", False)),
                        fields=["personal_mark"],
                        name="kept_pupil_number",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record_code", "office", "facts"), name="kept_pupil_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LookUpModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("look_up_id", models.CharField(max_length=32, unique=True)),
                ("person", models.CharField(max_length=64)),
                ("role", models.CharField(max_length=40)),
                ("office", models.CharField(max_length=35)),
                ("by", models.CharField(max_length=20)),
                ("purpose", models.CharField(max_length=20)),
                ("basis", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "found",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=15), size=None
                    ),
                ),
            ],
            options={
                "db_table": "look_up",
                "indexes": [models.Index(fields=["office", "person", "at"], name="look_up_person")],
            },
        ),
        migrations.AddField(
            model_name="readmodel",
            name="purpose",
            field=models.CharField(default="", max_length=20),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
