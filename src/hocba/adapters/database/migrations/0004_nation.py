"""
The index at the size of the nation: one row an entry, partitioned by school year, and counters.

What was kept before is carried over. `kept_record` becomes columns of `kept_entry`.
"""

from typing import Final

import django.db.models.deletion
from django.db import migrations, models

from hocba.adapters.database.count_sql import RECOUNT, SPOT_DIGEST
from hocba.adapters.database.guards import ENTRY_FUNCTION, append_only
from hocba.adapters.database.office_scope import own_office_only

_YEARS: Final = (0, *range(2019, 2028))
"""Made here; `hocba migrate` makes each later year ahead of time."""

_TABLE: Final = """
ALTER TABLE kept_entry RENAME TO kept_entry_old;
ALTER TABLE kept_entry_old DROP CONSTRAINT leaf_once;
CREATE TABLE kept_entry (
    log_index bigint NOT NULL,
    place bigint NOT NULL,
    kept_at timestamptz NOT NULL,
    package_id bigint NOT NULL,
    length integer NOT NULL,
    spot_id integer,
    school_year smallint NOT NULL,
    version smallint,
    grade smallint,
    replaces_version smallint,
    office varchar(35) NOT NULL,
    digest bytea NOT NULL,
    leaf bytea NOT NULL,
    kind varchar(20) NOT NULL,
    event varchar(20) NOT NULL,
    segment varchar(100) NOT NULL,
    unit varchar(35) NOT NULL,
    path varchar(200) NOT NULL,
    record_code varchar(15),
    class_name varchar(20),
    content_digest bytea,
    replaces_digest bytea,
    CONSTRAINT kept_entry_once PRIMARY KEY (digest, office, school_year),
    CONSTRAINT leaf_once UNIQUE (log_index, office, school_year),
    CONSTRAINT record_kept_once UNIQUE (record_code, office, school_year, version)
) PARTITION BY LIST (school_year);
CREATE TABLE kept_entry_other PARTITION OF kept_entry DEFAULT;
ALTER TABLE kept_entry_other ENABLE ROW LEVEL SECURITY;
"""

# No policy stands on a partition: under row-level security that lets the application see and
# write nothing there directly. Through `kept_entry` it is held to that table's policy.
# Only the owner may make tables, so only the owner can run it, whoever is allowed to call it.
_YEAR_FUNCTION: Final = """
CREATE FUNCTION hocba_make_year(year integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text := 'kept_entry_' || year;
BEGIN
    LOCK TABLE kept_entry IN ACCESS EXCLUSIVE MODE;
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE kept_entry INCLUDING DEFAULTS)', name);
    EXECUTE format('INSERT INTO %I SELECT * FROM kept_entry_other WHERE school_year = $1', name)
        USING year;
    -- What came before its year was made moves out of the net; in one transaction, or not at all.
    ALTER TABLE kept_entry_other DISABLE TRIGGER hocba_entry_stands;
    DELETE FROM kept_entry_other WHERE school_year = year;
    ALTER TABLE kept_entry_other ENABLE TRIGGER hocba_entry_stands;
    EXECUTE format('ALTER TABLE kept_entry ATTACH PARTITION %I FOR VALUES IN (%s)', name, year);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    RETURN true;
END $$;
"""

_GUARDS: Final = "".join(
    [
        ENTRY_FUNCTION,
        "CREATE TRIGGER hocba_entry_stands BEFORE UPDATE OR DELETE ON kept_entry"
        " FOR EACH ROW EXECUTE FUNCTION hocba_entry_stands();\n",
        append_only("kept_spot"),
        *(
            own_office_only(table)
            for table in ("kept_entry", "kept_spot", "class_count", "school_count", "day_count")
        ),
    ]
)

