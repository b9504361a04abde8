"""What the rules make of a secondary year: averages, results, going up, titles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from hocba.core.assess.averages import year_average
from hocba.core.assess.learning import have, is_at_least, learning_level
from hocba.core.assess.secondary_marks import found, secondary_problems
from hocba.core.assess.secondary_year import (
    SecondaryOutcome,
    SecondaryYear,
    SubjectResult,
    SubjectTerms,
    Summer,
    Value,
)
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.levels import PassLevel, Promotion, Standing
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class _YearEnd:
    """Where a pupil stands at the year's end, before any summer."""

    values: Mapping[str, Value]
    learning: Standing
    conduct: Standing
    absences: int


def _year_value(row: SubjectTerms, pack: SecondaryPack) -> Value:
    """Return ĐTBmcn, or for a subject by comment the second term's level."""
    if isinstance(row.first, Decimal) and isinstance(row.second, Decimal):
        return year_average(row.first, row.second, rule=pack.average, scale=pack.score)
    return row.second


def _year_end(year: SecondaryYear, pack: SecondaryPack) -> _YearEnd:
    values = {row.subject: _year_value(row, pack) for row in year.subjects}
    # Checked before: a conduct or a count that is missing never comes here.
    assert isinstance(year.conduct_first, Standing)
    assert isinstance(year.conduct_second, Standing)
    assert year.absences is not None
    return _YearEnd(
        values=values,
        learning=learning_level(tuple(values.values()), pack),
        conduct=pack.conduct_year[year.conduct_second][year.conduct_first],
        absences=year.absences,
    )


def _promotion(end: _YearEnd, grade: int, pack: SecondaryPack) -> Promotion:
    """Return what follows at the year's end. Source: Điều 12 to 14."""
    rule = pack.promotion
    learned = is_at_least(end.learning, rule.learning)
    behaved = is_at_least(end.conduct, rule.conduct)
    if end.absences > rule.most_absences or not (learned or behaved):
        return Promotion.NOT_UP
    if not learned:
        return Promotion.ASSESSED_AGAIN
    if not behaved:
        return Promotion.CONDUCT_AGAIN
    return rule.completes.get(grade, Promotion.UP)


def _may_be_again(value: Value | None, pack: SecondaryPack) -> bool:
    """Return whether a subject may be tried again. Source: Điều 14."""
    if isinstance(value, Decimal):
        return value < pack.promotion.again_below
    return value is PassLevel.NOT_REACHED


def _summer_findings(
    summer: Summer, end: _YearEnd, due: Promotion, pack: SecondaryPack
) -> Iterator[Finding]:
    if due not in (Promotion.ASSESSED_AGAIN, Promotion.CONDUCT_AGAIN):
        yield found("secondary.again_not_due", "summer", name="")
        return
    for row in summer.subjects:
        if due is not Promotion.ASSESSED_AGAIN or not _may_be_again(
            end.values.get(row.subject), pack
        ):
            name = pack.subject_label(row.subject)
            yield found("secondary.again_not_due", f"summer/{row.subject}", name=name)
    if summer.conduct is not None and due is not Promotion.CONDUCT_AGAIN:
        yield found("secondary.again_not_due", "summer/conduct", name="rèn luyện")


def _after_summer(summer: Summer, end: _YearEnd, pack: SecondaryPack) -> _YearEnd:
    again = {row.subject: row.value for row in summer.subjects}
    values = {key: again.get(key, value) for key, value in end.values.items()}
    return _YearEnd(
        values=values,
        learning=learning_level(tuple(values.values()), pack),
        conduct=end.conduct if summer.conduct is None else summer.conduct,
        absences=end.absences,
    )


def _settled(end: _YearEnd, grade: int, pack: SecondaryPack) -> Promotion:
    """Return what follows once the summer is over: nothing is due any more."""
    last = _promotion(end, grade, pack)
    is_open = last in (Promotion.ASSESSED_AGAIN, Promotion.CONDUCT_AGAIN)
    return Promotion.NOT_UP if is_open else last


def _titles(end: _YearEnd, pack: SecondaryPack) -> tuple[str, ...]:
    """Return the title of the year's end; a summer's result brings none. Source: Điều 15."""
    for title in pack.titles:
        stands = is_at_least(end.learning, title.learning) and is_at_least(
            end.conduct, title.conduct
        )
        if stands and have(end.values.values(), many=title.many, least=title.many_least):
            return (title.key,)
    return ()


def _not_assessed(year: SecondaryYear) -> SecondaryOutcome:
    decided = {
        None: Promotion.DECISION_DUE,
        True: Promotion.BY_DECISION,
        False: Promotion.NOT_UP,
    }
    none = Missing.NOT_ASSESSED
    return SecondaryOutcome(
        subjects=tuple(SubjectResult(subject=row.subject, year=none) for row in year.subjects),
        learning_first=none,
        learning_second=none,
        learning=none,
        conduct=none,
        learning_again=None,
        conduct_again=None,
        promotion=decided[year.promoted],
    )


def _ordinary(year: SecondaryYear, pack: SecondaryPack) -> SecondaryOutcome:
    end = _year_end(year, pack)
    promotion = _promotion(end, year.grade, pack)
    last = None
    if year.summer is not None:
        if wrong := tuple(_summer_findings(year.summer, end, promotion, pack)):
            raise _refusal(wrong)
        last = _after_summer(year.summer, end, pack)
        promotion = _settled(last, year.grade, pack)
    again = {} if year.summer is None else {row.subject: row.value for row in year.summer.subjects}
    return SecondaryOutcome(
        subjects=tuple(
            SubjectResult(subject=key, year=value, again=again.get(key))
            for key, value in end.values.items()
        ),
        learning_first=learning_level([row.first for row in year.subjects], pack),
        learning_second=learning_level([row.second for row in year.subjects], pack),
        learning=end.learning,
        conduct=end.conduct,
        learning_again=None if last is None else last.learning,
        conduct_again=None if last is None else last.conduct,
        promotion=promotion,
        titles=_titles(end, pack),
    )


def _refusal(findings: tuple[Finding, ...]) -> Refusal:
    return Refusal("secondary.not_valid", findings=findings, count=str(len(findings)))


def secondary_outcome(year: SecondaryYear, pack: SecondaryPack) -> SecondaryOutcome:
    """
    Return the averages and results of a secondary year, what follows, and the title.

    Raises: Refusal "secondary.not_valid" with all findings: something is missing (it is never
    guessed) or does not fit the grade, or a summer's result was not due.
    Source: Thông tư 22/2021/TT-BGDĐT, Điều 8, 9, 12 to 15.
    """
    if wrong := secondary_problems(year, pack):
        raise _refusal(wrong)
    return _not_assessed(year) if year.not_assessed_by_law else _ordinary(year, pack)
