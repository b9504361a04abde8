"""The desk of an office above the school; officers of communes; what oversight counts."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only
from hocba.adapters.database.office_scope import own_office_only

_STANDS = ("reminder", "delivery_attempt", "oversight_note")
_COUNTED = ("oversight_count", "oversight_place")
GUARDS = "".join(
    [own_office_only(table) for table in (*_STANDS, *_COUNTED)] + [append_only(t) for t in _STANDS]
)


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0015_families"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeliveryAttemptModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("message_id", models.CharField(max_length=67)),
                ("at", models.DateTimeField()),
                ("outcome", models.CharField(default="", max_length=60)),
            ],
            options={
                "db_table": "delivery_attempt",
            },
        ),
        migrations.CreateModel(
            name="OversightCountModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("province", models.CharField(max_length=35)),
                ("school", models.CharField(max_length=35)),
                ("trait", models.CharField(max_length=40)),
                ("value", models.CharField(default="", max_length=200)),
                ("count", models.BigIntegerField()),
            ],
            options={
                "db_table": "oversight_count",
            },
        ),
        migrations.CreateModel(
            name="OversightNoteModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("signal", models.CharField(max_length=40)),
                ("unit", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("words", models.CharField(max_length=2000)),
            ],
            options={
                "db_table": "oversight_note",
            },
        ),
        migrations.CreateModel(
            name="OversightPlaceModel",
            fields=[
                ("office", models.CharField(max_length=35, primary_key=True, serialize=False)),
                ("next_index", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "oversight_place",
            },
        ),
        migrations.CreateModel(
            name="ReminderModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("school", models.CharField(max_length=35)),
                ("day", models.DateField()),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("words", models.CharField(max_length=1000)),
            ],
            options={
                "db_table": "reminder",
            },
        ),
        migrations.RemoveConstraint(
            model_name="accountmodel",
            name="account_role_once",
        ),
        migrations.AddField(
            model_name="accountmodel",
            name="ward",
            field=models.CharField(default="", max_length=35),
        ),
        migrations.AddConstraint(
            model_name="accountmodel",
            constraint=models.UniqueConstraint(
                fields=(
                    "username",
                    "person",
                    "role",
                    "school",
                    "school_year",
                    "class_name",
                    "ward",
                ),
                name="account_role_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="deliveryattemptmodel",
            index=models.Index(fields=["office", "message_id"], name="attempt_package"),
        ),
        migrations.AddConstraint(
            model_name="oversightcountmodel",
            constraint=models.UniqueConstraint(
                fields=("office", "school_year", "province", "school", "trait", "value"),
                name="oversight_cell_once",
            ),
        ),
        migrations.AddIndex(
            model_name="oversightnotemodel",
            index=models.Index(fields=["office", "signal", "unit"], name="note_signal"),
        ),
        migrations.AddConstraint(
            model_name="remindermodel",
            constraint=models.UniqueConstraint(
                fields=("office", "school", "day"), name="reminder_once"
            ),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
