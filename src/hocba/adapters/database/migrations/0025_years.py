"""Classes made ahead, and the append-only history of carrying a school's pupils up."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

GUARDS = own_school_only("made_class") + own_school_only("year_entry") + append_only("year_entry")


def _id() -> tuple[str, "models.BigAutoField[int, int]"]:
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0024_following"),
    ]

    operations = [
        migrations.CreateModel(
            name="MadeClassModel",
            fields=[
                _id(),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("name", models.CharField(max_length=20)),
                ("grade", models.SmallIntegerField()),
            ],
            options={
                "db_table": "made_class",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "school_year", "name"), name="made_class_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearEntryModel",
            fields=[
                _id(),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("act", models.CharField(max_length=20)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("basis", models.CharField(default="", max_length=300)),
                ("pupils", models.JSONField(default=list)),
            ],
            options={
                "db_table": "year_entry",
                "indexes": [
                    models.Index(fields=["school", "school_year"], name="year_entry_of_year"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
