"""What is wrong or missing among a pupil's levels, scores and decisions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from hocba.core.assess.result import year_result
from hocba.core.assess.settled import settled_subjects, settled_traits
from hocba.core.assess.table import grade_table
from hocba.core.assess.year import SubjectOutcome, Supplement, TraitOutcome, YearAssessment
from hocba.core.rules.primary import (
    PrimaryPack,
    SubjectRow,
    TraitRow,
    YearTest,
    programme,
    traits,
)
from hocba.core.terms.levels import YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Weight


def _found(code: str, where: str, /, weight: Weight = Weight.FAILED, **details: str) -> Finding:
    return Finding(code=code, weight=weight, where=where, details=details)


def _twice(keys: Iterable[str], place: str) -> Iterator[Finding]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield _found("assess.row_twice", f"{place}/{key}", name=key)


def _score_findings(
    row: SubjectOutcome, rule: SubjectRow, place: str, pack: PrimaryPack
) -> Iterator[Finding]:
    if not isinstance(row.score, int):
        return
    where = f"{place}/{rule.key}/score"
    if rule.test is YearTest.NONE:
        yield _found("assess.score_without_test", where, name=rule.label, value=str(row.score))
    elif not pack.score_least <= row.score <= pack.score_most:
        yield _found(
            "assess.score_out_of_range",
            where,
            name=rule.label,
            value=str(row.score),
            least=str(pack.score_least),
            most=str(pack.score_most),
        )
    elif row.score == 0:
        yield _found("assess.score_zero", where, Weight.WARNING, name=rule.label)


def _unknown_subjects(
    rows: Iterable[SubjectOutcome], known: Iterable[str], place: str, grade: int, pack: PrimaryPack
) -> Iterator[Finding]:
    for row in rows:
        if row.subject not in known:
            name = pack.subject_label(row.subject)
            where = f"{place}/{row.subject}"
            yield _found("assess.subject_not_in_grade", where, name=name, grade=str(grade))


def _subject_row_findings(row: SubjectOutcome, rule: SubjectRow) -> Iterator[Finding]:
    """Tell what a row of the year lacks; the same for a required row and a half-filled one."""
    where = f"subjects/{rule.key}"
    has_score = isinstance(row.score, int)
    if isinstance(row.level, Missing):
        if rule.required:
            yield _found("assess.level_missing", f"{where}/level", name=rule.label)
        elif has_score or row.comment:
            yield _found("assess.half_filled", f"{where}/level", name=rule.label)
    if rule.tested and not has_score and (rule.required or not isinstance(row.level, Missing)):
        yield _found("assess.score_missing", f"{where}/score", name=rule.label)


def _subject_findings(assessment: YearAssessment, pack: PrimaryPack) -> Iterator[Finding]:
    rules = {rule.key: rule for rule in programme(pack, assessment.grade)}
    rows = {row.subject: row for row in assessment.subjects}
    yield from _unknown_subjects(assessment.subjects, rules, "subjects", assessment.grade, pack)
    yield from _twice((row.subject for row in assessment.subjects), "subjects")
    for key, rule in rules.items():
        row = rows.get(key)
        if row is not None:
            yield from _subject_row_findings(row, rule)
            yield from _score_findings(row, rule, "subjects", pack)
        elif rule.required:
            yield _found("assess.row_missing", f"subjects/{key}", name=rule.label)


def _unknown_traits(
    rows: Iterable[TraitOutcome], known: Iterable[str], place: str
) -> Iterator[Finding]:
    for row in rows:
        if row.trait not in known:
            yield _found("assess.unknown_trait", f"{place}/{row.trait}", name=row.trait)


def _is_unfilled(row: TraitOutcome | None) -> bool:
    return row is None or isinstance(row.level, Missing)


def _trait_findings(assessment: YearAssessment, pack: PrimaryPack) -> Iterator[Finding]:
    rules = {rule.key: rule for rule in traits(pack, assessment.grade)}
    rows = {row.trait: row for row in assessment.traits}
    yield from _unknown_traits(assessment.traits, rules, "traits")
    yield from _twice((row.trait for row in assessment.traits), "traits")
    for key, rule in rules.items():
        if rule.required and _is_unfilled(rows.get(key)):
            yield _found("assess.trait_missing", f"traits/{key}/level", name=rule.label)


def _supplement_row_findings(assessment: YearAssessment, pack: PrimaryPack) -> Iterator[Finding]:
    """Check the supplementary rows alone: known, once, in the scale, and of a row of the year."""
    if assessment.supplement is None:
        return
    later, place = assessment.supplement, "supplement/subjects"
    rules: dict[str, SubjectRow] = {r.key: r for r in programme(pack, assessment.grade)}
    trait_rules: dict[str, TraitRow] = {r.key: r for r in traits(pack, assessment.grade)}
    yield from _unknown_subjects(later.subjects, rules, place, assessment.grade, pack)
    yield from _twice((row.subject for row in later.subjects), place)
    yield from _unknown_traits(later.traits, trait_rules, "supplement/traits")
    yield from _twice((row.trait for row in later.traits), "supplement/traits")
    for row in later.subjects:
        if row.subject in rules:
            yield from _score_findings(row, rules[row.subject], place, pack)
    yield from _absent_in_the_year(assessment, later, pack)


def _absent_in_the_year(
    assessment: YearAssessment, later: Supplement, pack: PrimaryPack
) -> Iterator[Finding]:
    of_year = {row.subject for row in assessment.subjects if not isinstance(row.level, Missing)}
    traits_of_year = {row.trait for row in assessment.traits if not _is_unfilled(row)}
    for row in later.subjects:
        if row.subject not in of_year:
            name, where = pack.subject_label(row.subject), f"supplement/subjects/{row.subject}"
            yield _found("assess.supplement_of_absent_row", where, name=name)
    for trait in later.traits:
        if trait.trait not in traits_of_year:
            name, where = pack.trait_label(trait.trait), f"supplement/traits/{trait.trait}"
            yield _found("assess.supplement_of_absent_row", where, name=name)


def _due_findings(
    assessment: YearAssessment, first: YearResult, last: YearResult, pack: PrimaryPack
) -> Iterator[Finding]:
    """
    Check that a supplementary assessment and a decision were due at all.

    Source: Thông tư 27/2020/TT-BGDĐT, Điều 11, khoản 1, điểm b và c.
    """
    later = assessment.supplement
    if later is None:
        return
    if (later.subjects or later.traits) and first not in pack.supplement.due_for:
        label = pack.result_label(first)
        yield _found("assess.supplement_not_due", "supplement", result=label)
    if later.promoted is not None and last in pack.completion.completed_by:
        label = pack.result_label(last)
        yield _found("assess.decision_not_due", "supplement/promoted", result=label)


def _human_findings(
    assessment: YearAssessment, result: YearResult | None, pack: PrimaryPack
) -> Iterator[Finding]:
    """Warn of decisions that lead to nothing or have no paper behind them."""
    later = assessment.supplement
    if later is not None and later.promoted is not None and not later.basis.strip():
        yield _found("assess.decision_without_basis", "supplement/basis", Weight.WARNING)
    titled = {award.result for award in pack.awards}
    if assessment.recognised and result not in titled:
        label = pack.not_assessed_label if result is None else pack.result_label(result)
        yield _found("assess.recognised_below", "recognised", Weight.WARNING, result=label)


def _levels_of_not_assessed(assessment: YearAssessment) -> Iterator[Finding]:
    rows: list[SubjectOutcome | TraitOutcome] = [*assessment.subjects, *assessment.traits]
    if assessment.supplement is not None:
        rows += [*assessment.supplement.subjects, *assessment.supplement.traits]
    for row in rows:
        key = row.subject if isinstance(row, SubjectOutcome) else row.trait
        place = "subjects" if isinstance(row, SubjectOutcome) else "traits"
        scored = isinstance(row, SubjectOutcome) and isinstance(row.score, int)
        if scored or not isinstance(row.level, Missing):
            yield _found("assess.not_assessed_has_levels", f"{place}/{key}", name=key)


def _failed(findings: Sequence[Finding]) -> bool:
    return any(finding.weight is Weight.FAILED for finding in findings)


def ordinary_result(assessment: YearAssessment, pack: PrimaryPack) -> YearResult | None:
    """
    Return the result of an ordinary year: of this pack's grade, assessed, without a supplement.

    A result comes only of rows that all fit; without a zero among them nobody is warned of any.
    None for every other year.
    """
    if (
        assessment.supplement is not None
        or assessment.not_assessed_by_law
        or assessment.grade not in pack.subjects_by_grade
        or 0 in [row.score for row in assessment.subjects]
    ):
        return None
    table = grade_table(pack, assessment.grade)
    return year_result(assessment.subjects, assessment.traits, table)


def mark_problems(assessment: YearAssessment, pack: PrimaryPack) -> tuple[Finding, ...]:
    """
    Return everything wrong or missing that bears on the outcome, all at once.

    Whether a supplementary assessment was due can only be told once the rows are right, so
    those findings come when nothing else failed.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 7, 8, 9, 11.
    """
    if assessment.grade not in pack.subjects_by_grade:
        return (_found("assess.no_such_grade", "grade", grade=str(assessment.grade)),)
    if assessment.not_assessed_by_law:
        told = _human_findings(assessment, None, pack)
        return (*_levels_of_not_assessed(assessment), *told)
    ordinary = ordinary_result(assessment, pack)
    if ordinary is not None:
        return tuple(_human_findings(assessment, ordinary, pack))
    table = grade_table(pack, assessment.grade)
    rows = (
        *_subject_findings(assessment, pack),
        *_trait_findings(assessment, pack),
        *_supplement_row_findings(assessment, pack),
    )
    if _failed(rows):
        return rows
    first = year_result(assessment.subjects, assessment.traits, table)
    last = year_result(settled_subjects(assessment), settled_traits(assessment), table)
    due = () if first is None or last is None else _due_findings(assessment, first, last, pack)
    return (*rows, *due, *_human_findings(assessment, last, pack))
