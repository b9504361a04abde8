"""Every change of a school's assignments: the school's own, append-only."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

GUARDS = own_school_only("staffing_entry") + append_only("staffing_entry")


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0018_transfers"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffingEntryModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("staff_code", models.CharField(max_length=35)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("was", models.JSONField(null=True)),
                ("now", models.JSONField(null=True)),
            ],
            options={
                "db_table": "staffing_entry",
                "indexes": [
                    models.Index(fields=["school", "staff_code"], name="staffing_entry_person"),
                ],
            },
        ),
        # Who teaches what stands in the assignments, with their days and decisions.
        migrations.DeleteModel(name="TeachingModel"),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
