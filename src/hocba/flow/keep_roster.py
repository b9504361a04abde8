"""Keep a school's pupil list by hand: add a pupil, mend a line, move, change the status."""

from dataclasses import dataclass

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.life import Status
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Read, Way, why_not_read
from hocba.core.compose.roster import (
    Ground,
    RosterAct,
    RosterEntry,
    acts_between,
    entries_between,
    seen,
    why_not_change,
)
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear, masked_personal_id
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Enrolment
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilLine:
    """A pupil's line, its history, and the record of this year where there is one."""

    enrolment: Enrolment
    history: tuple[RosterEntry, ...]
    record: RecordKey | None = None
    record_status: Status | None = None


def read_line(
    outside: Outside, *, actor: Actor, school: SchoolCode, school_year: SchoolYear, code: str
) -> PupilLine:
    """
    Return one pupil's line and note that it was read.

    Raises: Refusal "permit.*", "school.unknown_pupil".
    """
    enrolment = _line(outside, school, school_year, code)
    refusal = why_not_read(
        actor=actor, school=school, school_year=school_year, class_name=enrolment.class_name
    )
    if refusal is not None:
        raise refusal
    key, status = _record(outside, school, school_year, code)
    if key is not None:
        read = Read(
            key=key,
            school=school,
            by=actor.person,
            role=actor.role,
            way=Way.VIEW,
            at=outside.clock.now(),
            office=outside.office.code,
        )
        outside.read_log.append([read])
    history = outside.book.roster_history(school, school_year, code)
    return PupilLine(enrolment=enrolment, history=history, record=key, record_status=status)


def add_pupil(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    enrolment: Enrolment,
    ground: Ground,
) -> None:
    """
    Add a pupil to the list of a year.

    Raises: Refusal "permit.*", "roster.pupil_known", "school.personal_id_taken".
    """
    _require_office(actor, school)
    known = outside.book.enrolments(school, school_year)
    code = enrolment.pupil.sector_code
    if any(each.pupil.sector_code == code for each in known):
        raise Refusal("roster.pupil_known", value=code)
    require_own_number(enrolment, known)
    entries = entries_between(
        None,
        enrolment,
        school=school,
        school_year=school_year,
        by=actor.person,
        at=outside.clock.now(),
        ground=ground,
    )
    outside.book.change_roster(school, school_year, enrolment, seen="", entries=entries)


def change_pupil(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    enrolment: Enrolment,
    was_seen: str,
    ground: Ground,
) -> tuple[RosterAct, ...]:
    """
    Change a pupil's line; the line and its history are written together or not at all.

    was_seen: `seen` of the line as the form showed it.
    Raises: Refusal "permit.*", "school.unknown_pupil", "roster.*", "school.personal_id_taken".
    """
    _require_office(actor, school)
    known = outside.book.enrolments(school, school_year)
    code = enrolment.pupil.sector_code
    old = _line(outside, school, school_year, code)
    if seen(old) != was_seen:
        raise Refusal("roster.moved_on")
    acts = acts_between(old, enrolment)
    if not acts:
        raise Refusal("roster.nothing_changed")
    _, status = _record(outside, school, school_year, code)
    for refusal in filter(None, (why_not_change(act, status) for act in acts)):
        raise refusal
    require_own_number(enrolment, known)
    entries = entries_between(
        old,
        enrolment,
        school=school,
        school_year=school_year,
        by=actor.person,
        at=outside.clock.now(),
        ground=ground,
    )
    outside.book.change_roster(school, school_year, enrolment, seen=was_seen, entries=entries)
    return acts


def _require_office(actor: Actor, school: SchoolCode) -> None:
    refusal = why_not_now(Duty.KEEP_ROSTER, actor=actor, school=school)
    if refusal is not None:
        raise refusal


def _line(outside: Outside, school: SchoolCode, school_year: SchoolYear, code: str) -> Enrolment:
    for each in outside.book.enrolments(school, school_year):
        if each.pupil.sector_code == code:
            return each
    raise Refusal("school.unknown_pupil", value=code, class_name="")


def _record(
    outside: Outside, school: SchoolCode, school_year: SchoolYear, code: str
) -> tuple[RecordKey | None, Status | None]:
    for row in outside.records.rows(school, school_year):
        if row.sector_code == code:
            return row.key, row.status
    return None, None


def require_own_number(enrolment: Enrolment, known: tuple[Enrolment, ...]) -> None:
    """Raises: Refusal "school.personal_id_taken" when another pupil has this number."""
    pupil = enrolment.pupil
    if isinstance(pupil.personal_id, Missing):
        return
    for each in known:
        if each.pupil.sector_code == pupil.sector_code:
            continue
        if each.pupil.personal_id == pupil.personal_id:
            details = {
                "name": pupil.full_name,
                "value": masked_personal_id(pupil.personal_id),
                "other": each.pupil.full_name,
            }
            finding = Finding(code="school.personal_id_taken", where="personal_id", details=details)
            raise Refusal("school.personal_id_taken", findings=(finding,), **details)
