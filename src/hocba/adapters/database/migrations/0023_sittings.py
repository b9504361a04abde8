"""Who is signed in where. A log-in names no school: no row level security, as for attempts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0022_systems"),
    ]

    operations = [
        migrations.CreateModel(
            name="SittingModel",
            fields=[
                ("number", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("username", models.CharField(max_length=150)),
                ("address", models.CharField(default="", max_length=45)),
                ("browser", models.CharField(default="", max_length=300)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "sitting",
                "indexes": [models.Index(fields=["username"], name="sitting_username")],
            },
        ),
    ]
