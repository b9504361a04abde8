"""Which of a log-in's roles hold today, as the school's assignments say."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from hocba.core.compose.permit import Actor
from hocba.core.terms.people import StaffMember
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.outside import Outside

_ASSIGNED: Final = frozenset({Role.HOMEROOM_TEACHER, Role.SUBJECT_TEACHER, Role.CLERK})
"""Roles that end with their assignment; a deputy's delegation is asked for at each signature."""


def still_held(outside: Outside, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """
    Return the roles whose assignment has not ended, in the same order.

    A role of which the staff list says nothing stays: it was given by whoever runs the server.
    """
    schools = {each.school for each in actors if each.school and each.role in _ASSIGNED}
    if not schools:
        return tuple(actors)
    today = day_in_vietnam(outside.clock.now())
    staff: dict[tuple[str | None, str], StaffMember] = {
        (school, member.staff_code): member
        for school in schools
        for member in outside.book.staff(school)
    }
    return tuple(
        each
        for each in actors
        if (member := staff.get((each.school, each.person))) is None
        or not _is_over(each, member, today)
    )


def _is_over(actor: Actor, member: StaffMember, today: date) -> bool:
    """Tell whether there were assignments to this role, and all of them have ended."""
    if actor.role not in _ASSIGNED:
        return False
    held = [
        each
        for each in member.appointments
        if each.role is actor.role
        and each.class_name == (actor.class_name or each.class_name)
        and (actor.school_year is None or each.year(actor.school_year) == actor.school_year)
    ]
    return bool(held) and all(each.to_on is not None and each.to_on < today for each in held)
