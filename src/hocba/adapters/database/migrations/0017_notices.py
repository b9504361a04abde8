"""Notices with their mails, and requests to open locked records again: a school's own."""

import django.db.models.deletion
from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

_STANDS = ("reopening", "reopening_answer")
_TABLES = ("notice", "mail", "mail_refusal", *_STANDS)
GUARDS = "".join(map(own_school_only, _TABLES)) + "".join(map(append_only, _STANDS))

ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0016_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeModel",
            fields=[
                ID,
                ("school", models.CharField(max_length=35)),
                ("person", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=30)),
                ("school_year", models.SmallIntegerField()),
                ("class_name", models.CharField(max_length=20)),
                ("count", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "notice",
                "indexes": [models.Index(fields=["school", "person", "-id"], name="notice_person")],
            },
        ),
        migrations.CreateModel(
            name="MailModel",
            fields=[
                ID,
                ("school", models.CharField(max_length=35)),
                ("address", models.CharField(max_length=254)),
                ("tries", models.SmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("fate", models.CharField(default="", max_length=20)),
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="database.noticemodel"
                    ),
                ),
            ],
            options={
                "db_table": "mail",
                "indexes": [
                    models.Index(
                        condition=models.Q(("fate", "")), fields=["due_at"], name="mail_waiting"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MailRefusalModel",
            fields=[
                ID,
                ("school", models.CharField(max_length=35)),
                ("person", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "mail_refusal",
                "constraints": [
                    models.UniqueConstraint(fields=("school", "person"), name="mail_refusal_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReopeningModel",
            fields=[
                ID,
                ("reopening_id", models.CharField(max_length=20, unique=True)),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("class_name", models.CharField(max_length=20)),
                ("record", models.CharField(default="", max_length=60)),
                ("reason", models.CharField(max_length=400)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "reopening",
                "indexes": [
                    models.Index(fields=["school", "school_year"], name="reopening_school")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReopeningAnswerModel",
            fields=[
                ID,
                ("school", models.CharField(max_length=35)),
                ("approved", models.BooleanField()),
                ("words", models.CharField(default="", max_length=400)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "reopening",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="database.reopeningmodel",
                    ),
                ),
            ],
            options={"db_table": "reopening_answer"},
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
