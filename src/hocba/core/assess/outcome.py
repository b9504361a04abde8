"""What the rules make of a primary year: result, completion, titles."""

from typing import Final

from hocba.core.assess.marks import mark_problems
from hocba.core.assess.result import year_result
from hocba.core.assess.settled import settled_subjects, settled_traits
from hocba.core.assess.table import awards_for, completion_after, grade_table
from hocba.core.assess.year import Supplement, YearAssessment, YearOutcome
from hocba.core.rules.primary import PrimaryPack
from hocba.core.terms.levels import Completion, YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Refusal, Weight

_MERELY_MISSING: Final = frozenset(
    {
        "assess.row_missing",
        "assess.level_missing",
        "assess.half_filled",
        "assess.score_missing",
        "assess.trait_missing",
    }
)


def _failed(assessment: YearAssessment, pack: PrimaryPack) -> tuple[Finding, ...]:
    return tuple(f for f in mark_problems(assessment, pack) if f.weight is Weight.FAILED)


def _refusal(failed: tuple[Finding, ...]) -> Refusal:
    incomplete = all(finding.code in _MERELY_MISSING for finding in failed)
    code = "assess.incomplete" if incomplete else "assess.not_valid"
    return Refusal(code, findings=failed, count=str(len(failed)))


def _decided(later: Supplement | None) -> Completion:
    """Return what the principal decided. Source: Điều 11, khoản 1, điểm c."""
    if later is None or later.promoted is None:
        return Completion.PENDING
    return Completion.PROMOTED_BY_DECISION if later.promoted else Completion.NOT_PROMOTED


def _capped(result: YearResult, pack: PrimaryPack) -> YearResult:
    order = [rule.result for rule in pack.result_rules]
    return max(result, pack.supplement.highest_result, key=order.index)


def _not_assessed(assessment: YearAssessment, pack: PrimaryPack) -> YearOutcome:
    if failed := _failed(assessment, pack):
        raise _refusal(failed)
    return YearOutcome(result=Missing.NOT_ASSESSED, completion=_decided(assessment.supplement))


def _after_summer(
    assessment: YearAssessment, later: Supplement, settled: YearResult, pack: PrimaryPack
) -> YearOutcome:
    """Return the outcome after a supplementary assessment, a decision, or both."""
    if failed := _failed(assessment, pack):
        raise _refusal(failed)
    assessed_again = bool(later.subjects or later.traits)
    result = _capped(settled, pack) if assessed_again else settled
    completion = completion_after(result, assessment.grade, pack)
    return YearOutcome(
        result=result,
        completion=_decided(later) if completion is Completion.PENDING else completion,
        # Titles are of the year's end: a summer's result brings none
        # (basis awards_after_supplement of the pack).
        awards=() if assessed_again else awards_for(result, assessment.recognised, pack),
    )


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
    if assessment.not_assessed_by_law:
        return _not_assessed(assessment, pack)
    if assessment.grade not in pack.subjects_by_grade:
        raise _refusal(_failed(assessment, pack))
    table = grade_table(pack, assessment.grade)
    result = year_result(settled_subjects(assessment), settled_traits(assessment), table)
    if result is None:
        raise _refusal(_failed(assessment, pack))
    if assessment.supplement is None:
        return table.outcomes[result, assessment.recognised]
    return _after_summer(assessment, assessment.supplement, result, pack)
