"""Signed texts about corrections between schools and their province: append-only."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0035_seals_counted"),
    ]

    operations = [
        migrations.CreateModel(
            name="CorrectionLetterModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("correction_id", models.CharField(max_length=32)),
                ("school", models.CharField(max_length=35)),
                ("kind", models.CharField(max_length=10)),
                ("digest", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "correction_letter",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("correction_id", "digest"), name="correction_letter_once"
                    )
                ],
                "indexes": [models.Index(fields=["digest"], name="correction_letter_digest")],
            },
        ),
        migrations.RunSQL(
            own_school_only("correction_letter") + append_only("correction_letter"),
            migrations.RunSQL.noop,
        ),
    ]
