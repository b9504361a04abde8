"""Synthetic primary schools, whole: classes, pupils, staff, the year's assessments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from random import Random
from types import MappingProxyType
from typing import Final

from hocba.core.assess.any_year import AnyYear
from hocba.core.assess.secondary_year import SecondaryYear
from hocba.core.assess.year import YearAssessment
from hocba.core.rules.library import is_secondary, pack_for, secondary_for
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.people import Enrolment, Place, StaffMember
from hocba.core.terms.roles import Role
from hocba.core.terms.text import name_sort_key
from hocba.lab.people.assessments import completed_year, failed_year, year_by_own_plan
from hocba.lab.people.cases import Case, cases, placed
from hocba.lab.people.chance import pick, stream
from hocba.lab.people.exceptions import ExceptionReason, ExpectedException
from hocba.lab.people.marks import timetable
from hocba.lab.people.numbers import IdPool
from hocba.lab.people.places import hamlet, provinces, successor, wards
from hocba.lab.people.plans import SchoolKind, SchoolPlan, demo_plans
from hocba.lab.people.pupils import Catchment, enrolment
from hocba.lab.people.rolls import Roll
from hocba.lab.people.secondary import failed_secondary, planned_secondary, secondary_year
from hocba.lab.people.staff import staff

NOTE: Final = "Dữ liệu tổng hợp, không có người thật."
DEMO_YEAR: Final = SchoolYear(2025)

_LETTERS: Final = "ABCDEGHIKLM"
_NO_ASSESSMENT: Final = frozenset({Case.LEFT, Case.FOREIGN_PROGRAMME})
_REASONS: Final[Mapping[Case, tuple[ExceptionReason, str]]] = MappingProxyType(
    {
        Case.SUMMER_TRAINING: (
            ExceptionReason.SUMMER_TRAINING,
            "Chưa hoàn thành chương trình lớp học, rèn luyện và đánh giá bổ sung trong hè.",
        ),
        Case.NO_ID: (ExceptionReason.NO_PERSONAL_ID, "Chưa được cấp số định danh cá nhân."),
        Case.FOREIGN_PROGRAMME: (
            ExceptionReason.INTERNATIONAL_SCHOOL,
            "Học chương trình nước ngoài tại trường quốc tế.",
        ),
        Case.OTHER: (
            ExceptionReason.OTHER,
            "Đang xác minh họ tên, ngày sinh với giấy khai sinh.",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticClass:
    """A class. name: `1A`, unique in the school."""

    name: str
    grade: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticSchool:
    """
    A primary school of nobody and one of its years.

    enrolments: by class, then in the Vietnamese order of names; they include who left.
    assessments: by the pupil's sector code, for everybody who is still there at the year's end
    and follows the Vietnamese programme; secondary: of those in grades 6 to 12.
    exceptions: who will have no sealed record in June.
    """

    code: SchoolCode
    name: str
    kind: SchoolKind
    ward: Place
    province: Place
    address: str
    school_year: SchoolYear
    classes: tuple[SyntheticClass, ...]
    enrolments: tuple[Enrolment, ...]
    staff: tuple[StaffMember, ...]
    assessments: Mapping[str, YearAssessment]
    exceptions: tuple[ExpectedException, ...]
    secondary: Mapping[str, SecondaryYear] = field(default_factory=lambda: MappingProxyType({}))
    note: str = NOTE

    @property
    def results(self) -> Mapping[str, AnyYear]:
        """Assessments and secondary years together."""
        return {**self.assessments, **self.secondary}

    def homeroom_teacher(self, class_name: str, *, on: date) -> StaffMember:
        """Return the homeroom teacher of a class on a day. Raises: LookupError."""
        return self._holder(Role.HOMEROOM_TEACHER, class_name, on)

    def holder(self, role: Role, *, on: date) -> StaffMember:
        """Return who holds a role of the whole school on a day. Raises: LookupError."""
        return self._holder(role, "", on)

    def _holder(self, role: Role, class_name: str, on: date) -> StaffMember:
        for member in self.staff:
            for held in member.appointments:
                named = held.role is role and held.class_name == class_name
                if named and (held.from_on or on) <= on <= (held.to_on or on):
                    return member
        raise LookupError(f"nobody is {role} {class_name} of {self.code} on {on}")


def synthetic_schools(
    seed: int,
    *,
    school_year: SchoolYear = DEMO_YEAR,
    plans: Sequence[SchoolPlan] | None = None,
) -> tuple[SyntheticSchool, ...]:
    """Make schools: the demo's three, or those planned. The same seed gives the same schools."""
    planned = demo_plans() if plans is None else plans
    return tuple(synthetic_school(seed, plan, school_year=school_year) for plan in planned)


