"""Import a school's staff list with its assignments: first as a plan, then for good."""

from dataclasses import replace

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.permit import Actor
from hocba.core.compose.staffing import entries_between
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.differences import difference
from hocba.core.terms.people import StaffMember
from hocba.flow.import_plan import ImportPlan, context_of
from hocba.ports.outside import Outside
from hocba.ports.school_book import Saved


def plan_staff(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    file: bytes,
    name: str,
) -> ImportPlan[StaffMember]:
    """
    Read a staff list and say what it would change; nothing is written.

    A list gives nobody any authority: only the register that the principal signs does.
    Raises: Refusal "permit.*", "school.unknown", "sheet.*" when the file cannot be opened.
    """
    refusal = why_not_now(Duty.IMPORT_STAFF, actor=actor, school=school)
    if refusal is not None:
        raise refusal
    context = context_of(outside, school, school_year)
    reading = outside.sheets.read_staff(file, name, context)
    known = {member.staff_code: member for member in outside.book.staff(school)}
    given = {
        member.staff_code: _with_teaching(member, known.get(member.staff_code))
        for member in reading.good
    }
    found = difference(known, given)
    return ImportPlan(
        reading=reading,
        added=tuple(given[code] for code in found.added),
        changed=tuple(given[code] for code in found.changed),
        unchanged=tuple(given[code] for code in found.unchanged),
        absent=tuple(known[code] for code in found.absent),
        findings=reading.findings,
    )


def take_staff(
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
    Take a staff list; a file with errors only where the user takes its good rows explicitly.

    Raises: as `plan_staff`, and Refusal "sheet.has_errors" with every finding.
    """
    plan = plan_staff(
        outside, actor=actor, school=school, school_year=school_year, file=file, name=name
    )
    rows = plan.taken(good_rows_only=good_rows_only)
    known = {member.staff_code: member for member in outside.book.staff(school)}
    now = outside.clock.now()
    entries = [
        entry
        for row in rows
        for entry in entries_between(
            known.get(row.staff_code), row, school=school, by=actor.person, at=now
        )
    ]
    return outside.book.save_staff(school, rows, entries)


def _with_teaching(given: StaffMember, known: StaffMember | None) -> StaffMember:
    """Keep who teaches what: a staff list has no column for it, so it takes nothing away."""
    taught = [held for held in known.appointments if held.subject] if known else []
    return replace(given, appointments=(*given.appointments, *taught)) if taught else given
