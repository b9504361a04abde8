import django.db.models.deletion
from django.db import migrations, models

from hocba.adapters.database.guards import append_only
from hocba.adapters.database.office_scope import own_office_only

_APPEND_ONLY = (
    *("kept_package", "kept_entry", "kept_record", "kept_declaration", "declared_class"),
    *("kept_withdrawal", "outbox_package", "outbox_answer", "outbox_taken"),
    *("admission", "admission_line"),
)
GUARDS = "".join(
    [
        *(own_office_only(table) for table in (*_APPEND_ONLY, "log_head")),
        *(append_only(table) for table in _APPEND_ONLY),
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0001_school"),
    ]

    operations = [
        migrations.CreateModel(
            name="LogHeadModel",
            fields=[
                ("office", models.CharField(max_length=35, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField(default=0)),
                ("nodes", models.BinaryField(default=b"")),
                ("checkpoint", models.TextField(default="")),
            ],
            options={
                "db_table": "log_head",
            },
        ),
        migrations.CreateModel(
            name="AdmissionModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("admission_id", models.CharField(max_length=32)),
                ("province", models.CharField(max_length=35)),
                ("province_name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("certificate", models.BinaryField(default=b"")),
                ("fingerprint", models.CharField(default="", max_length=64)),
                ("holder", models.CharField(default="", max_length=500)),
                ("valid_from", models.DateTimeField(null=True)),
                ("valid_to", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "admission",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "admission_id"), name="admission_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptDeclarationModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("number", models.IntegerField()),
                ("digest", models.BinaryField()),
                ("environment", models.CharField(max_length=20)),
                ("declared_at", models.DateTimeField()),
                ("school_name", models.CharField(max_length=200)),
                ("ward_code", models.CharField(max_length=35)),
                ("ward_name", models.CharField(max_length=200)),
                ("province_code", models.CharField(max_length=35)),
                ("province_name", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "kept_declaration",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "school", "school_year", "number"),
                        name="declaration_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclaredClassModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("class_name", models.CharField(max_length=20)),
                ("grade", models.SmallIntegerField()),
                ("pupils", models.IntegerField()),
                ("records", models.IntegerField()),
                ("signed", models.IntegerField()),
                ("sealed", models.IntegerField()),
                ("exceptions", models.JSONField(default=dict)),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classes",
                        to="database.keptdeclarationmodel",
                    ),
                ),
            ],
            options={
                "db_table": "declared_class",
            },
        ),
        migrations.CreateModel(
            name="KeptEntryModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("digest", models.BinaryField()),
                ("kind", models.CharField(max_length=20)),
                ("unit", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField(null=True)),
                ("path", models.CharField(max_length=200)),
                ("event", models.CharField(default="", max_length=20)),
                ("segment", models.CharField(max_length=100)),
                ("place", models.BigIntegerField()),
                ("length", models.IntegerField()),
                ("log_index", models.BigIntegerField()),
                ("leaf", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
                ("message_id", models.CharField(max_length=67)),
            ],
            options={
                "db_table": "kept_entry",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "digest"), name="entry_once"),
                    models.UniqueConstraint(fields=("office", "log_index"), name="leaf_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptPackageModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("message_id", models.CharField(max_length=67)),
                ("sender", models.CharField(max_length=35)),
                ("digest", models.BinaryField()),
                ("size", models.BigIntegerField()),
                ("received_at", models.DateTimeField()),
                ("receipt", models.BinaryField()),
                ("accepted", models.IntegerField()),
                ("warned", models.IntegerField()),
                ("rejected", models.IntegerField()),
                ("pending", models.IntegerField()),
            ],
            options={
                "db_table": "kept_package",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "message_id"), name="package_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptRecordModel",
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
                ("school", models.CharField(max_length=35)),
                ("school_name", models.CharField(max_length=200)),
                ("ward_code", models.CharField(max_length=35)),
                ("ward_name", models.CharField(max_length=200)),
                ("province_code", models.CharField(max_length=35)),
                ("province_name", models.CharField(max_length=200)),
                ("grade", models.SmallIntegerField()),
                ("class_name", models.CharField(max_length=20)),
                ("content_digest", models.BinaryField()),
                ("file_digest", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
                ("log_index", models.BigIntegerField()),
                ("replaces_version", models.SmallIntegerField(null=True)),
                ("replaces_digest", models.BinaryField(default=b"")),
            ],
            options={
                "db_table": "kept_record",
                "indexes": [
                    models.Index(
                        fields=["office", "school_year", "school"], name="kept_record_school"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "record_code", "school_year", "version"),
                        name="kept_record_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptWithdrawalModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("digest", models.BinaryField()),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("school", models.CharField(max_length=35)),
                ("content_digest", models.BinaryField()),
                ("reason", models.CharField(max_length=40)),
                ("withdrawn_at", models.DateTimeField()),
            ],
            options={
                "db_table": "kept_withdrawal",
                "indexes": [
                    models.Index(fields=["office", "record_code"], name="withdrawal_record")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "digest"), name="withdrawal_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxPackageModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("message_id", models.CharField(max_length=67)),
                ("sender", models.CharField(max_length=35)),
                ("receiver", models.CharField(max_length=35)),
                ("made_at", models.DateTimeField()),
                ("digest", models.BinaryField()),
                ("size", models.BigIntegerField()),
                ("count", models.IntegerField()),
                ("file", models.BinaryField()),
            ],
            options={
                "db_table": "outbox_package",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "message_id"), name="outbox_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxAnswerModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("receipt", models.BinaryField()),
                ("answered_at", models.DateTimeField()),
                ("taken", models.IntegerField()),
                ("not_taken", models.IntegerField()),
                (
                    "package",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="database.outboxpackagemodel",
                    ),
                ),
            ],
            options={
                "db_table": "outbox_answer",
            },
        ),
        migrations.CreateModel(
            name="OutboxTakenModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("path", models.CharField(max_length=200)),
                ("digest", models.BinaryField()),
            ],
            options={
                "db_table": "outbox_taken",
                "indexes": [models.Index(fields=["office", "path"], name="taken_path")],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "digest", "path"), name="taken_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AdmissionLineModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("number", models.IntegerField()),
                ("act", models.CharField(max_length=30)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(default="", max_length=500)),
                (
                    "admission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="database.admissionmodel",
                    ),
                ),
            ],
            options={
                "db_table": "admission_line",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("admission", "number"), name="admission_line_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
