"""A school's assignments as somebody edits them: what may not stand in them, and their trace."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role

EDITED_BY_SCHOOL: Final = (
    Role.HOMEROOM_TEACHER,
    Role.SUBJECT_TEACHER,
    Role.DEPUTY,
    Role.CLERK,
)
"""Principal and seal are the province's to attest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingEntry:
    """
    One change of one assignment; never changed, never removed.

    was: None for a new one. now: None for one that was taken away. by: who wrote it down.
    """

    school: SchoolCode
    staff_code: str
    by: str
    at: datetime
    was: Appointment | None
    now: Appointment | None


def entries_between(
    old: StaffMember | None, new: StaffMember, *, school: SchoolCode, by: str, at: datetime
) -> tuple[StaffingEntry, ...]:
    """Return the trace of what changes from one line of the staff list to another."""
    before, after = (old.appointments if old else ()), new.appointments
    gone = [each for each in before if each not in after]
    come = [each for each in after if each not in before]
    same = [(was, now) for was in gone for now in come if _scope(was) == _scope(now)]
    pairs: list[tuple[Appointment | None, Appointment | None]] = [*same]
    pairs += [(was, None) for was in gone if was not in [pair[0] for pair in same]]
    pairs += [(None, now) for now in come if now not in [pair[1] for pair in same]]
    return tuple(
        StaffingEntry(school=school, staff_code=new.staff_code, by=by, at=at, was=was, now=now)
        for was, now in pairs
    )


def taught_on(member: StaffMember, day: date) -> frozenset[tuple[str, str]]:
    """Return class and subject of all that a member of staff teaches on a day."""
    return frozenset(
        (held.class_name, held.subject)
        for held in member.appointments
        if held.role is Role.SUBJECT_TEACHER and held.subject and held.holds_on(day)
    )


def seen(member: StaffMember) -> str:
    """Return what tells whether assignments are still what a form showed, 16 hex digits."""
    return sha256(repr(member.appointments).encode()).hexdigest()[:16]


def homeroom_on(
    staff: Iterable[StaffMember], day: date, school_year: SchoolYear
) -> dict[str, StaffMember]:
    """Return who is homeroom teacher of which class of a school year on a day."""
    return {
        held.class_name: member
        for member in staff
        for held in member.appointments
        if held.role is Role.HOMEROOM_TEACHER
        and held.year(school_year) == school_year
        and held.holds_on(day)
    }


def pinned_to(member: StaffMember, school_year: SchoolYear) -> StaffMember:
    """Return a person whose homeroom classes of no stated year are of this one."""
    return replace(
        member,
        appointments=tuple(
            replace(held, school_year=school_year)
            if held.role is Role.HOMEROOM_TEACHER and held.school_year is None
            else held
            for held in member.appointments
        ),
    )


def appointment_findings(held: Appointment) -> tuple[Finding, ...]:
    """Return all that is wrong with one assignment by itself; `where` is the form's field."""
    found = []
    if held.role is Role.HOMEROOM_TEACHER and not held.class_name:
        found.append(Finding(code="staff.class_due", where="class_name"))
    if held.role is Role.SUBJECT_TEACHER and bool(held.class_name) != bool(held.subject):
        empty = "subject" if held.class_name else "class_name"
        found.append(Finding(code="staff.subject_due", where=empty))
    if held.from_on is None:
        found.append(Finding(code="staff.first_day_due", where="from_on"))
    if held.from_on and held.to_on and held.to_on < held.from_on:
        found.append(Finding(code="staff.ends_before_it_starts", where="to_on"))
    if held.role is Role.DEPUTY:
        if not held.basis:
            found.append(Finding(code="staff.delegation_basis_due", where="basis"))
        if held.to_on is None:
            found.append(Finding(code="staff.delegation_end_due", where="to_on"))
    return tuple(found)


def clashes(held: Appointment, member: str, staff: tuple[StaffMember, ...]) -> tuple[Finding, ...]:
    """
    Return who else is the class's homeroom teacher on a day of this assignment.

    A stand-in's days must be cut out of the other's: two at once would both be entitled.
    """
    if held.role is not Role.HOMEROOM_TEACHER:
        return ()
    others = [
        (each, other)
        for each in staff
        if each.staff_code != member
        for other in each.appointments
        if (other.role, other.class_name) == (held.role, held.class_name)
        and not _other_year(held, other)
    ]
    return tuple(
        Finding(
            code="staff.two_at_once",
            where="from_on",
            details={"name": each.full_name, "class_name": held.class_name},
        )
        for each, other in others
        if overlap(held, other)
    )


def _other_year(one: Appointment, other: Appointment) -> bool:
    """Tell whether both state their school year, and not the same one."""
    years = {one.school_year, other.school_year}
    return None not in years and len(years) > 1


def overlap(one: Appointment, other: Appointment) -> bool:
    """Tell whether two assignments share a day, both ends included."""
    starts = max(one.from_on or date.min, other.from_on or date.min)
    return starts <= min(one.to_on or date.max, other.to_on or date.max)


def _scope(held: Appointment) -> tuple[str, ...]:
    year = str(held.school_year or "")
    return (held.role.value, held.class_name, held.subject, year)
