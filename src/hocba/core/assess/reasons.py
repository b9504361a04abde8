"""Why a pupil's result is not one level better."""

from collections.abc import Iterator

from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.settled import settled_subjects, settled_traits
from hocba.core.assess.year import YearAssessment
from hocba.core.rules.primary import PrimaryPack, ResultRule
from hocba.core.terms.levels import YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Weight


def _next_better(result: YearResult, pack: PrimaryPack) -> ResultRule | None:
    order = [rule.result for rule in pack.result_rules]
    place = order.index(result)
    return None if place == 0 else pack.result_rules[place - 1]


def _held(code: str, where: str, rule: ResultRule, name: str, value: str) -> Finding:
    details = {
        "better": rule.label,
        "name": name,
        "value": value,
        "least": str(rule.least_test),
    }
    return Finding(code=code, weight=Weight.WARNING, where=where, details=details)


def _subject_reasons(
    assessment: YearAssessment, rule: ResultRule, pack: PrimaryPack
) -> Iterator[Finding]:
    for row in settled_subjects(assessment):
        name, where = pack.subject_label(row.subject), f"subjects/{row.subject}"
        if not isinstance(row.level, Missing) and row.level not in rule.subject_levels:
            value = pack.subject_level_labels[row.level]
            yield _held("assess.held_by_subject", f"{where}/level", rule, name, value)
        if isinstance(row.score, int) and row.score < rule.least_test:
            yield _held("assess.held_by_test", f"{where}/score", rule, name, str(row.score))


def _trait_reasons(
    assessment: YearAssessment, rule: ResultRule, pack: PrimaryPack
) -> Iterator[Finding]:
    for row in settled_traits(assessment):
        if not isinstance(row.level, Missing) and row.level not in rule.trait_levels:
            name, value = pack.trait_label(row.trait), pack.trait_level_labels[row.level]
            where = f"traits/{row.trait}/level"
            yield _held("assess.held_by_trait", where, rule, name, value)


def why_not_better(assessment: YearAssessment, pack: PrimaryPack) -> tuple[Finding, ...]:
    """
    Return each row that keeps the pupil from the next better result; empty at the best one.

    Empty also for a pupil who is not assessed by law. Parents ask precisely this: which one
    H kept a child from Hoàn thành xuất sắc.
    Raises: as `outcome_of`.
    """
    result = outcome_of(assessment, pack).result
    rule = None if isinstance(result, Missing) else _next_better(result, pack)
    if rule is None:
        return ()
    return (
        *_subject_reasons(assessment, rule, pack),
        *_trait_reasons(assessment, rule, pack),
    )
