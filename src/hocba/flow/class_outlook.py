"""What a class awaits before its records can be composed: who is ready, who is not, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hocba.core.assess.any_year import AnyYear, is_open, year_problems
from hocba.core.compose.content import NoYearBefore, School, YearBefore
from hocba.core.compose.exceptions import ExceptionReason, RecordException
from hocba.core.compose.life import Status
from hocba.core.compose.transfers import TransferStage
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import here_on
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.outside import Outside
from hocba.ports.records import RecordRow, WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReady:
    """A pupil whose record cannot be composed yet, with everything that is missing or wrong."""

    sector_code: str
    full_name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassReading:
    """
    All that is read of a class before anything is decided.

    leaving: pupils who were released to another school, whose answer is awaited.
    """

    school: School
    school_year: SchoolYear
    name: str
    roster: tuple[Enrolment, ...]
    years: Mapping[str, AnyYear]
    exceptions: Mapping[str, RecordException]
    codes: Mapping[str, RecordCode]
    rows: Mapping[RecordCode, RecordRow]
    drafts: Mapping[RecordKey, WorkingRecord]
    years_before: Mapping[RecordCode, RecordRow]
    leaving: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOutlook:
    """
    The pupils of a class, sorted by what is to be done.

    due: their record can be composed now. locked: it has been composed already.
    """

    due: tuple[Enrolment, ...]
    locked: tuple[RecordKey, ...]
    waiting: tuple[NotReady, ...]
    excepted: tuple[RecordException, ...]


def class_outlook(
    outside: Outside, *, school: SchoolCode, school_year: SchoolYear, class_name: str
) -> ClassOutlook:
    """Return what composing the class would do now, and for whom it cannot, with every reason."""
    return outlook_of(read_class(outside, school, school_year, class_name))


def read_class(
    outside: Outside, school: SchoolCode, school_year: SchoolYear, class_name: str
) -> ClassReading:
    book, records = outside.book, outside.records
    today = day_in_vietnam(outside.clock.now())
    roster = tuple(e for e in book.enrolments(school, school_year, class_name) if here_on(e, today))
    codes = book.record_codes(school, [e.pupil.sector_code for e in roster])
    rows = {row.key.record_code: row for row in records.rows(school, school_year)}
    of_class = [rows[code] for code in codes.values() if code in rows]
    drafts = records.many([row.key for row in of_class if row.status is Status.DRAFT])
    before = _years_before(outside, school, school_year.before, list(codes.values()))
    return ClassReading(
        school=book.school(school),
        school_year=school_year,
        name=class_name,
        roster=roster,
        years=book.results(school, school_year),
        exceptions={e.sector_code: e for e in book.exceptions(school, school_year)},
        codes=codes,
        rows=rows,
        drafts={record.key: record for record in drafts},
        years_before=before,
        leaving=_leaving(outside, school, school_year),
    )


def _leaving(outside: Outside, school: SchoolCode, school_year: SchoolYear) -> frozenset[str]:
    # The other school owes the year's record once it accepts: two would count one pupil twice.
    return frozenset(
        each.sector_code
        for each in outside.transfers.of_school(school, limit=5_000)
        if (each.sender, each.school_year) == (school, school_year)
        and each.stage is TransferStage.RELEASED
    )


def _years_before(
    outside: Outside, school: SchoolCode, year: SchoolYear, codes: Sequence[RecordCode]
) -> Mapping[RecordCode, RecordRow]:
    """Return the records of the year before, those that came from another school included."""
    came = {
        each.key.record_code: RecordRow(
            key=each.key,
            school=each.issuer,
            sector_code=each.sector_code,
            class_name=each.class_name,
            grade=each.grade,
            status=Status.ISSUED,
            content_digest=each.content_digest,
        )
        for each in outside.transfers.received_of_year(school, year, codes)
    }
    own = {row.key.record_code: row for row in outside.records.latest_of_year(year, codes)}
    return {**came, **own}


def link_before(row: RecordRow | None, grade: int) -> YearBefore | NoYearBefore:
    """Return the link to the record of the year before, or why there is none."""
    if row is not None:
        return YearBefore(
            school_year=row.key.school_year,
            version=row.key.version,
            content_digest=row.content_digest,
        )
    return NoYearBefore.FIRST_YEAR if grade == 1 else NoYearBefore.PAPER_BEFORE


def outlook_of(read: ClassReading) -> ClassOutlook:
    """Sort the pupils of a class; every one who has not left stands in one place."""
    due: list[Enrolment] = []
    locked: list[RecordKey] = []
    waiting: list[NotReady] = []
    excepted: list[RecordException] = []
    for enrolment in read.roster:
        row = _row_of(read, enrolment)
        exception = _exception_of(read, enrolment)
        if row is not None and row.status is not Status.DRAFT:
            locked.append(row.key)
        elif exception is not None:
            excepted.append(exception)
        elif findings := _problems(read, enrolment):
            waiting.append(not_ready(enrolment, findings))
        else:
            due.append(enrolment)
    return ClassOutlook(
        due=tuple(due), locked=tuple(locked), waiting=tuple(waiting), excepted=tuple(excepted)
    )


def _row_of(read: ClassReading, enrolment: Enrolment) -> RecordRow | None:
    code = read.codes.get(enrolment.pupil.sector_code)
    return None if code is None else read.rows.get(code)


def _problems(read: ClassReading, enrolment: Enrolment) -> tuple[Finding, ...]:
    if enrolment.pupil.sector_code in read.leaving:
        return (Finding(code="transfer.pending"),)
    year = read.years.get(enrolment.pupil.sector_code)
    if year is None:
        return (Finding(code="records.no_results"),)
    if year.grade != enrolment.grade:
        # Results of another grade would be judged by its rules: the sheet is brought in again.
        return (Finding(code="records.other_level", details={"grade": str(year.grade)}),)
    return year_problems(year, read.school_year)


def _exception_of(read: ClassReading, enrolment: Enrolment) -> RecordException | None:
    """
    Return why no record is due: noted by the school, or because the year is not completed.

    Summer training ends by itself once the supplementary results are in.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 11; Thông tư 22/2021/TT-BGDĐT, Điều 13 and 14.
    """
    code = enrolment.pupil.sector_code
    noted = read.exceptions.get(code)
    if noted is not None and noted.reason is not ExceptionReason.SUMMER_TRAINING:
        return noted
    year = read.years.get(code)
    if year is None or _problems(read, enrolment):
        return noted
    if not is_open(year, read.school_year):
        return None
    return noted or RecordException(
        school=read.school.code,
        school_year=read.school_year,
        sector_code=code,
        class_name=read.name,
        reason=ExceptionReason.SUMMER_TRAINING,
    )


def not_ready(enrolment: Enrolment, findings: tuple[Finding, ...]) -> NotReady:
    """Name a pupil whose record cannot be composed yet."""
    pupil = enrolment.pupil
    return NotReady(sector_code=pupil.sector_code, full_name=pupil.full_name, findings=findings)
