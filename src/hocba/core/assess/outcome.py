"""What the rules make of a primary year: result, completion, titles."""

from typing import Final

from hocba.core.assess.marks import mark_problems
from hocba.core.assess.result import year_result
from hocba.core.assess.settled import settled_subjects, settled_traits
from hocba.core.assess.table import GradeTable, completion_after, grade_table
from hocba.core.assess.year import YearAssessment, YearOutcome
from hocba.core.rules.primary import PrimaryPack
from hocba.core.terms.levels import Completion, YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal, Weight

_MERELY_MISSING: Final = frozenset(
    {
        "assess.row_missing",
        "assess.level_missing",
        "assess.half_filled",
        "assess.score_missing",
        "assess.trait_missing",
    }
)


def _refusal(assessment: YearAssessment, pack: PrimaryPack) -> Refusal | None:
    """Return why nothing can be computed, or None."""
    failed = tuple(f for f in mark_problems(assessment, pack) if f.weight is Weight.FAILED)
    if not failed:
        return None
    incomplete = all(finding.code in _MERELY_MISSING for finding in failed)
    code = "assess.incomplete" if incomplete else "assess.not_valid"
    return Refusal(code, findings=failed, count=str(len(failed)))


def _decided(assessment: YearAssessment) -> Completion:
    """Return what the principal decided. Source: Điều 11, khoản 1, điểm c."""
    promoted = None if assessment.supplement is None else assessment.supplement.promoted
    if promoted is None:
        return Completion.PENDING
    return Completion.PROMOTED_BY_DECISION if promoted else Completion.NOT_PROMOTED


def _capped(result: YearResult, pack: PrimaryPack) -> YearResult:
    order = [rule.result for rule in pack.result_rules]
    return max(result, pack.supplement.highest_result, key=order.index)


def _supplemented(
    assessment: YearAssessment, pack: PrimaryPack, table: GradeTable
) -> YearOutcome | None:
    """Return the outcome after a supplementary assessment, a decision, or both."""
    result = year_result(settled_subjects(assessment), settled_traits(assessment), table)
    later = assessment.supplement
    if result is None or later is None:
        return None
    if not (later.subjects or later.traits):
        outcome = table.outcomes[result, assessment.recognised]
        done = outcome.completion is not Completion.PENDING
        completion = outcome.completion if done else _decided(assessment)
        return YearOutcome(result=result, completion=completion, awards=outcome.awards)
    result = _capped(result, pack)
    completion = completion_after(result, assessment.grade, pack)
    if completion is Completion.PENDING:
        completion = _decided(assessment)
    # Titles are of the year's end: a summer's result brings none (basis awards_after_supplement).
    return YearOutcome(result=result, completion=completion)


def _rare_outcome(assessment: YearAssessment, pack: PrimaryPack) -> YearOutcome:
    """Answer for a pupil with a supplement, one not assessed by law, or refuse."""
    if refusal := _refusal(assessment, pack):
        raise refusal
    if assessment.not_assessed_by_law:
        return YearOutcome(result=Missing.NOT_ASSESSED, completion=_decided(assessment))
    outcome = _supplemented(assessment, pack, grade_table(pack, assessment.grade))
    if outcome is None:
        raise AssertionError("rows without a finding must have a result")
    return outcome


def outcome_of(assessment: YearAssessment, pack: PrimaryPack) -> YearOutcome:
    """
    Return the year's result, what is confirmed about completion, and the titles.

    Supplementary results replace the same rows first. A pupil who is not assessed by law has
    the result NOT_ASSESSED and the principal's decision. Costs a few microseconds for the
    ordinary pupil: every verification recomputes it.
    Raises: Refusal "assess.incomplete": levels or scores are missing, never guessed.
        Refusal "assess.not_valid": something does not fit the grade. Both carry all findings.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 8, 9 (khoản 2), 11, 13.
    """
    ordinary = assessment.supplement is None and not assessment.not_assessed_by_law
    if ordinary and assessment.grade in pack.subjects_by_grade:
        table = grade_table(pack, assessment.grade)
        result = year_result(assessment.subjects, assessment.traits, table)
        if result is not None:
            return table.outcomes[result, assessment.recognised]
    return _rare_outcome(assessment, pack)
