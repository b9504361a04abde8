"""Count a school's roster for its declaration: pupils = records + exceptions, class by class."""

from collections.abc import Mapping

from hocba.core.compose.life import Status
from hocba.core.submit.declaration import Declaration, DeclaredClass
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import has_left
from hocba.ports.outside import Outside
from hocba.ports.records import RecordRow

_UNSIGNED = frozenset({Status.DRAFT, Status.LOCKED, Status.ATTESTED})
_UNSEALED = _UNSIGNED | {Status.APPROVED}


def declaration_now(
    outside: Outside, *, school: SchoolCode, school_year: SchoolYear
) -> Declaration:
    """
    Count every class in which each pupil has a record or an exception.

    A class that does not add up yet is left out: its pupils are not declared, and every page
    of figures shows them as such. The number rises with every package of the school.
    """
    place = outside.book.school(school)
    rows = {row.sector_code: row for row in outside.records.rows(school, school_year)}
    reasons = {e.sector_code: e.reason.value for e in outside.book.exceptions(school, school_year)}
    classes: dict[tuple[str, int], list[Enrolment]] = {}
    for enrolment in outside.book.enrolments(school, school_year):
        if not has_left(enrolment.status):
            classes.setdefault((enrolment.class_name, enrolment.grade), []).append(enrolment)
    counted = [
        _counted(name, grade, pupils, rows, reasons)
        for (name, grade), pupils in sorted(classes.items())
    ]
    return Declaration(
        school=school,
        school_name=place.name,
        ward=place.ward,
        province=place.province,
        school_year=school_year,
        number=len(outside.outbox.sent(school)) + 1,
        environment=outside.environment,
        declared_at=outside.clock.now(),
        classes=tuple(each for each in counted if each is not None),
    )


def _counted(
    name: str,
    grade: int,
    pupils: list[Enrolment],
    rows: Mapping[str, RecordRow],
    reasons: Mapping[str, str],
) -> DeclaredClass | None:
    codes = [enrolment.pupil.sector_code for enrolment in pupils]
    records = [rows[code] for code in codes if code in rows]
    exceptions: dict[str, int] = {}
    for code in codes:
        if code not in rows and code in reasons:
            exceptions[reasons[code]] = exceptions.get(reasons[code], 0) + 1
    if len(records) + sum(exceptions.values()) != len(codes):
        return None
    return DeclaredClass(
        class_name=name,
        grade=grade,
        pupils=len(codes),
        records=len(records),
        signed=sum(_has_passed(row, _UNSIGNED) for row in records),
        sealed=sum(_has_passed(row, _UNSEALED) for row in records),
        exceptions=exceptions,
    )


def _has_passed(row: RecordRow, before: frozenset[Status]) -> bool:
    # While an amendment is being signed, the version that it will replace stands.
    return row.status not in before or row.key.version > 1
