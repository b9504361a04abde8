"""The queue of packages that were handed in, and which sender was served when."""

from django.db import migrations, models

from hocba.adapters.database.office_scope import own_office_only

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
_REFUSED = models.Q(state="TU_CHOI")


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0004_nation"),
    ]

    operations = [
        migrations.CreateModel(
            name="IntakeModel",
            fields=[
                ("id", _ID),
                ("office", models.CharField(max_length=35)),
                ("message_id", models.CharField(max_length=80)),
                ("sender", models.CharField(max_length=35)),
                ("digest", models.BinaryField()),
                ("size", models.BigIntegerField()),
                ("entries", models.IntegerField()),
                ("state", models.CharField(max_length=20)),
                ("handed_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("not_before", models.DateTimeField(null=True)),
                ("done", models.IntegerField(default=0)),
                ("failures", models.IntegerField(default=0)),
                ("log_size", models.BigIntegerField(null=True)),
                ("refusal", models.CharField(default="", max_length=80)),
                ("findings", models.JSONField(default=list)),
            ],
            options={
                "db_table": "intake",
                "constraints": [
                    models.UniqueConstraint(
                        condition=~_REFUSED, fields=("office", "digest"), name="handed_in_once"
                    ),
                    models.UniqueConstraint(
                        condition=~_REFUSED,
                        fields=("office", "message_id"),
                        name="message_once_in_intake",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(state__in=("CHO", "DANG_XU_LY", "DA_LUU")),
                        fields=["office", "sender", "id"],
                        name="intake_open",
                    ),
                    models.Index(fields=["office", "ended_at"], name="intake_ended"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeTurnModel",
            fields=[
                ("id", _ID),
                ("office", models.CharField(max_length=35)),
                ("sender", models.CharField(max_length=35)),
                ("served_at", models.DateTimeField()),
            ],
            options={
                "db_table": "intake_turn",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "sender"), name="intake_turn_once"),
                ],
            },
        ),
        migrations.RunSQL(
            own_office_only("intake") + own_office_only("intake_turn"), migrations.RunSQL.noop
        ),
    ]
