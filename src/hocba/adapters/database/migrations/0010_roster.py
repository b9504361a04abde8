"""The history of a school's pupil list: the school's own, append-only."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

GUARDS = own_school_only("roster_entry") + append_only("roster_entry")


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0005_intake"),
    ]

    operations = [
        migrations.CreateModel(
            name="RosterEntryModel",
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
                ("act", models.CharField(max_length=20)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("on_day", models.DateField()),
                ("basis", models.CharField(default="", max_length=300)),
                ("was", models.JSONField(null=True)),
                ("now", models.JSONField()),
                ("changed", models.JSONField(default=list)),
            ],
            options={
                "db_table": "roster_entry",
                "indexes": [
                    models.Index(
                        fields=["school", "school_year", "sector_code"], name="roster_entry_pupil"
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
