"""Figures by SQL: one statement, one snapshot; always equal to `core.report.figures`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.db import connection

from hocba.adapters.database.models.repository import (
    DeclaredClassModel,
    KeptRecordModel,
    KeptWithdrawalModel,
)
from hocba.adapters.database.stored_repository import spot_of
from hocba.core.report.figures import (
    Choice,
    Cut,
    DeclaredRow,
    Figure,
    Figures,
    KeptRow,
    Spot,
    chosen,
    in_order,
)
from hocba.core.terms.codes import RecordCode, SchoolCode, SchoolYear
from hocba.core.terms.people import Place

_LABELS: Final[Mapping[Cut, tuple[str, str]]] = MappingProxyType(
    {
        Cut.PROVINCE: ("province_code", "province_name"),
        Cut.COMMUNE: ("ward_code", "ward_name"),
        Cut.SCHOOL: ("school", "school_name"),
        Cut.GRADE: ("grade::text", "'Khối ' || grade"),
        Cut.CLASS: ("school || '/' || class_name", "class_name"),
    }
)

# "C" orders names by code point, as the pure function does, whatever the database's language.
_SQL: Final = """
WITH latest AS (
    SELECT DISTINCT ON (school) *
    FROM kept_declaration
    WHERE office = %(office)s AND school_year = %(year)s
    ORDER BY school, number DESC
), declared AS (
    SELECT {code} AS code, {name} AS name, pupils, records, signed, sealed, exceptions
    FROM latest JOIN declared_class ON declared_class.declaration_id = latest.id
    WHERE {chosen}
), current AS (
    SELECT DISTINCT ON (record_code) *
    FROM kept_record
    WHERE office = %(office)s AND school_year = %(year)s
    ORDER BY record_code, version DESC
), accepted AS (
    SELECT {code} AS code, {name} AS name
    FROM current
    WHERE {chosen} AND NOT EXISTS (
        SELECT 1 FROM kept_withdrawal AS w
        WHERE w.office = %(office)s AND w.record_code = current.record_code
            AND w.school_year = current.school_year AND w.content_digest = current.content_digest
    )
)
SELECT code, max(name COLLATE "C"), '' AS reason, sum(pupils), sum(records), sum(signed),
    sum(sealed), 0
FROM declared GROUP BY code
UNION ALL
SELECT code, max(name COLLATE "C"), key, 0, 0, 0, 0, sum(value::int)
FROM declared, jsonb_each_text(exceptions) GROUP BY code, key
UNION ALL
SELECT code, max(name COLLATE "C"), NULL, 0, 0, 0, 0, count(*)
FROM accepted GROUP BY code
"""
_CHOSEN: Final = """
    (%(province)s::text IS NULL OR province_code = %(province)s)
    AND (%(ward)s::text IS NULL OR ward_code = %(ward)s)
    AND (%(school)s::text IS NULL OR school = %(school)s)
    AND (%(grade)s::int IS NULL OR grade = %(grade)s)
"""


def counted(office: str, cut: Cut, choice: Choice) -> Figures:
    """Count one office's figures, inside its scope."""
    code, name = _LABELS[cut]
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL.format(code=code, name=name, chosen=_CHOSEN),
            {
                "office": office,
                "year": choice.school_year.first,
                "province": choice.province,
                "ward": choice.ward,
                "school": choice.school,
                "grade": choice.grade,
            },
        )
        found = cursor.fetchall()
    lines: dict[str, dict[str, Any]] = {}
    for row in found:
        _add(lines, *row)
    figures = [
        Figure(**{**line, "exceptions": MappingProxyType(dict(sorted(line["exceptions"].items())))})
        for line in lines.values()
    ]
    return in_order(figures, cut=cut, choice=choice)


def _add(
    lines: dict[str, dict[str, Any]], code: str, name: str, reason: str | None, *counts: int
) -> None:
    *declared, last = map(int, counts)
    empty = {"code": code, "name": name, "accepted": 0, "exceptions": {}}
    line = lines.setdefault(code, empty | dict.fromkeys(_DECLARED, 0))
    line["name"] = max(line["name"], name)
    if reason is None:
        line["accepted"] += last
    elif reason == "":
        line |= dict(zip(_DECLARED, declared, strict=True))
    elif last:
        line["exceptions"][reason] = last


_DECLARED: Final = ("pupils", "records", "signed", "sealed")


def counted_rows(
    office: str, choice: Choice
) -> tuple[tuple[DeclaredRow, ...], tuple[KeptRow, ...]]:
    """Return the rows behind the figures: every declaration and version of the choice."""
    year = choice.school_year.first
    classes = DeclaredClassModel.objects.filter(office=office, declaration__school_year=year)
    declared = [_declared_row(row) for row in classes.select_related("declaration")]
    words = KeptWithdrawalModel.objects.filter(office=office, school_year=year)
    withdrawn = {(word.record_code, bytes(word.content_digest)) for word in words}
    kept = [
        KeptRow(
            spot=spot_of(row),
            record_code=RecordCode(row.record_code),
            version=row.version,
            is_withdrawn=(row.record_code, bytes(row.content_digest)) in withdrawn,
        )
        for row in KeptRecordModel.objects.filter(office=office, school_year=year)
    ]
    return (
        tuple(row for row in declared if chosen(row.spot, choice)),
        tuple(row for row in kept if chosen(row.spot, choice)),
    )


def _declared_row(row: DeclaredClassModel) -> DeclaredRow:
    head = row.declaration
    return DeclaredRow(
        spot=Spot(
            school=SchoolCode(head.school),
            school_name=head.school_name,
            ward=Place(code=head.ward_code, name=head.ward_name),
            province=Place(code=head.province_code, name=head.province_name),
            school_year=SchoolYear(head.school_year),
            grade=row.grade,
            class_name=row.class_name,
        ),
        number=head.number,
        pupils=row.pupils,
        records=row.records,
        signed=row.signed,
        sealed=row.sealed,
        exceptions=row.exceptions,
    )
