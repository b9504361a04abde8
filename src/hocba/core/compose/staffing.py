"""A school's assignments as somebody edits them: what may not stand in them."""

from datetime import date
from typing import Final

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


def appointment_findings(held: Appointment) -> tuple[Finding, ...]:
    """Return all that is wrong with one assignment by itself; `where` is the form's field."""
    found = []
    if held.role is Role.HOMEROOM_TEACHER and not held.class_name:
        found.append(Finding(code="staff.class_due", where="class_name"))
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


def overlap(one: Appointment, other: Appointment) -> bool:
    """Tell whether two assignments share a day, both ends included."""
    starts = max(one.from_on or date.min, other.from_on or date.min)
    return starts <= min(one.to_on or date.max, other.to_on or date.max)
