"""Who may type marks and comments, where: asked by the grid and by every save."""

from collections.abc import Set as AbstractSet

from hocba.core.compose.life import Status
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role

Taught = AbstractSet[tuple[str, str]]
"""Class and subject, as the school's list of teaching says."""


def why_not_mark(
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
    section: str,
    taught: Taught = frozenset(),
) -> Refusal | None:
    """
    Return the reason why `actor` may not type into a grid, or None when they may.

    A homeroom teacher types into every grid of the class, a subject teacher into those of the
    subjects taught there, the administrator as in importing results. Hocba's policy.
    """
    if actor.school != school:
        return Refusal("permit.other_school", school=school)
    if actor.role is Role.HOMEROOM_TEACHER:
        is_own = (actor.school_year, actor.class_name) == (school_year, class_name)
        return None if is_own else Refusal("permit.other_class", class_name=class_name)
    if actor.role is Role.SUBJECT_TEACHER:
        is_taught = (class_name, section) in taught
        return None if is_taught else Refusal("marks.not_taught_by_you", class_name=class_name)
    if actor.role is Role.SCHOOL_ADMIN:
        return None
    return Refusal("permit.not_your_role", act="NHAP_DIEM", role=actor.role.value)


def why_row_rests(status: Status | None, full_name: str) -> Refusal | None:
    """Return why a pupil's row can only be read: the record is composed already; or None."""
    if status in (None, Status.DRAFT):
        return None
    return Refusal("marks.locked", name=full_name)
