"""Import a school's pupil list: first as a plan, then for good."""

from collections.abc import Mapping, Sequence

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode, SchoolYear, masked_personal_id
from hocba.core.terms.differences import difference
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.people import Enrolment
from hocba.flow.import_plan import ImportPlan, context_of
from hocba.ports.outside import Outside
from hocba.ports.school_book import Saved
from hocba.ports.spreadsheets import SheetRow


def plan_pupils(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    file: bytes,
    name: str,
) -> ImportPlan[Enrolment]:
    """
    Read a pupil list and say what it would change; nothing is written.

    Raises: Refusal "permit.*", "school.unknown", "sheet.*" when the file cannot be opened.
    """
    refusal = why_not_now(Duty.IMPORT_PUPILS, actor=actor, school=school)
    if refusal is not None:
        raise refusal
    context = context_of(outside, school, school_year)
    reading = outside.sheets.read_pupils(file, name, context)
    known = {e.pupil.sector_code: e for e in outside.book.enrolments(school, school_year)}
    given = {e.pupil.sector_code: e for e in reading.good}
    clashes = _clashes(known, reading.rows)
    good = {code: enrolment for code, enrolment in given.items() if code not in clashes}
    found = difference(known, good)
    return ImportPlan(
        reading=reading,
        added=tuple(good[code] for code in found.added),
        changed=tuple(good[code] for code in found.changed),
        unchanged=tuple(good[code] for code in found.unchanged),
        absent=tuple(known[code] for code in found.absent if code not in given),
        findings=(*reading.findings, *clashes.values()),
    )


def take_pupils(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    file: bytes,
    name: str,
    good_rows_only: bool = False,
) -> Saved:
    """
    Take a pupil list; a file with errors only where the user takes its good rows explicitly.

    Raises: as `plan_pupils`, and Refusal "sheet.has_errors" with every finding.
    """
    plan = plan_pupils(
        outside, actor=actor, school=school, school_year=school_year, file=file, name=name
    )
    rows = plan.taken(good_rows_only=good_rows_only)
    return outside.book.save_enrolments(school, school_year, rows)


def _clashes(
    known: Mapping[str, Enrolment], rows: Sequence[SheetRow[Enrolment]]
) -> Mapping[str, Finding]:
    """Return a finding for each pupil whose personal ID is another pupil's already."""
    given = {row.value.pupil.sector_code for row in rows}
    holders = {
        enrolment.pupil.personal_id: enrolment.pupil
        for code, enrolment in known.items()
        if code not in given and not isinstance(enrolment.pupil.personal_id, Missing)
    }
    clashes = {}
    for row in rows:
        pupil = row.value.pupil
        number = pupil.personal_id
        if not isinstance(number, Missing) and number in holders:
            details = {
                "name": pupil.full_name,
                "value": masked_personal_id(number),
                "other": holders[number].full_name,
            }
            clashes[pupil.sector_code] = Finding(
                code="school.personal_id_taken", where=row.where, details=details
            )
    return clashes
