"""
Figures by SQL: one statement, one snapshot; always equal to `core.report.figures`.

Read from the counters, or counted anew from the index to check them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from hocba.adapters.database.count_sql import CURRENT, LATEST
from hocba.adapters.database.models.repository import (
    DeclaredClassModel,
    KeptEntryModel,
    KeptWithdrawalModel,
)
from hocba.adapters.database.servers import here
from hocba.adapters.database.stored_repository import records_of
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
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.people import Place
from hocba.core.terms.provinces import line_code
from hocba.ports.repository import Standing

_LABELS: Final[Mapping[Cut, tuple[str, str]]] = MappingProxyType(
    {
        # Two provinces may have one code in the year of a merger: their names keep them apart.
        Cut.PROVINCE: ("province_code || '/' || province_name", "province_name"),
        Cut.COMMUNE: ("ward_code", "ward_name"),
        Cut.SCHOOL: ("school", "school_name"),
        Cut.GRADE: ("grade::text", "'Khối ' || grade"),
        Cut.CLASS: ("school || '/' || class_name", "class_name"),
    }
)
_OF_YEAR: Final = "AND office = %(office)s AND school_year = %(year)s"
_CHOSEN: Final = """
    (%(province)s::text IS NULL OR province_code = %(province)s)
    AND (%(ward)s::text IS NULL OR ward_code = %(ward)s)
    AND (%(school)s::text IS NULL OR school = %(school)s)
    AND (%(grade)s::int IS NULL OR grade = %(grade)s)
"""
_SPOTS: Final = "JOIN kept_spot AS s ON s.id = c.spot AND s.office = c.office"

_GRADES: Final = f"""
WITH cells AS (
    SELECT c.*, {{code}} AS code, {{name}} AS name
    FROM school_count AS c {_SPOTS}
    WHERE c.office = %(office)s AND c.school_year = %(year)s AND c.accepted + c.classes > 0
        AND {_CHOSEN}
), declared AS (
    SELECT code, max(name COLLATE "C") AS name, exceptions, count(*) AS times,
        sum(pupils) AS pupils, sum(records) AS records, sum(signed) AS signed,
        sum(sealed) AS sealed, sum(accepted) AS accepted
    FROM cells GROUP BY code, exceptions
)
"""
"""
Cells of a school and a grade, added up while they stand beside the same exceptions: the few
wordings of these are then taken apart once each, and not for every school of the nation.
"""

_DECLARED: Final = f"""
declared AS (
    SELECT {{code}} AS code, {{name}} AS name, pupils, records, signed, sealed, 0 AS accepted,
        exceptions, 1 AS times
    FROM ({LATEST.format(where=_OF_YEAR)}) AS latest
        JOIN declared_class ON declared_class.declaration_id = latest.id
    WHERE {_CHOSEN}
)
"""
_CLASSES: Final = f"""
WITH {_DECLARED}, accepted AS (
    SELECT {{code}} AS code, {{name}} AS name, accepted AS count
    FROM class_count AS c {_SPOTS}
    WHERE c.office = %(office)s AND c.school_year = %(year)s AND accepted > 0 AND {_CHOSEN}
)
"""
_FROM_INDEX: Final = f"""
WITH {_DECLARED}, accepted AS (
    SELECT {{code}} AS code, {{name}} AS name, 1 AS count
    FROM ({CURRENT.format(where=_OF_YEAR)}) AS c
        JOIN kept_spot AS s ON s.id = c.spot_id AND s.office = c.office
    WHERE {_CHOSEN}
)
"""

# "C" orders names by code point, as the pure function does, whatever the database's language.
_SUMS: Final = """
SELECT code, max(name COLLATE "C"), '' AS reason, sum(pupils), sum(records), sum(signed),
    sum(sealed), sum(accepted)
FROM declared GROUP BY code
UNION ALL
SELECT code, max(name COLLATE "C"), key, 0, 0, 0, 0, sum(times * value::int)
FROM declared, jsonb_each_text(exceptions) WHERE exceptions <> '{{}}' GROUP BY code, key
"""
_AND_ACCEPTED: Final = """
UNION ALL
SELECT code, max(name COLLATE "C"), NULL, 0, 0, 0, 0, sum(count)
FROM accepted GROUP BY code
"""


def counted(office: str, cut: Cut, choice: Choice) -> Figures:
    """Read one office's figures from its counters, inside its scope."""
    query = _CLASSES + _SUMS + _AND_ACCEPTED if cut is Cut.CLASS else _GRADES + _SUMS
    return _figures(query, office, cut, choice)


def counted_from_index(office: str, cut: Cut, choice: Choice) -> Figures:
    """Count one office's figures over every kept record, inside its scope."""
    return _figures(_FROM_INDEX + _SUMS + _AND_ACCEPTED, office, cut, choice)


def _figures(query: str, office: str, cut: Cut, choice: Choice) -> Figures:
    code, name = _LABELS[cut]
    with here().cursor() as cursor:
        cursor.execute(
            query.format(code=code, name=name),
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
    for key, *row in found:
        _add(lines, _line_code(key, cut, choice), *row)
    figures = [
        Figure(**{**line, "exceptions": MappingProxyType(dict(sorted(line["exceptions"].items())))})
        for line in lines.values()
    ]
    return in_order(figures, cut=cut, choice=choice)


def _line_code(key: str, cut: Cut, choice: Choice) -> str:
    if cut is not Cut.PROVINCE:
        return key
    code, _, name = key.partition("/")
    return line_code(Place(code=code, name=name), choice.school_year)


def _add(
    lines: dict[str, dict[str, Any]], code: str, name: str, reason: str | None, *counts: int
) -> None:
    *declared, last = map(int, counts)
    empty = {"code": code, "name": name, "accepted": 0, "exceptions": {}}
    line = lines.setdefault(code, empty | dict.fromkeys(_COUNTS, 0))
    line["name"] = max(line["name"], name)
    if reason is None:
        line["accepted"] += last
    elif reason == "":
        for count, more in zip(_COUNTS, declared, strict=True):
            line[count] += more
        line["accepted"] += last
    elif last:
        line["exceptions"][reason] = line["exceptions"].get(reason, 0) + last


_COUNTS: Final = ("pupils", "records", "signed", "sealed")


def counted_rows(
    office: str, choice: Choice
) -> tuple[tuple[DeclaredRow, ...], tuple[KeptRow, ...]]:
    """Return the rows behind the figures: every declaration and version of the choice."""
    year = choice.school_year.first
    classes = DeclaredClassModel.objects.filter(office=office, declaration__school_year=year)
    declared = [_declared_row(row) for row in classes.select_related("declaration")]
    words = KeptWithdrawalModel.objects.filter(office=office, school_year=year)
    records = KeptEntryModel.objects.filter(
        office=office, school_year=year, record_code__isnull=False
    )
    kept = [
        KeptRow(
            spot=record.spot,
            record_code=record.key.record_code,
            version=record.key.version,
            is_withdrawn=record.standing is Standing.WITHDRAWN,
        )
        for record in records_of(records.select_related("spot"), words)
    ]
    # All versions of what is chosen: the one that counts may stand elsewhere.
    schools = {row.spot.school for row in declared if chosen(row.spot, choice)}
    codes = {row.record_code for row in kept if chosen(row.spot, choice)}
    return (
        tuple(row for row in declared if row.spot.school in schools),
        tuple(row for row in kept if row.record_code in codes),
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
