"""The supplementary assessment: which rows are assessed again; the first results stay."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from hocba.core.assess.marking import (
    TRAITS,
    Column,
    Kind,
    Value,
    cell_text,
    columns,
    in_order,
    with_values,
)
from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.reasons import why_not_better
from hocba.core.assess.year import Supplement, YearAssessment
from hocba.core.rules.primary import PrimaryPack
from hocba.core.terms.levels import Completion
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal

_TAKEN: Final = frozenset({Kind.LEVEL, Kind.SCORE, Kind.COMMENT, Kind.TRAIT})
_NOTHING: Final = Supplement()


def rows_due_again(year: YearAssessment, pack: PrimaryPack) -> tuple[str, ...]:
    """
    Return the rows that kept a pupil from completing: `subjects/toan`, `traits/cham_chi`.

    Empty for everybody else: a completed year, an incomplete one, a pupil not assessed by law.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 11, khoản 1, điểm b.
    """
    first = replace(year, supplement=None)
    try:
        outcome = outcome_of(first, pack)
        held = why_not_better(first, pack)
    except Refusal:
        return ()
    if isinstance(outcome.result, Missing) or outcome.result not in pack.supplement.due_for:
        return ()
    return tuple(dict.fromkeys("/".join(each.where.split("/")[:2]) for each in held))


def second_columns(year: YearAssessment, pack: PrimaryPack) -> tuple[Column, ...]:
    """Return what is typed of the second assessment, in the order of the form, no more."""
    due = rows_due_again(year, pack)
    sections = [row.split("/")[1] for row in due if row.startswith("subjects/")]
    found = [each for key in sections for each in columns(pack, year.grade, key)]
    found += columns(pack, year.grade, TRAITS)
    return tuple(
        each for each in found if each.kind in _TAKEN and "/".join(each.key.split("/")[:2]) in due
    )


def second_text(year: YearAssessment, column: Column) -> str:
    """Return what was given at the second assessment; empty where nothing was."""
    return cell_text(_as_year(year), column)


def with_second(
    year: YearAssessment, values: Mapping[str, Value], pack: PrimaryPack
) -> YearAssessment:
    """Return the year with these second results; what was given first is not touched."""
    later = in_order(with_values(_as_year(year), values), pack)
    supplement = replace(year.supplement or _NOTHING, subjects=later.subjects, traits=later.traits)
    return replace(year, supplement=None if supplement == _NOTHING else supplement)


def with_decision(year: YearAssessment, *, promoted: bool, basis: str) -> YearAssessment:
    """Return the year with the principal's decision on a pupil who has not completed."""
    supplement = year.supplement or _NOTHING
    return replace(year, supplement=replace(supplement, promoted=promoted, basis=basis))


def may_be_decided(year: YearAssessment, pack: PrimaryPack) -> bool:
    """Tell whether the year's results, the second ones counted, leave it to the principal."""
    later = year.supplement
    undecided = replace(later, promoted=None, basis="") if later is not None else None
    open_year = replace(year, supplement=None if undecided == _NOTHING else undecided)
    try:
        return outcome_of(open_year, pack).completion is Completion.PENDING
    except Refusal:
        return False


def _as_year(year: YearAssessment) -> YearAssessment:
    later = year.supplement or _NOTHING
    return YearAssessment(grade=year.grade, subjects=later.subjects, traits=later.traits)
