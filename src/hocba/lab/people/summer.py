"""What summer training brings: supplementary results, or the principal's decision."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Final

from hocba.core.assess.year import (
    SubjectOutcome,
    Supplement,
    TraitOutcome,
    YearAssessment,
)
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.lab.people.chance import pick, stream
from hocba.lab.people.exceptions import ExceptionReason
from hocba.lab.people.world import SyntheticSchool

_COMPLETES: Final = 0.75
_GOES_UP: Final = 0.5
_COMMENTS: Final = (
    "Sau rèn luyện trong hè, em đã đạt yêu cầu của môn học. Cần tiếp tục cố gắng.",
    "Em chăm chỉ ôn tập trong hè, đã nắm được kiến thức cơ bản. Cần luyện tập thêm.",
    "Em có tiến bộ rõ sau thời gian ôn tập hè. Gia đình cần tiếp tục quan tâm, động viên em.",
)


def after_summer(seed: int, school: SyntheticSchool) -> Mapping[str, YearAssessment]:
    """
    Return the assessments of the pupils in summer training as they stand in August.

    seed: the one that made the school. Most complete the year; for the others the principal
    decides. Source: Thông tư 27/2020/TT-BGDĐT, Điều 11.
    """
    chance = stream("summer", seed, school.code)
    year = school.school_year.first + 1
    return {
        entry.sector_code: _supplemented(chance, school.assessments[entry.sector_code], year)
        for entry in school.exceptions
        if entry.reason is ExceptionReason.SUMMER_TRAINING
    }


def _supplemented(chance: Random, assessment: YearAssessment, year: int) -> YearAssessment:
    if chance.random() < _COMPLETES:
        return replace(assessment, supplement=_passed(chance, assessment))
    decision = f"Quyết định số {90 + int(chance.random() * 9)}/QĐ-TH ngày 20/8/{year}"
    goes_up = chance.random() < _GOES_UP
    return replace(assessment, supplement=Supplement(promoted=goes_up, basis=decision))


def _passed(chance: Random, assessment: YearAssessment) -> Supplement:
    return Supplement(
        subjects=tuple(
            SubjectOutcome(
                subject=row.subject,
                level=SubjectLevel.DONE,
                score=5 + int(chance.random() * 2),
                comment=pick(chance, _COMMENTS),
            )
            for row in assessment.subjects
            if row.level is SubjectLevel.NOT_DONE
        ),
        traits=tuple(
            TraitOutcome(trait=row.trait, level=TraitLevel.REACHED)
            for row in assessment.traits
            if row.level is TraitLevel.NEEDS_EFFORT
        ),
    )
