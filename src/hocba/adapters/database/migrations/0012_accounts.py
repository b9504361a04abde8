"""Invitations, failed attempts and the log of accounts: a school's own, the log append-only."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

GUARDS = own_school_only("invitation") + own_school_only("account_log") + append_only("account_log")


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0011_marks"),
    ]

    operations = [
        migrations.CreateModel(
            name="AttemptModel",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("failures", models.IntegerField(default=0)),
                ("last_at", models.DateTimeField(null=True)),
                ("is_known", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "sign_in_attempt",
            },
        ),
        migrations.CreateModel(
            name="AccountEntryModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=30)),
                ("username", models.CharField(max_length=150)),
                ("by", models.CharField(max_length=150)),
                ("school", models.CharField(default="", max_length=35)),
                ("at", models.DateTimeField()),
                ("detail", models.CharField(default="", max_length=200)),
            ],
            options={
                "db_table": "account_log",
                "indexes": [models.Index(fields=["school", "at"], name="account_log_school")],
            },
        ),
        migrations.CreateModel(
            name="InvitationModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("username", models.CharField(max_length=150)),
                ("person", models.CharField(max_length=64)),
                ("display_name", models.CharField(max_length=200)),
                ("school", models.CharField(default="", max_length=35)),
                ("way", models.CharField(max_length=20)),
                ("email", models.CharField(default="", max_length=254)),
                ("sent_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "invitation",
                "indexes": [models.Index(fields=["username"], name="invitation_username")],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
