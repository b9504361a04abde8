"""From one school year to the next: who goes up, who stays, who is left out, into which class."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.levels import Completion, Promotion
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import here_on

LAST_GRADE: Final = 5


class Course(StrEnum):
    """What the year before means for a pupil's next one."""

    UP = "LEN_LOP"
    REPEATS = "O_LAI_LOP"
    FINISHED = "HOAN_THANH_TIEU_HOC"
    UNDECIDED = "CHUA_QUYET_DINH"
    """Supplementary assessment or the principal's decision is still due."""
    UNKNOWN = "CHUA_CO_KET_QUA"
    """No complete results here: the school says where the pupil goes."""
    LEFT = "DA_ROI_TRUONG"
    THERE = "DA_CO_LOP"
    """In the new year's list already."""


COURSES: Final[Mapping[Completion | Promotion, Course]] = MappingProxyType(
    {
        Completion.CLASS: Course.UP,
        Completion.PROMOTED_BY_DECISION: Course.UP,
        Completion.PRIMARY: Course.FINISHED,
        Completion.NOT_PROMOTED: Course.REPEATS,
        Completion.PENDING: Course.UNDECIDED,
        Promotion.UP: Course.UP,
        Promotion.LOWER_SECONDARY: Course.FINISHED,
        Promotion.UPPER_SECONDARY: Course.FINISHED,
        Promotion.NOT_UP: Course.REPEATS,
        Promotion.ASSESSED_AGAIN: Course.UNDECIDED,
        Promotion.CONDUCT_AGAIN: Course.UNDECIDED,
        Promotion.DECISION_DUE: Course.UNDECIDED,
    }
)
"""Source: Thông tư 27/2020/TT-BGDĐT, Điều 11."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """
    A pupil of the year before and where the pupil is to stand.

    class_name: proposed, empty for who is not carried up. grades: that the pupil may go to, the
    likeliest first. mixed: the class of the year before holds several grades.
    """

    enrolment: Enrolment
    course: Course
    class_name: str = ""
    grades: tuple[int, ...] = ()
    mixed: bool = False

    @property
    def code(self) -> str:
        """The pupil's sector code."""
        return self.enrolment.pupil.sector_code


class YearAct(StrEnum):
    """What was done to the list of a year as a whole."""

    CARRIED = "DUA_LEN"
    TAKEN_BACK = "HOAN_TAC"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEntry:
    """
    One act on a year's list; never changed, never removed.

    number: counts upwards, 0 before it is stored. pupils: sector code and class of each.
    """

    school: SchoolCode
    school_year: SchoolYear
    act: YearAct
    by: str
    at: datetime
    basis: str
    pupils: tuple[tuple[str, str], ...]
    number: int = 0


def destinations(
    before: Iterable[Enrolment],
    completions: Mapping[str, Completion | Promotion],
    there: Iterable[str],
    *,
    on: date,
) -> tuple[Destination, ...]:
    """
    Return where every pupil of a year is to stand in the next, as its results say.

    completions: of the pupils whose results are complete. there: codes of the pupils whom the
    next year's list has already. on: the day that tells who has left.
    """
    people, known = tuple(before), frozenset(there)
    mixed = _mixed(people)
    return tuple(
        _destination(
            each,
            _course(each, completions.get(each.pupil.sector_code), known, on),
            mixed=each.class_name in mixed,
        )
        for each in people
    )


def _destination(enrolment: Enrolment, course: Course, *, mixed: bool) -> Destination:
    grade = enrolment.grade
    grades = {
        Course.UP: (grade + 1,),
        Course.REPEATS: (grade,),
        Course.UNKNOWN: (grade + 1, grade) if grade < LAST_GRADE else (grade,),
    }.get(course, ())
    # Who has no result is proposed nothing: the school has to say it itself.
    is_sure = bool(grades) and course is not Course.UNKNOWN
    name = enrolment.class_name
    if is_sure and not mixed:
        name = class_in(name, grade, max(grades))
    return Destination(
        enrolment=enrolment,
        course=course,
        class_name=name if is_sure else "",
        grades=grades,
        mixed=mixed,
    )


def _course(
    enrolment: Enrolment, completion: Completion | Promotion | None, there: frozenset[str], on: date
) -> Course:
    if enrolment.pupil.sector_code in there:
        return Course.THERE
    if not here_on(enrolment, on):
        return Course.LEFT
    return Course.UNKNOWN if completion is None else COURSES[completion]


def _mixed(people: Iterable[Enrolment]) -> frozenset[str]:
    """Return the classes in which grades are taught together."""
    grades: dict[str, set[int]] = {}
    for each in people:
        grades.setdefault(each.class_name, set()).add(each.grade)
    return frozenset(name for name, found in grades.items() if len(found) > 1)


def class_in(name: str, grade: int, to_grade: int) -> str:
    """
    Return a class's name in another grade: `3A` of grade 3 is `4A` in grade 4.

    A name that does not begin with its grade stays.
    """
    return f"{to_grade}{name[1:]}" if name.startswith(str(grade)) else name


def seen(plan: Sequence[Destination]) -> str:
    """Return what tells whether a plan is still what a form showed, 16 hex digits."""
    told = [(each.code, each.course.value, each.grades, each.enrolment.class_name) for each in plan]
    return sha256(repr(told).encode()).hexdigest()[:16]


def grade_in(destination: Destination, class_name: str) -> int | None:
    """
    Return the grade in which a pupil would stand in a class, or None where it does not fit.

    A name that begins with a grade says it; any other takes the first that the pupil may go to.
    """
    keeps = destination.mixed and class_name == destination.enrolment.class_name
    if not destination.grades or not class_name[:1].isdecimal() or keeps:
        return next(iter(destination.grades), None)
    grade = int(class_name[0])
    return grade if grade in destination.grades else None


def choice_findings(plan: Iterable[Destination], chosen: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return all that is wrong with the chosen classes; `where` is the pupil's code."""
    return tuple(
        Finding(
            code="year.not_by_result",
            where=each.code,
            details={"name": each.enrolment.pupil.full_name, "class_name": name},
        )
        for each in plan
        if (name := chosen.get(each.code, "")) and grade_in(each, name) is None
    )


def last_carried(entries: Sequence[YearEntry]) -> YearEntry | None:
    """Return the last carrying up that has not been taken back. entries: oldest first."""
    standing: list[YearEntry] = []
    for entry in entries:
        if entry.act is YearAct.CARRIED:
            standing.append(entry)
        elif standing:
            standing.pop()
    return standing[-1] if standing else None
