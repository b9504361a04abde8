"""Time stamps that seals lack, a school's own; a token once given stays."""

from django.db import migrations, models

from hocba.adapters.database.guards import own_school_only

STANDS = """
CREATE FUNCTION hocba_stamp_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.given_at IS NOT NULL THEN
        RAISE EXCEPTION 'hocba: a time stamp stands' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hocba_stamp_stands BEFORE UPDATE OR DELETE ON due_stamp
    FOR EACH ROW EXECUTE FUNCTION hocba_stamp_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0029_invitation_mails"),
    ]

    operations = [
        migrations.CreateModel(
            name="DueStampModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school", models.CharField(max_length=35)),
                ("record_code", models.CharField(max_length=15)),
                ("school_year", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("slot_id", models.CharField(max_length=40)),
                ("since", models.DateTimeField()),
                ("token", models.BinaryField(default=b"")),
                ("given_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "due_stamp",
                "indexes": [
                    models.Index(
                        condition=models.Q(("given_at", None)),
                        fields=["since"],
                        name="due_stamp_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record_code", "school_year", "version", "slot_id"),
                        name="due_stamp_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(own_school_only("due_stamp") + STANDS, migrations.RunSQL.noop),
    ]
