"""A pack's rules for one grade, worked out once so that a pupil costs a few look-ups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from hocba.core.assess.year import YearOutcome
from hocba.core.rules.primary import (
    PrimaryPack,
    ResultRule,
    SubjectRow,
    TraitRow,
    YearTest,
    programme,
    traits,
)
from hocba.core.terms.levels import Completion, SubjectLevel, TraitLevel, YearResult

SUBJECT_MARKS: Final[Mapping[str, int]] = MappingProxyType(
    {level: 1 << place for place, level in enumerate(SubjectLevel)}
)
"""One bit a level: which levels occur in a pupil's rows is one small number."""

TRAIT_MARKS: Final[Mapping[str, int]] = MappingProxyType(
    {level: 1 << place for place, level in enumerate(TraitLevel)}
)

_ALL_MARKS: Final = 8
"""Numbers that three levels can make: 0..7."""

Results = tuple[tuple[tuple[YearResult, ...], ...], ...]
"""Result by subject levels that occur, trait levels that occur, and lowest test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeTable:
    """
    The rules of one pack for one grade, as bit sets and look-up tables.

    *_bits: one bit a row. required_*: rows that must be given. test_due: rows where a score
    is due once the row is given; test_taken: rows where a score may stand.
    outcomes: what follows from a year's result and from the class's recognition.
    """

    subject_bits: Mapping[str, int]
    trait_bits: Mapping[str, int]
    required_subjects: int
    required_traits: int
    test_due: int
    test_taken: int
    score_least: int
    score_most: int
    results: Results
    outcomes: Mapping[tuple[YearResult, bool], YearOutcome]


def _bits(rows: Iterable[SubjectRow | TraitRow]) -> Mapping[str, int]:
    return MappingProxyType({row.key: 1 << place for place, row in enumerate(rows)})


def _holds(rule: ResultRule, subject_marks: int, trait_marks: int, lowest: int) -> bool:
    subjects = sum(SUBJECT_MARKS[level] for level in rule.subject_levels)
    of_traits = sum(TRAIT_MARKS[level] for level in rule.trait_levels)
    levels_fit = not subject_marks & ~subjects and not trait_marks & ~of_traits
    return levels_fit and lowest >= rule.least_test


def _results(pack: PrimaryPack) -> Results:
    def first(subject_marks: int, trait_marks: int, lowest: int) -> YearResult:
        return next(
            rule.result
            for rule in pack.result_rules
            if _holds(rule, subject_marks, trait_marks, lowest)
        )

    return tuple(
        tuple(
            tuple(first(s, t, lowest) for lowest in range(pack.score_most + 1))
            for t in range(_ALL_MARKS)
        )
        for s in range(_ALL_MARKS)
    )


def completion_after(result: YearResult, grade: int, pack: PrimaryPack) -> Completion:
    """
    Return what a result alone confirms, before the principal has decided anything.

    Source: Thông tư 27/2020/TT-BGDĐT, Điều 11, khoản 1 điểm a và khoản 2.
    """
    if result not in pack.completion.completed_by:
        return Completion.PENDING
    return Completion.PRIMARY if grade == pack.completion.last_grade else Completion.CLASS


def awards_for(result: YearResult, recognised: bool, pack: PrimaryPack) -> tuple[str, ...]:
    """
    Return the titles of the year's end; recognition is a human decision and only taken in.

    Source: Thông tư 27/2020/TT-BGDĐT, Điều 13, khoản 1, điểm a.
    """
    return tuple(
        award.key
        for award in pack.awards
        if award.result is result and (recognised or not award.needs_recognition)
    )


@cache
def grade_table(pack: PrimaryPack, grade: int) -> GradeTable:
    """
    Work out a pack's rules for a grade, once.

    Raises: Refusal "rules.no_such_grade".
    """
    rows, trait_rows = programme(pack, grade), traits(pack, grade)
    subject_bits, trait_bits = _bits(rows), _bits(trait_rows)
    return GradeTable(
        subject_bits=subject_bits,
        trait_bits=trait_bits,
        required_subjects=sum(subject_bits[row.key] for row in rows if row.required),
        required_traits=sum(trait_bits[row.key] for row in trait_rows if row.required),
        test_due=sum(subject_bits[row.key] for row in rows if row.tested),
        test_taken=sum(subject_bits[row.key] for row in rows if row.test is not YearTest.NONE),
        score_least=pack.score_least,
        score_most=pack.score_most,
        results=_results(pack),
        outcomes=MappingProxyType(
            {
                (result, recognised): YearOutcome(
                    result=result,
                    completion=completion_after(result, grade, pack),
                    awards=awards_for(result, recognised, pack),
                )
                for result in YearResult
                for recognised in (False, True)
            }
        ),
    )
