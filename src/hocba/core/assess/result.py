"""The result of a primary year from its rows."""

from collections.abc import Iterable, Sequence

from hocba.core.assess.table import SUBJECT_MARKS, TRAIT_MARKS, GradeTable
from hocba.core.assess.year import SubjectOutcome, TraitOutcome
from hocba.core.terms.levels import YearResult


def _scores_fit(scores: Sequence[int], table: GradeTable) -> bool:
    return not scores or (min(scores) >= table.score_least and max(scores) <= table.score_most)


def _subject_summary(
    rows: Iterable[SubjectOutcome], table: GradeTable
) -> tuple[int, Sequence[int]] | None:
    """Return which levels occur and all scores, or None where a row does not fit the grade."""
    bits, marks = table.subject_bits, SUBJECT_MARKS
    seen = given = tested = used = 0
    scores: list[int] = []
    for row in rows:
        bit = bits.get(row.subject, 0)
        if not bit & ~seen:  # unknown here, or already seen
            return None
        seen |= bit
        mark = marks.get(row.level, 0)
        used |= mark
        if mark:
            given |= bit
        elif row.comment:
            return None
        if isinstance(row.score, int):
            tested |= bit
            scores.append(row.score)
    missing = table.required_subjects & ~given
    untested = table.test_due & given & ~tested
    unexpected = tested & ~(table.test_taken & given)
    return None if missing | untested | unexpected else (used, scores)


def _trait_summary(rows: Iterable[TraitOutcome], table: GradeTable) -> int | None:
    """Return which levels occur, or None where a row does not fit the grade."""
    bits, marks = table.trait_bits, TRAIT_MARKS
    seen = given = used = 0
    for row in rows:
        bit = bits.get(row.trait, 0)
        if not bit & ~seen:
            return None
        seen |= bit
        mark = marks.get(row.level, 0)
        used |= mark
        if mark:
            given |= bit
    return None if table.required_traits & ~given else used


def year_result(
    subjects: Iterable[SubjectOutcome], traits: Iterable[TraitOutcome], table: GradeTable
) -> YearResult | None:
    """
    Return the year's result, or None where rows are missing or do not fit the grade.

    The rule of the law is a table over three facts: which levels occur among the subjects,
    which among the traits, and the lowest test. A grade without any test has none too low.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 9, khoản 2, điểm a.
    """
    summary = _subject_summary(subjects, table)
    trait_marks = _trait_summary(traits, table)
    if summary is None or trait_marks is None:
        return None
    subject_marks, scores = summary
    if not _scores_fit(scores, table):
        return None
    lowest = min(scores, default=table.score_most)
    return table.results[subject_marks][trait_marks][lowest]
