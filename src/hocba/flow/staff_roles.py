"""From the staff list to log-ins: which roles a person's assignments give."""

from collections.abc import Iterator

from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.people import StaffMember
from hocba.core.terms.roles import Role
from hocba.ports.accounts import Account


def log_in_of(member: StaffMember) -> str:
    """Return the log-in of a member of staff."""
    return member.staff_code.lower()


def roles_of(member: StaffMember, school: SchoolCode, school_year: SchoolYear) -> Iterator[Account]:
    """Return a role for each assignment; where a subject is taught, the assignment itself says."""
    for held in member.appointments:
        in_class = held.role is Role.HOMEROOM_TEACHER
        yield Account(
            username=log_in_of(member),
            display_name=member.full_name,
            actor=Actor(
                person=member.staff_code,
                role=held.role,
                school=school,
                school_year=held.year(school_year) if in_class else None,
                class_name=held.class_name if in_class else "",
            ),
        )
