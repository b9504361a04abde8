"""
Open a practice school, start it afresh, remove it.

Each learner has one of their own: a mistake spoils nobody else's lesson, starting afresh asks
nobody, and one person plays everybody's part in turn. Source: docs/decisions/0027.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from hocba.core.compose.invitations import written_code
from hocba.core.compose.permit import Actor
from hocba.core.compose.practice import CODE_PREFIX, practice_school, practice_staff
from hocba.core.sign.register import Holding, Level
from hocba.core.terms.codes import SchoolCode, school_year_on
from hocba.core.terms.people import StaffMember
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.keep_register import issue_office_register, issue_school_register
from hocba.flow.staff_roles import roles_of
from hocba.ports.clock import Chance
from hocba.ports.keys import KeyRef
from hocba.ports.outside import Office, Outside
from hocba.ports.practice import Certified, PracticeGround

_CODE_BYTES: Final = 5
_SIGNING: Final = frozenset({Role.HOMEROOM_TEACHER, Role.PRINCIPAL})
_BASIS: Final = "Tập huấn"


def open_practice(
    ground: PracticeGround, *, learner: str, chance: Chance, now: datetime
) -> SchoolCode:
    """
    Return the learner's practice school, laying it out first where there is none.

    learner: the log-in. Its roles are saved last: a crash before leaves keys that open nothing,
    and the next click lays out another school.
    """
    if (known := ground.of(learner)) is not None:
        return known
    code = SchoolCode(CODE_PREFIX + written_code(chance.draw(_CODE_BYTES)).replace("-", ""))
    year = school_year_on(day_in_vietnam(now))
    staff = practice_staff(code, year)
    prints = ground.lay_keys(code, _certified(code, staff), ministry=_ministry(code), now=now)
    with ground.working_in(code) as outside:
        outside.book.save_school(practice_school(code))
        outside.book.save_staff(code, staff)
        outside.accounts.save_keys({owner: KeyRef(owner) for owner in prints}, school=code)
        _lay_registers(outside, code, staff, prints, on=date(year.first, 8, 1))
        outside.accounts.save(
            [
                replace(account, username=learner)
                for member in staff
                for account in roles_of(member, code, year)
            ]
        )
    return code


def restart_practice(
    ground: PracticeGround, *, learner: str, chance: Chance, now: datetime
) -> SchoolCode:
    """Remove the learner's practice school and lay out a new one; return its code."""
    remove_practice(ground, learner=learner)
    return open_practice(ground, learner=learner, chance=chance, now=now)


def remove_practice(ground: PracticeGround, *, learner: str) -> None:
    """Remove the learner's practice school; nothing where there is none."""
    if (code := ground.of(learner)) is not None:
        ground.remove(code)


def clear_practice(ground: PracticeGround, *, unused: timedelta, now: datetime) -> int:
    """Remove practice schools that nobody has used for so long; return how many."""
    old = [each for each in ground.all() if now - each.used_at >= unused]
    for each in old:
        ground.remove(each.code)
    return len(old)


def _ministry(code: str) -> str:
    return f"{code}-BO"


def _province(code: str) -> str:
    return f"{code}-SO"


def _certified(code: SchoolCode, staff: tuple[StaffMember, ...]) -> Mapping[str, Certified]:
    name = practice_school(code).name
    offices = {
        code: name,
        _ministry(code): "Bộ TẬP HUẤN",
        _province(code): "Sở TẬP HUẤN",
    }
    people = {
        member.staff_code: Certified(name=member.full_name, organisation=name)
        for member in staff
        if any(held.role in _SIGNING for held in member.appointments)
    }
    return people | {
        owner: Certified(name=called, organisation=called, is_office=True)
        for owner, called in offices.items()
    }


def _lay_registers(
    outside: Outside,
    code: SchoolCode,
    staff: tuple[StaffMember, ...],
    prints: Mapping[str, str],
    *,
    on: date,
) -> None:
    """Let the school's own ministry and province say who is who, as the real ones do."""

    def holding(role: Role, unit: str, person: str, name: str) -> Holding:
        return Holding(
            role=role,
            unit=unit,
            person=person,
            person_name=name,
            certificate=prints[person],
            from_on=on,
            basis=_BASIS,
        )

    ministry, province = _ministry(code), _province(code)
    head = next(m for m in staff if any(h.role is Role.PRINCIPAL for h in m.appointments))
    issue_office_register(
        _at(outside, Level.MINISTRY, ministry),
        actor=Actor(person=ministry, role=Role.MINISTRY_OFFICER),
        holdings=[holding(Role.PROVINCE, province, province, "Sở TẬP HUẤN")],
    )
    issue_office_register(
        _at(outside, Level.PROVINCE, province),
        actor=Actor(person=province, role=Role.PROVINCE_OFFICER),
        holdings=[
            holding(Role.PRINCIPAL, code, head.staff_code, head.full_name),
            holding(Role.SEAL, code, code, practice_school(code).name),
        ],
    )
    principal = Actor(person=head.staff_code, role=Role.PRINCIPAL, school=code)
    year = school_year_on(on)
    issue_school_register(outside, actor=principal, school=code, school_year=year)


def _at(outside: Outside, level: Level, code: str) -> Outside:
    return replace(outside, office=Office(level=level, code=code, name=code))