_CARRY: Final = f"""
INSERT INTO kept_spot
    (office, digest, school, school_name, ward_code, ward_name, province_code, province_name)
SELECT DISTINCT office, {SPOT_DIGEST}, school, school_name, ward_code, ward_name, province_code,
    province_name
FROM (
    SELECT office, school, school_name, ward_code, ward_name, province_code, province_name
    FROM kept_record
    UNION
    SELECT office, school, school_name, ward_code, ward_name, province_code, province_name
    FROM kept_declaration
) AS told;
INSERT INTO kept_entry
SELECT e.log_index, e.place, e.kept_at, p.id, e.length, s.id, coalesce(e.school_year, 0),
    r.version, r.grade, r.replaces_version, e.office, e.digest, e.leaf, e.kind, e.event,
    e.segment, CASE WHEN e.unit = r.school THEN '' ELSE e.unit END, e.path, r.record_code,
    r.class_name, r.content_digest, nullif(r.replaces_digest, ''::bytea)
FROM kept_entry_old AS e
    JOIN kept_package AS p ON (p.office, p.message_id) = (e.office, e.message_id)
    LEFT JOIN (SELECT *, {SPOT_DIGEST} AS words FROM kept_record) AS r
        ON (r.office, r.file_digest) = (e.office, e.digest)
    LEFT JOIN kept_spot AS s ON (s.office, s.digest) = (r.office, r.words);
DROP TABLE kept_entry_old;
DROP TABLE kept_record;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0003_read_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptSpotModel",
            fields=[
                ("office", models.CharField(max_length=35)),
                ("digest", models.BinaryField()),
                ("school", models.CharField(max_length=35)),
                ("school_name", models.CharField(max_length=200)),
                ("ward_code", models.CharField(max_length=35)),
                ("ward_name", models.CharField(max_length=200)),
                ("province_code", models.CharField(max_length=35)),
                ("province_name", models.CharField(max_length=200)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "db_table": "kept_spot",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "digest"), name="spot_once")
                ],
                "indexes": [models.Index(fields=["office", "school"], name="spot_school")],
            },
        ),
        migrations.CreateModel(
            name="ClassCountModel",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        *("office", "school_year", "spot", "grade", "class_name"),
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("spot", models.IntegerField()),
                ("grade", models.SmallIntegerField()),
                ("class_name", models.CharField(max_length=20)),
                ("accepted", models.IntegerField()),
            ],
            options={"db_table": "class_count"},
        ),
        migrations.CreateModel(
            name="SchoolCountModel",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        *("office", "school_year", "spot", "grade"),
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("spot", models.IntegerField()),
                ("grade", models.SmallIntegerField()),
                ("accepted", models.IntegerField(default=0)),
                ("classes", models.IntegerField(default=0)),
                ("pupils", models.IntegerField(default=0)),
                ("records", models.IntegerField(default=0)),
                ("signed", models.IntegerField(default=0)),
                ("sealed", models.IntegerField(default=0)),
                ("exceptions", models.JSONField(default=dict)),
            ],
            options={"db_table": "school_count"},
        ),
        migrations.CreateModel(
            name="DayCountModel",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        *("office", "school_year", "kind", "day"),
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("office", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("entries", models.IntegerField()),
            ],
            options={"db_table": "day_count"},
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(_TABLE, migrations.RunSQL.noop),
                migrations.RunSQL(_YEAR_FUNCTION, migrations.RunSQL.noop),
                migrations.RunSQL(_GUARDS, migrations.RunSQL.noop),
                migrations.RunSQL(
                    "".join(f"SELECT hocba_make_year({year});" for year in _YEARS),
                    migrations.RunSQL.noop,
                ),
                migrations.RunSQL(_CARRY, migrations.RunSQL.noop),
                migrations.RunSQL(RECOUNT, migrations.RunSQL.noop),
            ],
            state_operations=[
                migrations.DeleteModel(name="KeptRecordModel"),
                migrations.DeleteModel(name="KeptEntryModel"),
                migrations.CreateModel(
                    name="KeptEntryModel",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                *("digest", "office", "school_year"),
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("log_index", models.BigIntegerField()),
                        ("place", models.BigIntegerField()),
                        ("kept_at", models.DateTimeField()),
                        ("length", models.IntegerField()),
                        ("school_year", models.SmallIntegerField(default=0)),
                        ("version", models.SmallIntegerField(null=True)),
                        ("grade", models.SmallIntegerField(null=True)),
                        ("replaces_version", models.SmallIntegerField(null=True)),
                        ("office", models.CharField(max_length=35)),
                        ("digest", models.BinaryField()),
                        ("leaf", models.BinaryField()),
                        ("kind", models.CharField(max_length=20)),
                        ("event", models.CharField(default="", max_length=20)),
                        ("segment", models.CharField(max_length=100)),
                        ("unit", models.CharField(default="", max_length=35)),
                        ("path", models.CharField(default="", max_length=200)),
                        ("record_code", models.CharField(max_length=15, null=True)),
                        ("class_name", models.CharField(max_length=20, null=True)),
                        ("content_digest", models.BinaryField(null=True)),
                        ("replaces_digest", models.BinaryField(null=True)),
                        (
                            "package",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="database.keptpackagemodel",
                            ),
                        ),
                        (
                            "spot",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="database.keptspotmodel",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "kept_entry",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("log_index", "office", "school_year"), name="leaf_once"
                            ),
                            models.UniqueConstraint(
                                fields=("record_code", "office", "school_year", "version"),
                                name="record_kept_once",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
