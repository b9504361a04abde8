"""The schools of the pilot's plan, each with the roll that it must have."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from hocba.core.terms.provinces import Atlas
from hocba.lab.nation.plan import PlannedSchool
from hocba.lab.people.cases import Case
from hocba.lab.people.plans import SAMPLE, SchoolKind, SchoolPlan
from hocba.lab.people.rolls import Roll
from hocba.lab.pilot.apportioning import apportioned
from hocba.lab.pilot.calendar import PILOT
from hocba.lab.pilot.plan import PilotPlan, ProvincePlan, UnitPlan

_MOST_PUPILS: Final = 600
_MOST_IN_A_CLASS: Final = 35
"""Source: Thông tư 28/2020/TT-BGDĐT, Điều lệ trường tiểu học, Điều 16."""


def planned_schools(plan: PilotPlan, grades: tuple[int, ...]) -> tuple[PlannedSchool, ...]:
    """Return every school of the plan; a commune's pupils are shared out among its schools."""
    found: list[PlannedSchool] = []
    teachers = 0
    for province in plan.provinces:
        for number, (name, unit, pupils, special) in enumerate(_of_province(province), start=1):
            found.append(_school(unit, name, number, grades, pupils, special, len(found), teachers))
            teachers += found[-1].classes
    return tuple(found)


def _of_province(
    province: ProvincePlan,
) -> Iterator[tuple[str, UnitPlan, int, Mapping[Case, int]]]:
    for unit in province.units:
        count = -(-unit.pupils // _MOST_PUPILS)
        places = {str(number): Fraction(1) for number in range(1, count + 1)}
        pupils = apportioned(unit.pupils, places)
        special = {case: apportioned(n, places) for case, n in unit.exceptions.items()}
        for number, size in pupils.items():
            own = {case: shared[number] for case, shared in special.items() if shared[number]}
            yield (f"số {number} {unit.name}" if count > 1 else unit.name, unit, size, own)


def _school(
    unit: UnitPlan,
    name: str,
    number: int,
    grades: tuple[int, ...],
    pupils: int,
    special: Mapping[Case, int],
    place: int,
    first_teacher: int,
) -> PlannedSchool:
    # A tiny scale leaves grades without pupils: such a school does not have them.
    own = grades[: min(len(grades), pupils)]
    classes = -(-pupils // (len(own) * _MOST_IN_A_CLASS))
    rooms = {f"{room:03}": Fraction(1) for room in range(len(own) * classes)}
    plan = SchoolPlan(
        number=number,
        name=f"Trường Tiểu học {name} {SAMPLE}",
        kind=SchoolKind.PUBLIC,
        province=unit.province,
        ward=unit.ward,
        classes_per_grade=classes,
        pupils_per_class=-(-pupils // len(rooms)),
        grades=own,
        atlas=Atlas.BEFORE,
    )
    return PlannedSchool(
        plan=plan,
        place=place,
        first_teacher=first_teacher,
        calendar=PILOT,
        roll=Roll(sizes=tuple(apportioned(pupils, rooms).values()), special=special),
    )
