"""Changes of marks, teaching, and teachers' own comments; each of its school, changes for ever."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
GUARDS = (
    own_school_only("mark_change")
    + append_only("mark_change")
    + own_school_only("teaching")
    + own_school_only("comment_phrase")
)


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0010_roster"),
    ]

    operations = [
        migrations.CreateModel(
            name="MarkChangeModel",
            fields=[
                ("id", _ID),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("sector_code", models.CharField(max_length=35)),
                ("column", models.CharField(max_length=80)),
                ("was", models.TextField(default="")),
                ("now", models.TextField(default="")),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "mark_change",
                "indexes": [
                    models.Index(
                        fields=["school", "school_year", "sector_code"], name="mark_change_pupil"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeachingModel",
            fields=[
                ("id", _ID),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("person", models.CharField(max_length=64)),
                ("class_name", models.CharField(max_length=20)),
                ("subject", models.CharField(max_length=40)),
            ],
            options={
                "db_table": "teaching",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "school_year", "person", "class_name", "subject"),
                        name="teaching_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhraseModel",
            fields=[
                ("id", _ID),
                ("school", models.CharField(max_length=35)),
                ("person", models.CharField(max_length=64)),
                ("text", models.TextField()),
            ],
            options={
                "db_table": "comment_phrase",
                "indexes": [
                    models.Index(fields=["school", "person"], name="comment_phrase_person")
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
