"""Signed requests for connection and the ministry's answers: an office's own, append-only."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only
from hocba.adapters.database.office_scope import own_office_only

_TABLES = ("connection_request", "connection_answer")
GUARDS = "".join(own_office_only(table) + append_only(table) for table in _TABLES)


_ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0031_log_places"),
    ]

    operations = [
        migrations.AddField(
            "admissionmodel", "request_id", models.CharField(default="", max_length=32)
        ),
        migrations.CreateModel(
            name="ConnectionModel",
            fields=[
                _ID,
                ("office", models.CharField(max_length=35)),
                ("request_id", models.CharField(max_length=32)),
                ("province", models.CharField(max_length=35)),
                ("signer", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("digest", models.BinaryField()),
            ],
            options={
                "db_table": "connection_request",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "request_id"), name="connection_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConnectionAnswerModel",
            fields=[
                _ID,
                ("office", models.CharField(max_length=35)),
                ("at", models.DateTimeField()),
                ("digest", models.BinaryField()),
            ],
            options={
                "db_table": "connection_answer",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "digest"), name="connection_answer_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
