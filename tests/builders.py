"""Builders of test values: a test names only what it is about, these fill the rest."""

from collections.abc import Collection, Mapping
from typing import Any

from hocba.core.assess.year import SubjectOutcome, TraitOutcome, YearAssessment
from hocba.core.rules.library import pack
from hocba.core.rules.primary import programme, traits
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.missing import Missing

TT27 = pack("tt27-2020/1")


def subject_level(written: str) -> SubjectLevel | Missing:
    """Read `T`, `H`, `C`; an empty string is a level that is not there."""
    return SubjectLevel(written) if written else Missing.UNKNOWN


def trait_level(written: str) -> TraitLevel | Missing:
    """Read `T`, `Đ`, `C`; an empty string is a level that is not there."""
    return TraitLevel(written) if written else Missing.NOT_ASSESSED


def an_assessment(
    grade: int = 4,
    *,
    levels: Mapping[str, str] | None = None,
    scores: Mapping[str, int | Missing] | None = None,
    shown: Mapping[str, str] | None = None,
    without: Collection[str] = (),
    score: int = 10,
    **changes: Any,
) -> YearAssessment:
    """
    Make the year of a pupil for whom everything is well, then change what is named.

    levels, scores: by subject key; an optional or unknown subject is added. shown: levels of
    qualities and competences. without: rows left out. score: of every test that is not named.
    """
    levels, scores, shown = dict(levels or {}), dict(scores or {}), dict(shown or {})
    subjects = {
        row.key: SubjectOutcome(
            subject=row.key,
            level=SubjectLevel.WELL_DONE,
            score=score if row.tested else Missing.NOT_APPLICABLE,
        )
        for row in programme(TT27, grade)
        if row.required
    }
    for key in [*levels, *scores]:
        plain = subjects.get(key, SubjectOutcome(subject=key, level=SubjectLevel.WELL_DONE))
        subjects[key] = SubjectOutcome(
            subject=key,
            level=subject_level(levels[key]) if key in levels else plain.level,
            score=scores.get(key, plain.score),
            comment=plain.comment,
        )
    trait_rows = {row.key: "T" for row in traits(TT27, grade) if row.required} | shown
    return YearAssessment(
        grade=grade,
        subjects=tuple(row for key, row in subjects.items() if key not in without),
        traits=tuple(
            TraitOutcome(trait=key, level=trait_level(level))
            for key, level in trait_rows.items()
            if key not in without
        ),
        **changes,
    )
