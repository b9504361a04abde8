"""Time stamps that came after their records, as offices above keep them."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only
from hocba.adapters.database.office_scope import own_office_only

GUARDS = own_office_only("kept_stamp") + append_only("kept_stamp")


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0036_correction_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptStampModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("digest", models.BinaryField()),
            ],
            options={
                "db_table": "kept_stamp",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record_code", "office", "school_year", "version"),
                        name="stamp_kept_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
