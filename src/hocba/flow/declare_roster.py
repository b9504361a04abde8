"""Count a school's roster for its declaration, class by class, nobody left out."""

from collections.abc import Mapping

from hocba.core.compose.life import Status
from hocba.core.submit.declaration import Declaration, DeclaredClass
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import here_on
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.outside import Outside
from hocba.ports.records import RecordRow

_UNSIGNED = frozenset({Status.DRAFT, Status.LOCKED, Status.ATTESTED})
_UNSEALED = _UNSIGNED | {Status.APPROVED}


def declaration_now(
    outside: Outside, *, school: SchoolCode, school_year: SchoolYear
) -> Declaration:
    """
    Count every class: records, exceptions by reason, and the pupils who have neither yet.

    A class that nobody has begun is declared as open, so that a rate can never be raised by
    leaving it out. The number rises with every package of the school.
    """
    place = outside.book.school(school)
    today = day_in_vietnam(outside.clock.now())
    rows = {row.sector_code: row for row in outside.records.rows(school, school_year)}
    reasons = {e.sector_code: e.reason.value for e in outside.book.exceptions(school, school_year)}
    classes: dict[tuple[str, int], list[Enrolment]] = {}
    for enrolment in outside.book.enrolments(school, school_year):
        if here_on(enrolment, today):
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
        classes=tuple(counted),
    )


def _counted(
    name: str,
    grade: int,
    pupils: list[Enrolment],
    rows: Mapping[str, RecordRow],
    reasons: Mapping[str, str],
) -> DeclaredClass:
    codes = [enrolment.pupil.sector_code for enrolment in pupils]
    records = [rows[code] for code in codes if code in rows]
    exceptions: dict[str, int] = {}
    for code in codes:
        if code not in rows and code in reasons:
            exceptions[reasons[code]] = exceptions.get(reasons[code], 0) + 1
    return DeclaredClass(
        class_name=name,
        grade=grade,
        pupils=len(codes),
        records=len(records),
        signed=sum(_has_passed(row, _UNSIGNED) for row in records),
        sealed=sum(_has_passed(row, _UNSEALED) for row in records),
        exceptions=exceptions,
        still_open=len(codes) - len(records) - sum(exceptions.values()),
    )


def _has_passed(row: RecordRow, before: frozenset[Status]) -> bool:
    # While an amendment is being signed, the version that it will replace stands.
    return row.status not in before or row.key.version > 1
