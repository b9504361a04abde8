"""
The practice school: an invented class with its people, and how far a guided first class has come.

Nobody in it exists; the words stand in `practice_class.toml`. Every signature of such a school
bears `TAP_HUAN` inside the signed bytes. Source: docs/decisions/0027-practice-schools.md.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from hocba.core.assess.year import SubjectOutcome, TraitOutcome, YearAssessment
from hocba.core.compose.content import School
from hocba.core.rules.library import pack_for
from hocba.core.rules.primary import SubjectRow, programme, traits
from hocba.core.terms.codes import Gender, PersonalId, SchoolCode, SchoolYear
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Appointment, Enrolment, Place, Pupil, StaffMember
from hocba.core.terms.roles import Role

CODE_PREFIX: Final = "TH"
"""Begins the code of every practice school; sector codes of real ones are digits."""

_SIX: Final = 6
"""The age at which a child enters grade 1."""
_HEIGHT_CM: Final = Decimal("121.5")
_WEIGHT_KG: Final = Decimal("23.4")


class Step(StrEnum):
    """What the guided class goes through, in this order."""

    ROSTER = "danh-sach"
    RESULTS = "ket-qua"
    COMMENT = "nhan-xet"
    LOCK = "khoa"
    ATTEST = "chu-nhiem-ky"
    APPROVE = "hieu-truong-ky"
    SEAL = "dong-dau"


WHO: Final[Mapping[Step, Role]] = MappingProxyType(
    {
        Step.ROSTER: Role.SCHOOL_ADMIN,
        Step.RESULTS: Role.HOMEROOM_TEACHER,
        Step.COMMENT: Role.HOMEROOM_TEACHER,
        Step.LOCK: Role.HOMEROOM_TEACHER,
        Step.ATTEST: Role.HOMEROOM_TEACHER,
        Step.APPROVE: Role.PRINCIPAL,
        Step.SEAL: Role.CLERK,
    }
)
"""Whose step each is; the learner plays all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """
    Counts of a class: due are its pupils of whom a record is due; each later one of these.

    complete: with results that lack nothing. commented: with words on every group as well.
    """

    due: int
    complete: int = 0
    commented: int = 0
    locked: int = 0
    attested: int = 0
    approved: int = 0
    issued: int = 0


def next_step(reached: Reached) -> Step | None:
    """Return the first step that is not done for every pupil, None when all are sealed."""
    counts = {
        Step.RESULTS: max(reached.complete, reached.locked),
        # Words are not demanded: whoever locks without them has passed this step by.
        Step.COMMENT: max(reached.commented, reached.locked),
        Step.LOCK: reached.locked,
        Step.ATTEST: reached.attested,
        Step.APPROVE: reached.approved,
        Step.SEAL: reached.issued,
    }
    if not reached.due:
        return Step.ROSTER
    return next((step for step, count in counts.items() if count < reached.due), None)


@cache
def _told() -> Mapping[str, Any]:
    text = files("hocba.core.compose").joinpath("practice_class.toml").read_text("utf-8")
    return tomllib.loads(text)


def practice_school(code: SchoolCode) -> School:
    """Return the school; its commune and province are on no map."""
    told = _told()["school"]
    return School(
        code=code,
        name=told["name"],
        kind=told["kind"],
        ward=Place(**told["ward"]),
        province=Place(**told["province"]),
    )


def class_name() -> str:
    """Return the name of the guided class."""
    return str(_told()["class"]["name"])


def practice_staff(code: SchoolCode, school_year: SchoolYear) -> tuple[StaffMember, ...]:
    """Return who works there: one person a role, whom the learner plays in turn."""
    return tuple(
        StaffMember(
            staff_code=f"{code}-{each['short']}",
            full_name=each["name"],
            appointments=(_appointment(Role(each["role"]), school_year),),
        )
        for each in _told()["staff"]
    )


def _appointment(role: Role, school_year: SchoolYear) -> Appointment:
    in_class = role is Role.HOMEROOM_TEACHER
    return Appointment(
        role=role,
        class_name=class_name() if in_class else "",
        from_on=date(school_year.first, 8, 1),
        basis="Quyết định giả định số 01/QĐ-TH",
    )


