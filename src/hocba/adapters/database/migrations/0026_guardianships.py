"""Who stands for a pupil, a school's own; pupils found by their own number."""

from django.db import migrations, models

from hocba.adapters.database.guards import own_school_only


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0025_years"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuardianshipModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guardianship_id", models.CharField(max_length=20, unique=True)),
                ("school", models.CharField(max_length=35)),
                ("sector_code", models.CharField(max_length=35)),
                ("kin", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("number_mark", models.BinaryField()),
                ("number_end", models.CharField(max_length=3)),
                ("basis", models.CharField(max_length=300)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(default="", max_length=64)),
            ],
            options={
                "db_table": "guardianship",
                "indexes": [
                    models.Index(fields=["school", "sector_code"], name="guardianship_pupil"),
                    models.Index(fields=["number_mark"], name="guardianship_number"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="enrolmentmodel",
            index=models.Index(
                condition=models.Q(("personal_id", ""), _negated=True),
                fields=["personal_id"],
                name="enrolment_number",
            ),
        ),
        migrations.AddIndex(
            model_name="enrolmentmodel",
            index=models.Index(fields=["sector_code"], name="enrolment_pupil"),
        ),
        migrations.RunSQL(own_school_only("guardianship"), migrations.RunSQL.noop),
    ]
