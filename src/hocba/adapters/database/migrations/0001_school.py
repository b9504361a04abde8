"""What a school knows, its records and their history, registers, accounts; and their guards."""

import django.db.models.deletion
from django.db import migrations, models

from hocba.adapters.database.guards import (
    APPEND_ONLY_FUNCTION,
    RECORD_FUNCTION,
    append_only,
    own_school_only,
)

OF_ONE_SCHOOL = (
    *("school", "enrolment", "staff", "assessment", "record_exception", "record_code"),
    *("record", "record_history"),
)
OF_ANY_OFFICE = ("assignment_register", "account", "signing_key")

GUARDS = "".join(
    (
        *(own_school_only(table) for table in OF_ONE_SCHOOL),
        *(own_school_only(table, shared=True) for table in OF_ANY_OFFICE),
        APPEND_ONLY_FUNCTION,
        *(append_only(table) for table in ("record_history", "record_code", "assignment_register")),
        RECORD_FUNCTION,
    )
)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KeyModel",
            fields=[
                ("owner", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("key_ref", models.CharField(max_length=500)),
                ("school", models.CharField(default="", max_length=35)),
            ],
            options={
                "db_table": "signing_key",
            },
        ),
        migrations.CreateModel(
            name="SchoolModel",
            fields=[
                ("school", models.CharField(max_length=35, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=40)),
                ("ward_code", models.CharField(max_length=10)),
                ("ward_name", models.CharField(max_length=200)),
                ("province_code", models.CharField(max_length=10)),
                ("province_name", models.CharField(max_length=200)),
                ("district_code", models.CharField(default="", max_length=10)),
                ("district_name", models.CharField(default="", max_length=200)),
            ],
            options={
                "db_table": "school",
            },
        ),
        migrations.CreateModel(
            name="AccountModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("username", models.CharField(max_length=150)),
                ("display_name", models.CharField(max_length=200)),
                ("person", models.CharField(max_length=64)),
                ("role", models.CharField(max_length=30)),
                ("school", models.CharField(default="", max_length=35)),
                ("school_year", models.SmallIntegerField(null=True)),
                ("class_name", models.CharField(default="", max_length=20)),
            ],
            options={
                "db_table": "account",
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "username",
                            "person",
                            "role",
                            "school",
                            "school_year",
                            "class_name",
                        ),
                        name="account_role_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("sector_code", models.CharField(max_length=35)),
                ("class_name", models.CharField(max_length=20)),
                ("year", models.JSONField()),
            ],
            options={
                "db_table": "assessment",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "school_year", "sector_code"),
                        name="assessment_once_a_year",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("sector_code", models.CharField(max_length=35)),
                ("class_name", models.CharField(max_length=20)),
                ("grade", models.SmallIntegerField()),
                ("status", models.CharField(max_length=2)),
                ("status_on", models.DateField(null=True)),
                ("disability", models.CharField(default="", max_length=10)),
                ("full_name", models.CharField(max_length=200)),
                ("sort_key", models.CharField(max_length=2000)),
                ("born_on", models.DateField()),
                ("gender", models.CharField(max_length=1)),
                ("personal_id", models.CharField(default="", max_length=12)),
                ("personal_id_missing", models.CharField(default="", max_length=40)),
                ("ethnic_code", models.CharField(default="", max_length=10)),
                ("nationality", models.CharField(max_length=10)),
                ("birth_place", models.CharField(default="", max_length=500)),
                ("home_town", models.CharField(default="", max_length=500)),
                ("address", models.CharField(default="", max_length=500)),
                ("guardians", models.JSONField(default=list)),
            ],
            options={
                "db_table": "enrolment",
                "indexes": [
                    models.Index(
                        fields=["school", "school_year", "class_name"], name="enrolment_class"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "school_year", "sector_code"),
                        name="enrolment_once_a_year",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExceptionModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("sector_code", models.CharField(max_length=35)),
                ("class_name", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=40)),
                ("note", models.CharField(default="", max_length=500)),
                ("expected_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "record_exception",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "school_year", "sector_code"),
                        name="exception_once_a_year",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordCodeModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("sector_code", models.CharField(max_length=35)),
                ("record_code", models.CharField(max_length=15, unique=True)),
            ],
            options={
                "db_table": "record_code",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "sector_code"), name="record_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("school", models.CharField(max_length=35)),
                ("sector_code", models.CharField(max_length=35)),
                ("class_name", models.CharField(max_length=20)),
                ("grade", models.SmallIntegerField()),
                ("status", models.CharField(max_length=20)),
                ("history_length", models.IntegerField(default=0)),
                ("issued", models.BooleanField(default=False)),
                ("content_xml", models.BinaryField(null=True)),
                ("content_digest", models.BinaryField(default=b"")),
                ("root", models.BinaryField(default=b"")),
                ("leaf_count", models.IntegerField(default=0)),
                ("signatures", models.JSONField(default=list)),
            ],
            options={
                "db_table": "record",
                "indexes": [
                    models.Index(
                        fields=["school", "school_year", "class_name"], name="record_class"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record_code", "school_year", "version"), name="record_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.CharField(max_length=10)),
                ("unit", models.CharField(max_length=35)),
                ("number", models.IntegerField()),
                ("school", models.CharField(default="", max_length=35)),
                ("file", models.BinaryField()),
            ],
            options={
                "db_table": "assignment_register",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "unit", "number"), name="register_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("staff_code", models.CharField(max_length=35)),
                ("full_name", models.CharField(max_length=200)),
                ("sort_key", models.CharField(max_length=2000)),
                ("born_on", models.DateField(null=True)),
                ("gender", models.CharField(max_length=1)),
                ("email", models.CharField(default="", max_length=200)),
                ("personal_id", models.CharField(default="", max_length=12)),
                ("personal_id_missing", models.CharField(default="", max_length=40)),
                ("appointments", models.JSONField(default=list)),
            ],
            options={
                "db_table": "staff",
                "constraints": [
                    models.UniqueConstraint(fields=("school", "staff_code"), name="staff_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoryModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("school", models.CharField(max_length=35)),
                ("act", models.CharField(max_length=20)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(default="", max_length=500)),
                ("proof", models.BinaryField(default=b"")),
                (
                    "record",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="database.recordmodel",
                    ),
                ),
            ],
            options={
                "db_table": "record_history",
                "constraints": [
                    models.UniqueConstraint(fields=("record", "number"), name="history_line_once")
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
