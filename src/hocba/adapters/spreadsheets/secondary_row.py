"""One row of a secondary result sheet: what the teachers give for one pupil."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from hocba.adapters.spreadsheets.coded import is_marked, level_text, listed_code_of
from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.numbers import count_of, decimal_of
from hocba.adapters.spreadsheets.result_columns import SUBJECTS
from hocba.adapters.spreadsheets.texts import comment_of, text_of
from hocba.core.assess.any_year import year_problems
from hocba.core.assess.secondary_year import (
    SecondaryYear,
    SubjectAgain,
    SubjectTerms,
    Summer,
    Value,
)
from hocba.core.rules.secondary import SecondaryPack, SecondarySubject
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.levels import PassLevel, Standing
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Weight
from hocba.core.terms.text import clean

SIDES: Final = ("first", "second", "again", "comment")
_MOST_HALF_DAYS: Final = 400
_AWARDS_CHARS: Final = 1_000
_EXEMPT: Final = frozenset({"M", "MIỄN", "MIEN"})
_PASS_LEVELS: Final[Mapping[str, PassLevel]] = MappingProxyType(
    {
        "Đ": PassLevel.REACHED,
        "D": PassLevel.REACHED,
        "ĐẠT": PassLevel.REACHED,
        "CĐ": PassLevel.NOT_REACHED,
        "CD": PassLevel.NOT_REACHED,
        "CHƯA ĐẠT": PassLevel.NOT_REACHED,
    }
)
_STANDINGS: Final[Mapping[str, Standing]] = MappingProxyType(
    {
        "T": Standing.GOOD,
        "TỐT": Standing.GOOD,
        "K": Standing.FAIR,
        "KHÁ": Standing.FAIR,
        "Đ": Standing.REACHED,
        "D": Standing.REACHED,
        "ĐẠT": Standing.REACHED,
        "CĐ": Standing.NOT_REACHED,
        "CD": Standing.NOT_REACHED,
        "CHƯA ĐẠT": Standing.NOT_REACHED,
    }
)


def secondary_year_of(
    line: Line, *, grade: int, pack: SecondaryPack, school_year: SchoolYear
) -> SecondaryYear:
    """Return what a row gives; notes everything wrong with it."""
    by_plan = is_marked(line, "not_assessed_by_law")
    blank = Missing.NOT_ASSESSED if by_plan else Missing.UNKNOWN
    year = SecondaryYear(
        grade=grade,
        subjects=_subjects(line, pack, grade, blank),
        conduct_first=_standing(line, "conduct_first") or blank,
        conduct_second=_standing(line, "conduct_second") or blank,
        absences=count_of(line, "absences", most=_MOST_HALF_DAYS),
        comment=comment_of(line, "comment", limit=pack.comment_homeroom_chars),
        other_awards=_awards(line),
        not_assessed_by_law=by_plan,
        promoted=_promoted(line),
        basis=text_of(line, "basis"),
        summer=_summer(line, pack, grade),
    )
    if not line.ledger.is_blocked:
        _tell_problems(line, year, school_year)
    return year


def _subjects(
    line: Line, pack: SecondaryPack, grade: int, blank: Missing
) -> tuple[SubjectTerms, ...]:
    found = []
    for one in pack.programme(grade):
        places = {side: f"{SUBJECTS}/{one.key}/{side}" for side in SIDES}
        if not one.required_in(grade) and all(line.is_blank(p) for p in places.values()):
            continue
        found.append(
            SubjectTerms(
                subject=one.key,
                first=_value(line, places["first"], one, blank),
                second=_value(line, places["second"], one, blank),
                comment=comment_of(line, places["comment"], limit=pack.comment_subject_chars),
            )
        )
    return tuple(found)


def _value(line: Line, place: str, subject: SecondarySubject, blank: Missing) -> Value:
    if line.is_blank(place):
        return blank
    if level_text(line, place) in _EXEMPT:
        return Missing.NOT_ASSESSED
    given = _given(line, place, subject)
    return blank if given is None else given


def _given(line: Line, place: str, subject: SecondarySubject) -> Decimal | PassLevel | None:
    """Return a mark, or of a subject by comment a level; None where the cell holds neither."""
    if not subject.by_comment:
        return decimal_of(line, place)
    level = _PASS_LEVELS.get(level_text(line, place))
    if level is None:
        line.fault("sheet.not_a_level", place, levels="Đ, CĐ")
    return level


def _standing(line: Line, place: str) -> Standing | None:
    if line.is_blank(place):
        return None
    level = _STANDINGS.get(level_text(line, place))
    if level is None:
        line.fault("sheet.not_a_level", place, levels="T, K, Đ, CĐ")
    return level


def _awards(line: Line) -> tuple[str, ...]:
    text = text_of(line, "other_awards", limit=_AWARDS_CHARS)
    return tuple(award for part in text.split(";") if (award := clean(part)))


def _promoted(line: Line) -> bool | None:
    code = listed_code_of(line, "promoted", "promotion")
    return None if code is None else code == "len_lop"


def _summer(line: Line, pack: SecondaryPack, grade: int) -> Summer | None:
    """Read what the summer brought; a mark alone says that it is over and brought nothing."""
    again = []
    for one in pack.programme(grade):
        place = f"{SUBJECTS}/{one.key}/again"
        given = None if line.is_blank(place) else _given(line, place, one)
        if given is not None:
            again.append(SubjectAgain(subject=one.key, value=given))
    conduct = _standing(line, "conduct_again")
    if not (again or conduct or is_marked(line, "summer_over")):
        return None
    return Summer(subjects=tuple(again), conduct=conduct)


def _tell_problems(line: Line, year: SecondaryYear, school_year: SchoolYear) -> None:
    """Ask the rules about the whole year, and put what they say into the cells."""
    for found in year_problems(year, school_year):
        place = _column(line, found.where)
        if line.ledger.has_fault_at(line.place(place).where):
            continue
        tell = line.warn if found.weight is Weight.WARNING else line.fault
        tell(found.code, place, **dict(found.details))


def _column(line: Line, where: str) -> str:
    """Return the meaning whose column a place of the rules points to."""
    kind, _, key = where.partition("/")
    summer = {"conduct": "conduct_again", "": "summer_over"}
    later = summer.get(key, f"{SUBJECTS}/{key}/again") if kind == "summer" else where
    for place in (later, f"{later}/first", kind):
        if line.has(place):
            return place
    return "full_name"
