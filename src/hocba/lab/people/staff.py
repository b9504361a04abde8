"""Staff of a synthetic school: who holds which role, from when, by which decision."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Final

from hocba.core.rules.library import is_secondary, secondary_for
from hocba.core.terms.codes import Gender
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role
from hocba.core.terms.text import given_name, match_key
from hocba.lab.people.chance import pick
from hocba.lab.people.names import ethnic_groups, name_parts
from hocba.lab.people.places import births, successor
from hocba.lab.people.plans import SchoolKind
from hocba.lab.people.pupils import Catchment
from hocba.lab.people.secondary import TEAMS, rest_of

CHANGING_CLASS: Final = "3A"
"""The class whose homeroom teacher changes at the middle of the year, where a plan says so."""

_WOMEN: Final = 0.78
_OLDEST: Final = date(1970, 1, 1)
_YEARS_OF_BIRTH_DAYS: Final = 29 * 365
_SUBJECT_TEACHERS: Final = 3


def staff(
    chance: Random, *, catchment: Catchment, classes: Sequence[str]
) -> tuple[StaffMember, ...]:
    """
    Draw a school's staff: principal, deputy, clerk, administrator, teachers.

    Homeroom teachers come in the order of `classes`; one person signs in one role only.
    """
    appointments = _appointments(catchment, classes)
    return tuple(
        _member(chance, catchment, number, held)
        for number, held in enumerate(appointments, start=1)
    )


def _appointments(
    catchment: Catchment, classes: Sequence[str]
) -> Iterator[tuple[Appointment, ...]]:
    year = catchment.year.first
    started, ended = date(year, 9, 1), date(year + 1, 8, 31)
    number = catchment.plan.number
    yield (
        _held(Role.PRINCIPAL, date(year, 8, 1),
              f"Quyết định số {140 + number}/QĐ ngày 25/7/{year} của {_appointer(catchment)}"),
    )  # fmt: skip
    yield (
        _held(Role.DEPUTY, started,
              f"Quyết định số {10 + number}/QĐ-TH ngày 28/8/{year} về uỷ quyền ký học bạ",
              to_on=ended),
    )  # fmt: skip
    yield (_held(Role.CLERK, started, f"Quyết định số {20 + number}/QĐ-TH ngày 28/8/{year}"),)
    yield (
        _held(Role.SCHOOL_ADMIN, started, f"Quyết định số {21 + number}/QĐ-TH ngày 28/8/{year}"),
    )
    basis = f"Quyết định số {30 + number}/QĐ-TH ngày 28/8/{year} về phân công chủ nhiệm"
    for class_name in classes:
        changes = catchment.plan.changes_teacher and class_name == CHANGING_CLASS
        until = date(year, 12, 31) if changes else ended
        homeroom = _held(Role.HOMEROOM_TEACHER, started, basis, to_on=until, class_name=class_name)
        yield (homeroom, *_own_subjects(catchment, class_name, started, ended))
    if catchment.plan.changes_teacher:
        later = (
            f"Quyết định số {60 + number}/QĐ-TH ngày 26/12/{year} về thay đổi giáo viên chủ nhiệm"
        )
        yield (
            _held(Role.HOMEROOM_TEACHER, date(year + 1, 1, 1), later,
                  to_on=ended, class_name=CHANGING_CLASS),
        )  # fmt: skip
    yield from _teams(catchment, classes, started, ended)
    for _ in range(_SUBJECT_TEACHERS):
        taught = f"Quyết định số {31 + number}/QĐ-TH ngày 28/8/{year} về phân công giảng dạy"
        yield (_held(Role.SUBJECT_TEACHER, started, taught, to_on=ended),)


def _own_subjects(
    catchment: Catchment, class_name: str, started: date, ended: date
) -> Iterator[Appointment]:
    """Return what the homeroom teacher of a secondary class teaches there."""
    grade = int(class_name[:-1])
    if is_secondary(grade):
        for key in rest_of(secondary_for(catchment.year, grade), grade):
            yield _taught(catchment, class_name, key, started, ended)


def _teams(
    catchment: Catchment, classes: Sequence[str], started: date, ended: date
) -> Iterator[tuple[Appointment, ...]]:
    """Return the subject teachers of secondary classes, each with all they teach."""
    found = [name for name in classes if is_secondary(int(name[:-1]))]
    for team in TEAMS if found else ():
        yield tuple(_taught(catchment, name, key, started, ended) for name in found for key in team)


def _taught(
    catchment: Catchment, class_name: str, key: str, started: date, ended: date
) -> Appointment:
    number, year = catchment.plan.number, catchment.year.first
    basis = f"Quyết định số {32 + number}/QĐ-THCS ngày 28/8/{year} về phân công chuyên môn"
    return Appointment(
        role=Role.SUBJECT_TEACHER,
        class_name=class_name,
        subject=key,
        from_on=started,
        to_on=ended,
        basis=basis,
    )


def _appointer(catchment: Catchment) -> str:
    if catchment.plan.kind is not SchoolKind.PUBLIC:
        return "Hội đồng trường"
    ward = catchment.ward.name
    return f"Uỷ ban nhân dân {ward[:1].lower()}{ward[1:]}"


def _held(
    role: Role, from_on: date, basis: str, *, to_on: date | None = None, class_name: str = ""
) -> Appointment:
    return Appointment(role=role, class_name=class_name, from_on=from_on, to_on=to_on, basis=basis)


def _member(
    chance: Random, catchment: Catchment, number: int, held: tuple[Appointment, ...]
) -> StaffMember:
    plan = catchment.plan
    parts = name_parts(ethnic_groups(successor(plan.province, plan.atlas)).pick(chance))
    gender = Gender.FEMALE if chance.random() < _WOMEN else Gender.MALE
    name = parts.full_name(chance, gender=gender, family=parts.family(chance))
    born_on = date.fromordinal(_OLDEST.toordinal() + int(chance.random() * _YEARS_OF_BIRTH_DAYS))
    birth = pick(chance, births(plan.province, plan.atlas))
    address = "".join(c for c in match_key(given_name(name)) if c.isalnum())
    return StaffMember(
        staff_code=f"MAUGV{plan.province}{plan.number:04d}{number:03d}",
        full_name=name,
        born_on=born_on,
        gender=gender,
        # RFC 2606 keeps `.example` free of real mailboxes.
        email=f"{address}{number:03d}@th{plan.province}{plan.number:04d}.example",
        personal_id=catchment.ids.take(birth=birth, born_on=born_on, gender=gender),
        appointments=held,
    )
