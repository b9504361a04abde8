"""Year-end results as JSON, and back; decimals as text, a missing value with its reason."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from hocba.core.assess.year import SubjectOutcome, Supplement, TraitOutcome, YearAssessment
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.missing import Missing

Json = dict[str, Any]


def json_of(year: YearAssessment) -> Json:
    """Return an assessment as JSON."""
    supplement = year.supplement
    return {
        "grade": year.grade,
        "subjects": [_subject_json(row) for row in year.subjects],
        "traits": [_trait_json(row) for row in year.traits],
        "comments": dict(year.comments),
        "height_cm": None if year.height_cm is None else str(year.height_cm),
        "weight_kg": None if year.weight_kg is None else str(year.weight_kg),
        "absent_excused": year.absent_excused,
        "absent_unexcused": year.absent_unexcused,
        "not_assessed_by_law": year.not_assessed_by_law,
        "recognised": year.recognised,
        "other_awards": list(year.other_awards),
        "supplement": None if supplement is None else _supplement_json(supplement),
    }


def assessment_of(stored: Mapping[str, Any]) -> YearAssessment:
    """Read an assessment from JSON."""
    supplement = stored["supplement"]
    return YearAssessment(
        grade=stored["grade"],
        subjects=tuple(_subject(row) for row in stored["subjects"]),
        traits=tuple(_trait(row) for row in stored["traits"]),
        comments=stored["comments"],
        height_cm=_decimal(stored["height_cm"]),
        weight_kg=_decimal(stored["weight_kg"]),
        absent_excused=stored["absent_excused"],
        absent_unexcused=stored["absent_unexcused"],
        not_assessed_by_law=stored["not_assessed_by_law"],
        recognised=stored["recognised"],
        other_awards=tuple(stored["other_awards"]),
        supplement=None if supplement is None else _supplement(supplement),
    )


def _supplement_json(supplement: Supplement) -> Json:
    return {
        "subjects": [_subject_json(row) for row in supplement.subjects],
        "traits": [_trait_json(row) for row in supplement.traits],
        "promoted": supplement.promoted,
        "basis": supplement.basis,
    }


def _supplement(stored: Mapping[str, Any]) -> Supplement:
    return Supplement(
        subjects=tuple(_subject(row) for row in stored["subjects"]),
        traits=tuple(_trait(row) for row in stored["traits"]),
        promoted=stored["promoted"],
        basis=stored["basis"],
    )


def _subject_json(row: SubjectOutcome) -> Json:
    return {
        "subject": row.subject,
        "level": _stated(row.level),
        "score": _stated(row.score),
        "comment": row.comment,
    }


def _subject(stored: Mapping[str, Any]) -> SubjectOutcome:
    score = stored["score"]
    return SubjectOutcome(
        subject=stored["subject"],
        level=_read(stored["level"], SubjectLevel),
        score=score if isinstance(score, int) else Missing(score["missing"]),
        comment=stored["comment"],
    )


def _trait_json(row: TraitOutcome) -> Json:
    return {"trait": row.trait, "level": _stated(row.level)}


def _trait(stored: Mapping[str, Any]) -> TraitOutcome:
    return TraitOutcome(trait=stored["trait"], level=_read(stored["level"], TraitLevel))


def _stated(value: StrEnum | int) -> Any:
    # A level and a reason are both words: the reason is wrapped so that they never mix.
    if isinstance(value, Missing):
        return {"missing": value.value}
    return value.value if isinstance(value, StrEnum) else value


Level = TypeVar("Level", bound=StrEnum)


def _read(stored: Any, kind: type[Level]) -> Level | Missing:
    return Missing(stored["missing"]) if isinstance(stored, dict) else kind(stored)


def _decimal(stored: str | None) -> Decimal | None:
    return None if stored is None else Decimal(stored)
