"""A year's results whichever school they are of, and the questions that are asked of either."""

from typing import Final, TypeAlias

from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.problems import problems_of
from hocba.core.assess.secondary_marks import secondary_problems
from hocba.core.assess.secondary_outcome import secondary_outcome
from hocba.core.assess.secondary_year import SecondaryYear
from hocba.core.assess.year import YearAssessment
from hocba.core.rules.library import pack_for, secondary_for
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.levels import Completion, Promotion
from hocba.core.terms.outcomes import Finding, Refusal, Weight

AnyYear: TypeAlias = YearAssessment | SecondaryYear
"""What teachers gave for one pupil and year."""

_OPEN: Final = frozenset(
    {
        Completion.PENDING,
        Promotion.ASSESSED_AGAIN,
        Promotion.CONDUCT_AGAIN,
        Promotion.DECISION_DUE,
    }
)


def year_problems(year: AnyYear, school_year: SchoolYear) -> tuple[Finding, ...]:
    """
    Return everything that keeps a year from being worked out.

    Raises: Refusal "rules.no_pack".
    """
    if isinstance(year, SecondaryYear):
        return _secondary_problems(year, school_year)
    found = problems_of(year, pack_for(school_year, year.grade))
    return tuple(each for each in found if each.weight is not Weight.WARNING)


def _secondary_problems(year: SecondaryYear, school_year: SchoolYear) -> tuple[Finding, ...]:
    rules = secondary_for(school_year, year.grade)
    if found := secondary_problems(year, rules):
        return found
    try:
        secondary_outcome(year, rules)
    except Refusal as refusal:
        # Whether the summer's results were due is told by the outcome alone.
        return refusal.findings
    return ()


def what_follows(year: AnyYear, school_year: SchoolYear) -> Completion | Promotion:
    """
    Return what the rules make of a whole year: completed, going up, the summer.

    Raises: Refusal "assess.*", "secondary.*", "rules.no_pack" where it cannot be worked out.
    """
    if isinstance(year, SecondaryYear):
        return secondary_outcome(year, secondary_for(school_year, year.grade)).promotion
    return outcome_of(year, pack_for(school_year, year.grade)).completion


def is_open(year: AnyYear, school_year: SchoolYear) -> bool:
    """
    Tell whether the summer, or a decision, is still due for a year without problems.

    Source: Thông tư 27/2020/TT-BGDĐT, Điều 11; Thông tư 22/2021/TT-BGDĐT, Điều 13 and 14.
    """
    return what_follows(year, school_year) in _OPEN
