"""Import a class's year-end results: first as a plan, then for good."""

from collections.abc import Mapping, Sequence

from hocba.core.assess.any_year import AnyYear
from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.life import Status
from hocba.core.compose.permit import Actor
from hocba.core.rules.library import any_pack_for
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.differences import difference
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Enrolment
from hocba.flow.import_plan import ImportPlan, context_of
from hocba.ports.outside import Outside
from hocba.ports.school_book import Saved
from hocba.ports.spreadsheets import PupilYear, SheetRow


def plan_results(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
    file: bytes,
    name: str,
) -> ImportPlan[PupilYear]:
    """
    Read a class's result sheet and say what it would change; nothing is written.

    A result that differs from a locked record is an error: the record is reopened first.
    Raises: Refusal "permit.*", "school.unknown", "school.unknown_class", "rules.no_pack",
    "sheet.*" when the file cannot be opened.
    """
    refusal = why_not_now(
        Duty.IMPORT_RESULTS,
        actor=actor,
        school=school,
        school_year=school_year,
        class_name=class_name,
    )
    if refusal is not None:
        raise refusal
    roster = outside.book.enrolments(school, school_year, class_name)
    if not roster:
        raise Refusal("school.unknown_class", class_name=class_name, school_year=str(school_year))
    grade = min(enrolment.grade for enrolment in roster)
    context = context_of(outside, school, school_year)
    reading = outside.sheets.read_year_results(
        file,
        name,
        context,
        grade=grade,
        class_name=class_name,
        pack=any_pack_for(school_year, grade),
        roster=roster,
    )
    known = outside.book.results(school, school_year, class_name)
    given = {row.sector_code: row.assessment for row in reading.good}
    clashes = _clashes(
        _locked(outside, school, school_year), known=known, rows=reading.rows, roster=roster
    )
    good = {code: year for code, year in given.items() if code not in clashes}
    found = difference(known, good)
    return ImportPlan(
        reading=reading,
        added=_rows(good, found.added),
        changed=_rows(good, found.changed),
        unchanged=_rows(good, found.unchanged),
        absent=_rows(known, [code for code in found.absent if code not in given]),
        findings=(*reading.findings, *clashes.values()),
    )


def take_results(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
    file: bytes,
    name: str,
    good_rows_only: bool = False,
) -> Saved:
    """
    Take a result sheet; one with errors only where the user takes its good rows explicitly.

    Raises: as `plan_results`, and Refusal "sheet.has_errors" with every finding.
    """
    # Planned again within the turn: a record locked since the preview is seen here.
    with outside.marks.turn(school, school_year):
        plan = plan_results(
            outside,
            actor=actor,
            school=school,
            school_year=school_year,
            class_name=class_name,
            file=file,
            name=name,
        )
        rows = plan.taken(good_rows_only=good_rows_only)
        years = {row.sector_code: row.assessment for row in rows}
        return outside.book.save_assessments(school, school_year, class_name, years)


def _locked(outside: Outside, school: SchoolCode, school_year: SchoolYear) -> Mapping[str, Status]:
    rows = outside.records.rows(school, school_year)
    return {row.sector_code: row.status for row in rows if row.status is not Status.DRAFT}


def _clashes(
    locked: Mapping[str, Status],
    *,
    known: Mapping[str, AnyYear],
    rows: Sequence[SheetRow[PupilYear]],
    roster: Sequence[Enrolment],
) -> Mapping[str, Finding]:
    names = {enrolment.pupil.sector_code: enrolment.pupil.full_name for enrolment in roster}
    clashes = {}
    for row in rows:
        code = row.value.sector_code
        if code in locked and known.get(code) != row.value.assessment:
            details = {"name": names.get(code, code), "status": locked[code].value}
            clashes[code] = Finding(code="records.locked_already", where=row.where, details=details)
    return clashes


def _rows(years: Mapping[str, AnyYear], codes: Sequence[str]) -> tuple[PupilYear, ...]:
    return tuple(PupilYear(sector_code=code, assessment=years[code]) for code in codes)
