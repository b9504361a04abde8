"""Which schools a nation of so many records has, province by province."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.lab.nation.calendar import USUAL, Calendar
from hocba.lab.people.plans import SchoolKind, SchoolPlan, province_plans
from hocba.lab.people.rolls import Roll
from hocba.lab.people.world import school_code

PROVINCES: Final = 34
MOST_SCHOOLS: Final = 999
"""Of one province: their numbers have three digits in pupils' personal IDs."""

_GRADES: Final = 5
_CLASS: Final = 28
_LEAST: Final = 5
# The others left, train in summer, wait for a number or follow a foreign programme: the shares of
# hocba.lab.people.cases.
_WITH_RECORD: Final[Mapping[SchoolKind, float]] = {
    SchoolKind.PUBLIC: 0.964,
    SchoolKind.PRIVATE: 0.964,
    SchoolKind.INTERNATIONAL: 0.714,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSchool:
    """
    A school of the nation.

    place: running number in the nation, 0 first. first_teacher: homeroom teachers before it.
    roll: how many pupils it must have; None where chance draws them.
    """

    plan: SchoolPlan
    place: int
    first_teacher: int
    calendar: Calendar = USUAL
    roll: Roll | None = None

    @property
    def classes(self) -> int:
        """How many classes, and so homeroom teachers, it has."""
        return len(self.plan.grades) * self.plan.classes_per_grade

    @property
    def code(self) -> SchoolCode:
        """The school's code."""
        return school_code(self.plan)


def planned_nation(
    seed: int, *, records: int, provinces: int = PROVINCES
) -> tuple[PlannedSchool, ...]:
    """
    Plan whole schools that come to about `records` records, within one or two in a hundred.

    provinces: the most populous ones. Where they share out fewer records than one school has,
    the next province takes them; the last school is made to fit.
    Raises: Refusal "nation.too_many_records".
    """
    return numbered(_plans(seed, records, provinces))


def numbered(plans: Sequence[SchoolPlan]) -> tuple[PlannedSchool, ...]:
    """Give schools their places in the nation."""
    found: list[PlannedSchool] = []
    teachers = 0
    for place, plan in enumerate(plans):
        found.append(PlannedSchool(plan=plan, place=place, first_teacher=teachers))
        teachers += found[-1].classes
    return tuple(found)


def expected_records(plan: SchoolPlan) -> float:
    """Say how many records a school will have, give or take a few."""
    return _GRADES * plan.classes_per_grade * plan.pupils_per_class * _WITH_RECORD[plan.kind]


def _plans(seed: int, records: int, provinces: int) -> list[SchoolPlan]:
    weights = dict(list(population().items())[:provinces])
    found: list[SchoolPlan] = []
    spare: list[SchoolPlan] = []
    left = 0.0
    for province, weight in weights.items():
        left += records * weight / sum(weights.values())
        for plan in province_plans(seed, province, schools=MOST_SCHOOLS):
            if expected_records(plan) > left:
                spare.append(plan)
                break
            found.append(plan)
            left -= expected_records(plan)
    return [*found, *_fitted(spare, left)]


def _fitted(spare: Sequence[SchoolPlan], left: float) -> Iterator[SchoolPlan]:
    if left < _LEAST:
        return
    fitting = [plan for plan in spare if expected_records(plan) > left]
    if not fitting:
        raise Refusal("nation.too_many_records", left=str(int(left)))
    pupils = left / _WITH_RECORD[SchoolKind.PUBLIC]
    classes = max(1, round(pupils / (_GRADES * _CLASS)))
    yield replace(
        fitting[0],
        kind=SchoolKind.PUBLIC,
        also=frozenset(),
        classes_per_grade=classes,
        pupils_per_class=max(1, round(pupils / (_GRADES * classes))),
    )


@cache
def population() -> Mapping[str, int]:
    """Return every province's weight, the most populous first."""
    text = (files("hocba.lab.nation") / "population.toml").read_text("utf-8")
    return dict(sorted(tomllib.loads(text).items(), key=lambda line: (-line[1], line[0])))