def practice_roster(code: SchoolCode, school_year: SchoolYear) -> tuple[Enrolment, ...]:
    """Return the pupils of the list that a learner brings in."""
    grade = _told()["class"]["grade"]
    return tuple(
        Enrolment(
            pupil=_pupil(code, each, number, school_year.first - _SIX + 1 - grade),
            grade=grade,
            class_name=class_name(),
        )
        for number, each in enumerate(_told()["pupils"], 1)
    )


def _pupil(code: SchoolCode, told: Mapping[str, Any], number: int, born_in: int) -> Pupil:
    gender = Gender(told["gender"])
    century = "2" if gender is Gender.MALE else "3"
    place = f"{_told()['school']['ward']['name']}, {_told()['school']['province']['name']}"
    return Pupil(
        sector_code=f"{code}-{number:02}",
        personal_id=PersonalId(f"000{century}{born_in % 100:02}{number:06}"),
        full_name=told["name"],
        born_on=date.fromisoformat(f"{born_in}-{told['born']}"),
        gender=gender,
        ethnic_code=told["ethnic"],
        birth_place=place,
        home_town=place,
        address=place,
    )


def practice_results(
    roster: Sequence[Enrolment], school_year: SchoolYear, *, is_whole: bool
) -> Mapping[str, YearAssessment]:
    """
    Return the year of every pupil of the invented list, by sector code.

    One pupil lacks a comment, for the learner to type. is_whole: False leaves out one subject
    of another one as well, so that the sheet is refused with the very cells.
    roster: the class as it stands; whoever was added to the invented list has no results here.
    """
    own = {each["name"]: (place, each) for place, each in enumerate(_told()["pupils"], 1)}
    years = {}
    for entry in roster:
        if entry.pupil.full_name in own:
            place, told = own[entry.pupil.full_name]
            year = _without_comment(_year(told, school_year, entry.grade), place)
            years[entry.pupil.sector_code] = year if is_whole else _without_subject(year, place)
    return MappingProxyType(years)


def count_commented(years: Iterable[YearAssessment]) -> int:
    """Count the pupils on whom there are words in every group."""
    groups = {each["group"] for each in _comments()}
    return sum(all(year.comments.get(group) for group in groups) for year in years)


def _year(told: Mapping[str, Any], school_year: SchoolYear, grade: int) -> YearAssessment:
    pack = pack_for(school_year, grade)
    rows = [row for row in programme(pack, grade) if row.required]
    shown = [row for row in traits(pack, grade) if row.required]
    scores = iter(told["scores"])
    is_good = "H" not in told["levels"]
    return YearAssessment(
        grade=grade,
        subjects=tuple(
            _subject(row, level, scores) for row, level in zip(rows, told["levels"], strict=False)
        ),
        traits=tuple(
            TraitOutcome(trait=row.key, level=TraitLevel(letter))
            for row, letter in zip(shown, told["traits"], strict=False)
        ),
        comments={each["group"]: each["good" if is_good else "fair"] for each in _comments()},
        height_cm=_HEIGHT_CM,
        weight_kg=_WEIGHT_KG,
        absent_excused=1,
        absent_unexcused=0,
    )


def _comments() -> Sequence[Mapping[str, str]]:
    return list(_told()["comments"])


def _subject(row: SubjectRow, letter: str, scores: Iterator[int]) -> SubjectOutcome:
    score: int | Missing = next(scores) if row.tested else Missing.NOT_APPLICABLE
    return SubjectOutcome(subject=row.key, level=SubjectLevel(letter), score=score)


def _without_comment(year: YearAssessment, place: int) -> YearAssessment:
    gap = _told()["left_out"]["comment"]
    if place != gap["pupil"]:
        return year
    kept = {group: said for group, said in year.comments.items() if group != gap["group"]}
    return replace(year, comments=kept)


def _without_subject(year: YearAssessment, place: int) -> YearAssessment:
    gap = _told()["left_out"]["subject"]
    if place != gap["pupil"]:
        return year
    rows = tuple(
        replace(row, level=Missing.UNKNOWN, score=Missing.UNKNOWN)
        if row.subject == gap["key"]
        else row
        for row in year.subjects
    )
    return replace(year, subjects=rows)
