"""
SQL that counts from the index, without the counters: to make them, and to check them.

A record counts where the spot, the grade and the class of its latest version are, unless that
version is withdrawn. A school's latest declaration counts, whatever came before it.
"""

from typing import Final

SPOT_DIGEST: Final = (
    r"sha256(convert_to(concat_ws(E'\x1f', school, school_name, ward_code, ward_name,"
    " province_code, province_name), 'UTF8'))"
)
"""The digest of a spot's words, as `stored_spots.spot_digest` makes it."""

CURRENT: Final = """
    SELECT latest.office, latest.school_year, latest.spot_id, latest.grade, latest.class_name
    FROM (
        SELECT DISTINCT ON (office, school_year, record_code) *
        FROM kept_entry
        WHERE record_code IS NOT NULL {where}
        ORDER BY office, school_year, record_code, version DESC
    ) AS latest
    WHERE NOT EXISTS (
        SELECT 1 FROM kept_withdrawal AS w
        WHERE w.office = latest.office AND w.record_code = latest.record_code
            AND w.school_year = latest.school_year AND w.content_digest = latest.content_digest
    )
"""
"""The records that count. where: more conditions, each with its AND."""

LATEST: Final = """
    SELECT DISTINCT ON (office, school_year, school) *
    FROM kept_declaration
    WHERE true {where}
    ORDER BY office, school_year, school, number DESC
"""
"""The declarations that count."""

_CLASSES: Final = f"""
    SELECT office, school_year, spot_id AS spot, grade, class_name, count(*)::int AS accepted
    FROM ({CURRENT}) AS current
    GROUP BY office, school_year, spot_id, grade, class_name
"""
_DECLARED: Final = f"""
    SELECT latest.office, latest.school_year, spot.id AS spot, c.grade, count(*)::int AS classes,
        sum(c.pupils)::int AS pupils, sum(c.records)::int AS records,
        sum(c.signed)::int AS signed, sum(c.sealed)::int AS sealed,
        (SELECT coalesce(jsonb_object_agg(reason, pupils), '{{{{}}}}') FROM (
            SELECT key AS reason, sum(value::int) AS pupils
            FROM unnest(array_agg(c.exceptions)) AS told, jsonb_each_text(told)
            GROUP BY key HAVING sum(value::int) <> 0
        ) AS summed) AS exceptions
    FROM (SELECT *, {SPOT_DIGEST} AS words FROM ({LATEST}) AS told) AS latest
        JOIN kept_spot AS spot ON (spot.office, spot.digest) = (latest.office, latest.words)
        JOIN declared_class AS c ON c.declaration_id = latest.id
    GROUP BY latest.office, latest.school_year, spot.id, c.grade
"""
CLASS_COUNTS: Final = _CLASSES.format(where="")
"""What `class_count` must hold."""

SCHOOL_COUNTS: Final = (
    """
    SELECT office, school_year, spot, grade, coalesce(accepted, 0) AS accepted,
        coalesce(classes, 0) AS classes, coalesce(pupils, 0) AS pupils,
        coalesce(records, 0) AS records, coalesce(signed, 0) AS signed,
        coalesce(sealed, 0) AS sealed, coalesce(exceptions, '{}') AS exceptions
    FROM (
        SELECT office, school_year, spot, grade, sum(accepted)::int AS accepted
        FROM class_count GROUP BY office, school_year, spot, grade
    ) AS kept FULL JOIN ("""
    + _DECLARED.format(where="")
    + """
    ) AS declared USING (office, school_year, spot, grade)
"""
)
"""What `school_count` must hold, once `class_count` is right."""

DAY_COUNTS: Final = """
    SELECT office, school_year, kind, (kept_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day,
        count(*)::int AS entries
    FROM kept_entry GROUP BY 1, 2, 3, 4
"""
"""What `day_count` must hold."""

COUNTERS: Final = (
    ("class_count", CLASS_COUNTS),
    ("school_count", SCHOOL_COUNTS),
    ("day_count", DAY_COUNTS),
)
"""Table and what it must hold, in the order in which they must be made."""

RECOUNT: Final = "".join(f"INSERT INTO {table}\n{rows};\n" for table, rows in COUNTERS)
"""Fills empty counters, of every office that the caller may see."""
