"""Assessments within the year: a school's own."""

from django.db import migrations, models

from hocba.adapters.database.guards import own_school_only


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0019_staffing"),
    ]

    operations = [
        migrations.CreateModel(
            name="MomentModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("moment", models.CharField(max_length=20)),
                ("sector_code", models.CharField(max_length=35)),
                ("year", models.JSONField()),
            ],
            options={
                "db_table": "moment_assessment",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "school_year", "moment", "sector_code"),
                        name="moment_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(own_school_only("moment_assessment"), migrations.RunSQL.noop),
    ]
