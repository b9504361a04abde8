"""Pupils of nobody: names, births, numbers, families, addresses."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from hocba.core.terms.codes import Gender, PersonalId, SchoolYear
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Enrolment, Guardian, Place, Pupil
from hocba.core.terms.provinces import Atlas
from hocba.lab.people.cases import Case
from hocba.lab.people.chance import Weighted, pick
from hocba.lab.people.names import (
    FOREIGN,
    NameParts,
    ethnic_groups,
    name_parts,
    nationalities,
)
from hocba.lab.people.numbers import IdPool
from hocba.lab.people.places import births, births_elsewhere, hamlet, provinces, successor
from hocba.lab.people.plans import SchoolPlan

_BOYS: Final = 0.52
_BORN_ELSEWHERE: Final = 0.03
_YEAR_OLDER: Final = 0.03
_AGE_IN_GRADE_1: Final = 6
_DAYS: Final = 365
_JOBS_IN_TOWN: Final = (
    "Công nhân", "Buôn bán", "Viên chức", "Giáo viên", "Lái xe", "Nội trợ", "Kế toán",
)  # fmt: skip
_JOBS_IN_VILLAGE: Final = (
    "Làm nông",
    "Làm nông",
    "Làm nông",
    "Làm rẫy",
    "Buôn bán",
    "Thợ xây",
    "Cán bộ xã",
)
_FAMILIES: Final = Weighted([(("CHA", "ME"), 92), (("ME",), 5), (("CHA",), 1), (("GIAM_HO",), 2)])
_DISABILITIES: Final = ("01", "02", "03", "04", "05", "06")
_FOREIGN_CASES: Final = frozenset({Case.FOREIGN, Case.FOREIGN_PROGRAMME})
_OTHER_GENDER: Final = {Gender.MALE: Gender.FEMALE, Gender.FEMALE: Gender.MALE}
_LEFT: Final = (("04", (2025, 11, 10)), ("08", (2026, 2, 24)))
_JOINED: Final = (("02", (2025, 10, 6)), ("06", (2026, 2, 2)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Catchment:
    """Where a school's pupils come from, and in which year."""

    plan: SchoolPlan
    ward: Place
    year: SchoolYear
    ids: IdPool

    @property
    def province(self) -> str:
        """The province's code on the plan's map."""
        return self.plan.province


def enrolment(
    chance: Random, *, catchment: Catchment, place: int, grade: int, class_name: str, case: Case
) -> Enrolment:
    """Draw one pupil on the roll. place: running number within the school, 0 first."""
    status, status_on = _status(chance, case, catchment.year)
    disability = pick(chance, _DISABILITIES) if case in {Case.BY_OWN_PLAN, Case.DISABLED} else None
    return Enrolment(
        pupil=_pupil(chance, catchment, place, grade, case),
        grade=grade,
        class_name=class_name,
        status=status,
        status_on=status_on,
        disability=disability,
    )


def _pupil(chance: Random, catchment: Catchment, place: int, grade: int, case: Case) -> Pupil:
    province, plan = catchment.province, catchment.plan
    today = successor(province, plan.atlas)
    foreign = case in _FOREIGN_CASES
    ethnic = FOREIGN if foreign else ethnic_groups(today).pick(chance)
    parts = name_parts(ethnic)
    family = parts.family(chance)
    gender = Gender.MALE if chance.random() < _BOYS else Gender.FEMALE
    born_on = _born_on(chance, grade, catchment.year)
    birth = _birth(chance, province, plan.atlas)
    home = f"{catchment.ward.name}, {provinces(plan.atlas)[province].name}"
    return Pupil(
        sector_code=f"MAU{province}{plan.number:04d}{place + 1:04d}",
        personal_id=_personal_id(catchment.ids, case, birth=birth, born_on=born_on, gender=gender),
        full_name=parts.full_name(chance, gender=gender, family=family),
        born_on=born_on,
        gender=gender,
        ethnic_code=ethnic,
        nationality=pick(chance, nationalities()) if foreign else "VN",
        birth_place=birth.name,
        home_town="" if foreign else home,
        address=f"{hamlet(chance, province=today, ward=catchment.ward)}, {home}",
        guardians=_guardians(chance, parts, family, in_town=home.startswith("Phường")),
    )


def _birth(chance: Random, province: str, atlas: Atlas) -> Place:
    elsewhere = chance.random() < _BORN_ELSEWHERE
    return pick(chance, (births_elsewhere if elsewhere else births)(province, atlas))


def _personal_id(
    ids: IdPool, case: Case, *, birth: Place, born_on: date, gender: Gender
) -> PersonalId | Missing:
    if case in _FOREIGN_CASES:
        return Missing.NOT_APPLICABLE
    if case is Case.NO_ID:
        return Missing.UNKNOWN
    told = _OTHER_GENDER[gender] if case is Case.DOUBTFUL_ID else gender
    return ids.take(birth=birth, born_on=born_on, gender=told)


def _born_on(chance: Random, grade: int, year: SchoolYear) -> date:
    older = chance.random() < _YEAR_OLDER
    first = date(year.first - _AGE_IN_GRADE_1 - (grade - 1) - older, 1, 1)
    return date.fromordinal(first.toordinal() + int(chance.random() * _DAYS))


def _status(chance: Random, case: Case, year: SchoolYear) -> tuple[str, date | None]:
    moved = {Case.LEFT: _LEFT, Case.JOINED: _JOINED}.get(case)
    if moved is None:
        return "01", None
    status, (in_year, month, day) = pick(chance, moved)
    # The table is written for 2025-2026 and moves with the year.
    return status, date(in_year - 2025 + year.first, month, day)


def _guardians(
    chance: Random, parts: NameParts, family: str, *, in_town: bool
) -> tuple[Guardian, ...]:
    jobs = _JOBS_IN_TOWN if in_town else _JOBS_IN_VILLAGE
    return tuple(
        Guardian(
            relation=relation,
            full_name=parts.full_name(
                chance,
                gender=Gender.FEMALE if relation == "ME" else Gender.MALE,
                family=parts.family(chance) if relation == "ME" else family,
            ),
            occupation=pick(chance, jobs),
        )
        for relation in _FAMILIES.pick(chance)
    )
