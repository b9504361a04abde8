"""What an assessment puts into the cells of a result sheet."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from hocba.adapters.spreadsheets.result_columns import COMMENTS, SUBJECTS, TRAITS
from hocba.adapters.spreadsheets.words import coded_words
from hocba.core.assess.year import SubjectOutcome, TraitOutcome, YearAssessment
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.missing import Missing

WrittenValue = str | int | Decimal | None
"""A text, a number, or nothing."""


def year_values(year: YearAssessment) -> Mapping[str, WrittenValue]:
    """Return cell values of the year's end by the meaning of their column."""
    return {
        **_rows(year.subjects, year.traits),
        **{f"{COMMENTS}/{group}": comment for group, comment in year.comments.items()},
        "height_cm": year.height_cm,
        "weight_kg": year.weight_kg,
        "absent_excused": year.absent_excused,
        "absent_unexcused": year.absent_unexcused,
        "not_assessed_by_law": "x" if year.not_assessed_by_law else None,
        "recognised": "x" if year.recognised else None,
        "other_awards": "; ".join(year.other_awards) or None,
    }


def summer_values(year: YearAssessment) -> Mapping[str, WrittenValue]:
    """Return cell values of the supplementary assessment; empty where there was none."""
    later = year.supplement
    if later is None:
        return {}
    words = coded_words("promotion")
    decision = {True: words["len_lop"][0], False: words["o_lai"][0], None: None}
    return {
        **_rows(later.subjects, later.traits),
        "promoted": decision[later.promoted],
        "basis": later.basis or None,
    }


def _rows(
    subjects: Iterable[SubjectOutcome], traits: Iterable[TraitOutcome]
) -> dict[str, WrittenValue]:
    values: dict[str, WrittenValue] = {}
    for row in subjects:
        place = f"{SUBJECTS}/{row.subject}"
        values[f"{place}/level"] = _level(row.level)
        values[f"{place}/score"] = None if isinstance(row.score, Missing) else row.score
        values[f"{place}/comment"] = row.comment or None
    for trait in traits:
        values[f"{TRAITS}/{trait.trait}/level"] = _level(trait.level)
    return values


def _level(level: SubjectLevel | TraitLevel | Missing) -> str | None:
    return None if isinstance(level, Missing) else level.value
