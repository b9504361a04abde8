"""Import a school's pupil list: first as a plan, then for good."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.life import Status
from hocba.core.compose.permit import Actor
from hocba.core.compose.roster import Ground, acts_between, entries_between, why_not_change
from hocba.core.terms.codes import SchoolCode, SchoolYear, masked_personal_id
from hocba.core.terms.differences import difference
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.people import Enrolment
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.import_plan import ImportPlan, context_of
from hocba.ports.outside import Outside
from hocba.ports.school_book import Saved
from hocba.ports.spreadsheets import SheetRow

_BASIS: Final = 300
"""Characters that a ground may have."""


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
    statuses = {row.sector_code: row.status for row in outside.records.rows(school, school_year)}
    refused = {**_held(known, reading.rows, statuses), **_clashes(known, reading.rows)}
    good = {code: enrolment for code, enrolment in given.items() if code not in refused}
    found = difference(known, good)
    return ImportPlan(
        reading=reading,
        added=tuple(good[code] for code in found.added),
        changed=tuple(good[code] for code in found.changed),
        unchanged=tuple(good[code] for code in found.unchanged),
        absent=tuple(known[code] for code in found.absent if code not in given),
        findings=(*reading.findings, *refused.values()),
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

    Lines and their history are written together; what a record holds stays as it is.
    Raises: as `plan_pupils`, and Refusal "sheet.has_errors" with every finding.
    """
    # In the turn of marks and of locking: no record is locked between the check and the write.
    with outside.marks.turn(school, school_year):
        plan = plan_pupils(
            outside, actor=actor, school=school, school_year=school_year, file=file, name=name
        )
        rows = plan.taken(good_rows_only=good_rows_only)
        known = {e.pupil.sector_code: e for e in outside.book.enrolments(school, school_year)}
        now = outside.clock.now()
        today = day_in_vietnam(now)
        entries = [
            entry
            for row in rows
            for entry in entries_between(
                known.get(row.pupil.sector_code),
                row,
                school=school,
                school_year=school_year,
                by=actor.person,
                at=now,
                ground=Ground(on=_day_of(row, known, today), basis=name[:_BASIS]),
            )
        ]
        # The first list of a year is where its history begins: nobody came in with it.
        return outside.book.save_enrolments(school, school_year, rows, entries if known else ())


def _day_of(new: Enrolment, known: Mapping[str, Enrolment], today: date) -> date:
    """Return the day of a file's change: the one that its status states, or today."""
    old = known.get(new.pupil.sector_code)
    if old is not None and (old.status, old.status_on) == (new.status, new.status_on):
        return today
    return new.status_on or today


def _held(
    known: Mapping[str, Enrolment],
    rows: Sequence[SheetRow[Enrolment]],
    statuses: Mapping[str, Status],
) -> Mapping[str, Finding]:
    """Return a finding for each pupil whose record holds the line as it is."""
    held = {}
    for row in rows:
        code = row.value.pupil.sector_code
        old = known.get(code)
        acts = acts_between(old, row.value) if old else ()
        refusals = (why_not_change(act, statuses.get(code)) for act in acts)
        for refusal in filter(None, refusals):
            held[code] = Finding(code=refusal.code, where=row.where, details=refusal.details)
    return held


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
