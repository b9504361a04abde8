"""
Campaigns: when the records of a school year are due, for which grades, and what is done.

Data, not code: `campaigns.toml` states this system's convention, and an office may hold another
file of the same shape. A file with anything wrong in it is refused whole, with all findings.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final

from hocba.core.terms.codes import SchoolYear, school_year
from hocba.core.terms.outcomes import Finding, Refusal


class SchoolLevel(StrEnum):
    """Levels of general education."""

    PRIMARY = "TIEU_HOC"
    LOWER_SECONDARY = "THCS"
    UPPER_SECONDARY = "THPT"


GRADES_OF: Final[Mapping[SchoolLevel, range]] = MappingProxyType(
    {
        SchoolLevel.PRIMARY: range(1, 6),
        SchoolLevel.LOWER_SECONDARY: range(6, 10),
        SchoolLevel.UPPER_SECONDARY: range(10, 13),
    }
)
"""Source: Luật Giáo dục 43/2019/QH14, Điều 28."""


class Goal(StrEnum):
    """What a record must have come to in order to count as done."""

    SIGNED = "DA_KY"
    SEALED = "DA_DONG_DAU"
    ACCEPTED = "DA_NHAN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """
    One campaign. opens_on, closes_on: the first and the last day, Vietnam's calendar.

    late_until: the last day for pupils who are excepted for one of late_reasons; None: no such
    window. source: on what ground the days stand.
    """

    key: str
    title: str
    school_year: SchoolYear
    level: SchoolLevel
    grades: frozenset[int]
    opens_on: date
    closes_on: date
    late_until: date | None
    late_reasons: frozenset[str]
    goal: Goal
    source: str


@cache
def shipped_campaigns() -> tuple[Campaign, ...]:
    """Return the campaigns as `campaigns.toml` states them."""
    return campaigns_of(files("hocba.core.rules").joinpath("campaigns.toml").read_text("utf-8"))


def campaigns_of(written: str) -> tuple[Campaign, ...]:
    """
    Read campaigns from a file's text, in the order of their opening.

    Raises: Refusal "campaign.file_unreadable"; "campaign.file_wrong" with findings
        "campaign.not_readable", "campaign.days_out_of_order", "campaign.grade_of_another_level",
        "campaign.key_used_twice", "campaign.grade_due_twice".
    """
    try:
        told = tomllib.loads(written)
    except tomllib.TOMLDecodeError as problem:
        raise Refusal("campaign.file_unreadable", str(problem), value=str(problem)) from problem
    tables = told.get("campaign", [])
    read = [_read(one, at) for at, one in enumerate(tables if isinstance(tables, list) else [])]
    campaigns = [each for each in read if isinstance(each, Campaign)]
    findings = [each for each in read if isinstance(each, Finding)]
    findings += [found for each in campaigns for found in _alone(each)]
    findings += _together(campaigns)
    if findings or not campaigns:
        count = str(len(findings))
        raise Refusal("campaign.file_wrong", findings=tuple(findings), count=count)
    return tuple(sorted(campaigns, key=lambda each: (each.opens_on, each.key)))


def due_in(campaigns: Sequence[Campaign], year: SchoolYear) -> tuple[Campaign, ...]:
    """Return the campaigns of a school year."""
    return tuple(each for each in campaigns if each.school_year == year)


def _read(table: Any, at: int) -> Campaign | Finding:
    """Read one campaign; whatever is missing or of another kind is one finding."""
    where = f"campaign[{at + 1}]"
    try:
        return Campaign(
            key=_text(table["key"]),
            title=_text(table["title"]),
            school_year=school_year(table["school_year"]),
            level=SchoolLevel(table["level"]),
            grades=frozenset(map(_whole, table["grades"])),
            opens_on=_day(table["opens"]),
            closes_on=_day(table["closes"]),
            late_until=_day(table["late_until"]) if "late_until" in table else None,
            late_reasons=frozenset(map(_text, table.get("late_reasons", ()))),
            goal=Goal(table["done"]),
            source=_text(table["source"]),
        )
    except KeyError as missing:
        return _finding("campaign.not_readable", where, value=str(missing.args[0]))
    except (Refusal, ValueError, TypeError, AttributeError) as wrong:
        return _finding("campaign.not_readable", where, value=str(wrong)[:100])


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(repr(value))
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError(repr(value))
    return value


def _day(value: Any) -> date:
    # A moment is a date to Python and none to a calendar of days.
    if type(value) is not date:
        raise ValueError(repr(value))
    return value


def _alone(each: Campaign) -> Iterator[Finding]:
    days = (each.opens_on, each.closes_on, each.late_until or each.closes_on)
    if list(days) != sorted(days):
        told = ", ".join(f"{on:%d/%m/%Y}" for on in days)
        yield _finding("campaign.days_out_of_order", each.key, value=told)
    for grade in sorted(each.grades - frozenset(GRADES_OF[each.level])):
        details = {"grade": str(grade), "level": each.level.value}
        yield _finding("campaign.grade_of_another_level", each.key, **details)
    if not each.grades:
        yield _finding("campaign.not_readable", each.key, value="grades = []")
    if (each.late_until is None) != (not each.late_reasons):
        yield _finding("campaign.not_readable", each.key, value="late_until, late_reasons")


def _together(campaigns: Iterable[Campaign]) -> Iterator[Finding]:
    """Two campaigns of one year may not share a grade: nobody would know which day holds."""
    for one, other in combinations(campaigns, 2):
        if one.key == other.key:
            yield _finding("campaign.key_used_twice", one.key, value=one.key)
        shared = one.grades & other.grades if one.school_year == other.school_year else ()
        for grade in sorted(shared):
            details = {"grade": str(grade), "school_year": str(one.school_year), "other": other.key}
            yield _finding("campaign.grade_due_twice", one.key, **details)


def _finding(code: str, where: str, **details: str) -> Finding:
    return Finding(code=code, where=where, details={"campaign": where, **details})
