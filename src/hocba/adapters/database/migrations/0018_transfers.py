"""Changes of school: seen by both schools, append-only; a record code goes along with its pupil."""

import django.db.models.deletion
from django.db import migrations, models

from hocba.adapters.database.guards import append_only, both_schools_only, own_school_only

GUARDS = "".join(
    (
        both_schools_only("transfer"),
        both_schools_only("transfer_step"),
        own_school_only("received_record"),
        *(append_only(table) for table in ("transfer", "transfer_step", "received_record")),
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0017_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivedRecordModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("transfer_id", models.CharField(max_length=32)),
                ("sector_code", models.CharField(max_length=35)),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("issuer", models.CharField(max_length=35)),
                ("issuer_name", models.CharField(max_length=200)),
                ("grade", models.SmallIntegerField()),
                ("class_name", models.CharField(max_length=20)),
                ("content_digest", models.BinaryField()),
                ("file_digest", models.BinaryField()),
            ],
            options={
                "db_table": "received_record",
            },
        ),
        migrations.CreateModel(
            name="TransferModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transfer_id", models.CharField(max_length=32, unique=True)),
                ("sender", models.CharField(max_length=35)),
                ("sender_name", models.CharField(max_length=200)),
                ("receiver", models.CharField(max_length=35)),
                ("receiver_name", models.CharField(max_length=200)),
                ("sector_code", models.CharField(max_length=35)),
                ("full_name", models.CharField(max_length=200)),
                ("record_code", models.CharField(default="", max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("grade", models.SmallIntegerField()),
                ("class_name", models.CharField(max_length=20)),
                ("left_on", models.DateField()),
                ("reason", models.CharField(max_length=40)),
                ("basis", models.CharField(max_length=300)),
                ("file_digest", models.BinaryField()),
            ],
            options={
                "db_table": "transfer",
            },
        ),
        migrations.CreateModel(
            name="TransferStepModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("sender", models.CharField(max_length=35)),
                ("receiver", models.CharField(max_length=35)),
                ("step", models.CharField(max_length=20)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(default="", max_length=300)),
                ("file_digest", models.BinaryField(default=b"")),
            ],
            options={
                "db_table": "transfer_step",
            },
        ),
        migrations.AlterField(
            model_name="recordcodemodel",
            name="record_code",
            field=models.CharField(max_length=15),
        ),
        migrations.AddConstraint(
            model_name="recordcodemodel",
            constraint=models.UniqueConstraint(
                fields=("school", "record_code"), name="record_code_own"
            ),
        ),
        migrations.AddConstraint(
            model_name="receivedrecordmodel",
            constraint=models.UniqueConstraint(
                fields=("school", "record_code", "school_year", "version"),
                name="received_record_once",
            ),
        ),
        migrations.AddIndex(
            model_name="transfermodel",
            index=models.Index(fields=["sender"], name="transfer_sender"),
        ),
        migrations.AddIndex(
            model_name="transfermodel",
            index=models.Index(fields=["receiver"], name="transfer_receiver"),
        ),
        migrations.AddField(
            model_name="transferstepmodel",
            name="transfer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="database.transfermodel",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferstepmodel",
            constraint=models.UniqueConstraint(
                fields=("transfer", "number"), name="transfer_step_once"
            ),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
