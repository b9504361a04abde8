"""Where logs above keep a school's records, a school's own, append-only."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0030_due_stamps"),
    ]

    operations = [
        migrations.CreateModel(
            name="LogPlaceModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("log", models.CharField(max_length=35)),
                ("index", models.BigIntegerField()),
            ],
            options={
                "db_table": "log_place",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record_code", "school_year", "version", "log"),
                        name="log_place_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            own_school_only("log_place") + append_only("log_place"), migrations.RunSQL.noop
        ),
    ]