def synthetic_school(
    seed: int,
    plan: SchoolPlan,
    *,
    school_year: SchoolYear = DEMO_YEAR,
    roll: Roll | None = None,
) -> SyntheticSchool:
    """
    Make one school; it depends on the seed and its plan, and on no other school.

    roll: how many pupils there must be; chance draws them where it is left out.
    """
    chance = stream("school", seed, plan.province, plan.number)
    ward = wards(plan.province, plan.atlas)[plan.ward]
    catchment = Catchment(
        plan=plan,
        ward=ward,
        year=school_year,
        ids=IdPool(province=plan.province, number=plan.number, atlas=plan.atlas),
    )
    classes = tuple(
        SyntheticClass(name=f"{grade}{letter}", grade=grade)
        for grade in plan.grades
        for letter in _LETTERS[: plan.classes_per_grade]
    )
    on_roll = _roll(chance, catchment, classes, roll)
    province = provinces(plan.atlas)[plan.province]
    place = hamlet(chance, province=successor(plan.province, plan.atlas), ward=ward)
    return SyntheticSchool(
        code=school_code(plan),
        name=plan.name,
        kind=plan.kind,
        ward=ward,
        province=province,
        address=f"{place}, {ward.name}, {province.name}",
        school_year=school_year,
        classes=classes,
        enrolments=tuple(entry for entry, _ in on_roll),
        staff=staff(chance, catchment=catchment, classes=[c.name for c in classes]),
        assessments=_assessments(chance, plan, on_roll, school_year),
        exceptions=_exceptions(on_roll),
        secondary=_secondary_years(chance, plan, on_roll, school_year),
    )


def school_code(plan: SchoolPlan) -> SchoolCode:
    """Return the code that a planned school will have."""
    return SchoolCode(f"MAU{plan.province}{plan.ward}{plan.number:04d}")


_Roll = Sequence[tuple[Enrolment, Case]]


def _roll(
    chance: Random, catchment: Catchment, classes: Sequence[SyntheticClass], asked: Roll | None
) -> _Roll:
    sizes, special = (
        _drawn(chance, catchment.plan, classes)
        if asked is None
        else (
            asked.sizes,
            placed(chance, asked.special, pupils=sum(asked.sizes)),
        )
    )
    roll: list[tuple[Enrolment, Case]] = []
    first = 0
    for room, size in zip(classes, sizes, strict=True):
        drawn = [
            (
                enrolment(
                    chance,
                    catchment=catchment,
                    place=place,
                    grade=room.grade,
                    class_name=room.name,
                    case=special.get(place, Case.ORDINARY),
                ),
                special.get(place, Case.ORDINARY),
            )
            for place in range(first, first + size)
        ]
        roll += sorted(drawn, key=_by_name)
        first += size
    return roll


def _drawn(
    chance: Random, plan: SchoolPlan, classes: Sequence[SyntheticClass]
) -> tuple[Sequence[int], dict[int, Case]]:
    """Draw the sizes of the classes, and who is special."""
    sizes = [max(plan.pupils_per_class + pick(chance, (-2, -1, 0, 0, 1, 2)), 1) for _ in classes]
    return sizes, cases(chance, plan, pupils=sum(sizes))


def _assessments(
    chance: Random, plan: SchoolPlan, roll: _Roll, year: SchoolYear
) -> Mapping[str, YearAssessment]:
    decision = f"Quyết định số {80 + plan.number}/QĐ-TH ngày 25/5/{year.first + 1}"
    taught = {
        grade: timetable(pack_for(year, grade), grade, plan.also)
        for grade in plan.grades
        if not is_secondary(grade)
    }
    given: dict[str, YearAssessment] = {}
    for entry, case in roll:
        grade, code = entry.grade, entry.pupil.sector_code
        if case in _NO_ASSESSMENT or grade not in taught:
            continue
        if case is Case.SUMMER_TRAINING:
            given[code] = failed_year(chance, grade=grade, taught=taught[grade])
        elif case is Case.BY_OWN_PLAN:
            given[code] = year_by_own_plan(
                chance, grade=grade, taught=taught[grade], decision=decision
            )
        else:
            given[code] = completed_year(chance, grade=grade, taught=taught[grade])
    return MappingProxyType(given)


def _secondary_years(
    chance: Random, plan: SchoolPlan, roll: _Roll, year: SchoolYear
) -> Mapping[str, SecondaryYear]:
    decision = f"Quyết định số {80 + plan.number}/QĐ-THCS ngày 25/5/{year.first + 1}"
    return MappingProxyType(
        {
            entry.pupil.sector_code: _secondary(chance, case, year, entry.grade, decision)
            for entry, case in roll
            if is_secondary(entry.grade) and case not in _NO_ASSESSMENT
        }
    )


def _secondary(
    chance: Random, case: Case, year: SchoolYear, grade: int, decision: str
) -> SecondaryYear:
    pack = secondary_for(year, grade)
    if case is Case.SUMMER_TRAINING:
        return failed_secondary(chance, pack, grade)
    if case is Case.BY_OWN_PLAN:
        return planned_secondary(pack, grade, decision=decision)
    return secondary_year(chance, pack, grade)


def _exceptions(roll: _Roll) -> tuple[ExpectedException, ...]:
    return tuple(
        ExpectedException(
            sector_code=entry.pupil.sector_code, reason=_REASONS[case][0], note=_REASONS[case][1]
        )
        for entry, case in roll
        if case in _REASONS
    )


def _by_name(drawn: tuple[Enrolment, Case]) -> tuple[str, ...]:
    """Order as `name_sort_key` does; its words are kept, for names share few of them."""
    words = drawn[0].pupil.full_name.split(" ")
    order = [words[-1], words[0], *words[1:-1]] if len(words) > 1 else words
    return (*map(_word_key, order), drawn[0].pupil.sector_code)


_word_key = cache(name_sort_key)
