"""Secondary results as JSON, and back; marks as text, a missing value with its reason."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hocba.adapters.database.stored_results import Json, assessment_of, json_of
from hocba.core.assess.any_year import AnyYear
from hocba.core.assess.secondary_year import (
    SecondaryYear,
    SubjectAgain,
    SubjectTerms,
    Summer,
    Value,
)
from hocba.core.terms.levels import PassLevel, Standing
from hocba.core.terms.missing import Missing

_IS_SECONDARY = "conduct_first"
"""A key that only secondary results have."""


def is_secondary(stored: Mapping[str, Any]) -> bool:
    """Tell which kind of results were stored."""
    return _IS_SECONDARY in stored


def any_json(year: AnyYear) -> Json:
    """Return results as JSON, of whichever school."""
    return secondary_json(year) if isinstance(year, SecondaryYear) else json_of(year)


def any_year(stored: Mapping[str, Any]) -> AnyYear:
    """Read results from JSON, of whichever school."""
    return secondary_year(stored) if is_secondary(stored) else assessment_of(stored)


def secondary_json(year: SecondaryYear) -> Json:
    """Return a secondary year as JSON."""
    summer = year.summer
    return {
        "grade": year.grade,
        "subjects": [
            {
                "subject": row.subject,
                "first": _stated(row.first),
                "second": _stated(row.second),
                "comment": row.comment,
            }
            for row in year.subjects
        ],
        "conduct_first": _stated(year.conduct_first),
        "conduct_second": _stated(year.conduct_second),
        "absences": year.absences,
        "comment": year.comment,
        "other_awards": list(year.other_awards),
        "not_assessed_by_law": year.not_assessed_by_law,
        "promoted": year.promoted,
        "basis": year.basis,
        "summer": None if summer is None else _summer_json(summer),
    }


def secondary_year(stored: Mapping[str, Any]) -> SecondaryYear:
    """Read a secondary year from JSON."""
    summer = stored["summer"]
    return SecondaryYear(
        grade=stored["grade"],
        subjects=tuple(
            SubjectTerms(
                subject=row["subject"],
                first=_value(row["first"]),
                second=_value(row["second"]),
                comment=row["comment"],
            )
            for row in stored["subjects"]
        ),
        conduct_first=_standing(stored["conduct_first"]),
        conduct_second=_standing(stored["conduct_second"]),
        absences=stored["absences"],
        comment=stored["comment"],
        other_awards=tuple(stored["other_awards"]),
        not_assessed_by_law=stored["not_assessed_by_law"],
        promoted=stored["promoted"],
        basis=stored["basis"],
        summer=None if summer is None else _summer(summer),
    )


def _summer_json(summer: Summer) -> Json:
    return {
        "subjects": [{"subject": row.subject, "value": str(row.value)} for row in summer.subjects],
        "conduct": None if summer.conduct is None else summer.conduct.value,
    }


def _summer(stored: Mapping[str, Any]) -> Summer:
    conduct = stored["conduct"]
    return Summer(
        subjects=tuple(
            SubjectAgain(subject=row["subject"], value=_given(row["value"]))
            for row in stored["subjects"]
        ),
        conduct=None if conduct is None else Standing(conduct),
    )


def _stated(value: Value | Standing) -> Any:
    # A level and a reason are both words: the reason is wrapped so that they never mix.
    return {"missing": value.value} if isinstance(value, Missing) else str(value)


def _value(stored: Any) -> Value:
    return Missing(stored["missing"]) if isinstance(stored, dict) else _given(stored)


def _given(written: str) -> Decimal | PassLevel:
    return Decimal(written) if written[:1].isdigit() else PassLevel(written)


def _standing(stored: Any) -> Standing | Missing:
    return Missing(stored["missing"]) if isinstance(stored, dict) else Standing(stored)
