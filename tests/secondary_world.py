"""A school with one secondary class, for the tests of its acts: real keys, XML and PostgreSQL."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hocba.core.assess.secondary_year import SecondaryYear
from hocba.core.compose.permit import Actor
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role
from hocba.flow.keep_register import issue_school_register
from hocba.ports.outside import Outside
from tests.school_world import (
    OTHER_TEACHER,
    PRINCIPAL,
    SCHOOL,
    TEACHER,
    YEAR,
    OfClass,
    a_school,
    an_enrolment,
    an_outside,
    homeroom,
    pki,
    principal,
    staff,
    teacher,
    upper_registers,
)
from tests.secondary_builders import TT22, a_secondary_year

CLASS = "7A"
GRADE = 7
HERE = OfClass(class_name=CLASS).words()
TEACHES: Mapping[str, str] = {
    **dict.fromkeys(("toan", "tin_hoc", "khtn", "cong_nghe", "ngoai_ngu_1"), OTHER_TEACHER),
    "hdtn_hn": PRINCIPAL,
}
"""Who teaches a subject; the homeroom teacher teaches the others."""

SINCE = date(2025, 9, 1)


def teacher_of(subject: str) -> str:
    return TEACHES.get(subject, TEACHER)


def teaches(subject: str, class_name: str = CLASS, **changes: Any) -> Appointment:
    plain = Appointment(
        role=Role.SUBJECT_TEACHER, class_name=class_name, subject=subject, from_on=SINCE
    )
    return replace(plain, **changes)


def secondary_staff() -> tuple[StaffMember, ...]:
    """The staff of the school of tests, who teach the class as well."""
    subjects = [one.key for one in TT22.programme(GRADE) if one.required_in(GRADE)]
    found = []
    for member in staff():
        held = [a for a in member.appointments if a.role is not Role.HOMEROOM_TEACHER]
        held += [teaches(key) for key in subjects if teacher_of(key) == member.staff_code]
        if member.staff_code == TEACHER:
            held.append(homeroom(CLASS))
        found.append(replace(member, appointments=tuple(held)))
    return tuple(found)


def a_secondary_school(
    outside: Outside | None = None, *, pupils: int = 2, years: SecondaryYear | None = None
) -> Outside:
    """A school with a class 7A of which everybody has complete results, and all registers."""
    outside = outside or an_outside()
    book = outside.book
    book.save_school(a_school())
    book.save_staff(SCHOOL, secondary_staff())
    roster = [an_enrolment(n, class_name=CLASS, grade=GRADE) for n in range(1, pupils + 1)]
    book.save_enrolments(SCHOOL, YEAR, roster)
    given = years or a_secondary_year(GRADE)
    book.save_assessments(SCHOOL, YEAR, CLASS, {e.pupil.sector_code: given for e in roster})
    holders, _ = pki()
    outside.accounts.save_keys({str(ref): ref for ref in holders})
    upper_registers(outside)
    issue_school_register(outside, actor=principal(), school=SCHOOL, school_year=YEAR)
    return outside


def the_homeroom_teacher() -> Actor:
    return teacher(TEACHER, CLASS)


def the_other_teacher() -> Actor:
    return Actor(person=OTHER_TEACHER, role=Role.SUBJECT_TEACHER, school=SCHOOL)
