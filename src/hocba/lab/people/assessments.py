"""A pupil's year as teachers give it: marks, words, measures, days."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from random import Random
from types import MappingProxyType
from typing import Final

from hocba.core.assess.year import (
    SubjectOutcome,
    Supplement,
    TraitOutcome,
    YearAssessment,
)
from hocba.core.terms.levels import TraitLevel, YearResult
from hocba.core.terms.missing import Missing
from hocba.lab.people.bodies import absence, body
from hocba.lab.people.chance import pick
from hocba.lab.people.comments import phrases
from hocba.lab.people.marks import Marks, Timetable, failing_marks, year_marks

_RECOGNISED: Final = 0.6
_AWARDED: Final = 0.06
_AWARDS: Final = (
    "Giải Nhất hội thi Viết chữ đẹp cấp trường",
    "Giải Nhì hội thi Viết chữ đẹp cấp trường",
    "Giải Ba cuộc thi vẽ tranh “Em yêu trường em”",
    "Giải Nhì môn chạy 60 m Hội khoẻ Phù Đổng cấp trường",
    "Giải Khuyến khích giao lưu Tiếng Việt của chúng em",
    "Khen thưởng đột xuất: nhặt được của rơi trả người đánh mất",
    "Thư khen: giúp đỡ bạn vượt khó trong học tập",
)
_WORDS_FOR: Final = MappingProxyType(
    {TraitLevel.GOOD: "T", TraitLevel.REACHED: "H", TraitLevel.NEEDS_EFFORT: "C"}
)
_OWN_PLAN: Final = (
    "Em tham gia học hoà nhập theo kế hoạch giáo dục cá nhân và có tiến bộ so với đầu năm.",
    "Em học theo kế hoạch giáo dục cá nhân, vui vẻ và hợp tác với thầy cô, bạn bè.",
    "Em có nhiều cố gắng trong các hoạt động theo kế hoạch giáo dục cá nhân.",
)


def completed_year(chance: Random, *, grade: int, taught: Timetable) -> YearAssessment:
    """Draw the year of a pupil who completes it."""
    marks = year_marks(chance, taught)
    awards = (pick(chance, _AWARDS),) if chance.random() < _AWARDED else ()
    recognised = marks.result is YearResult.WELL_DONE and chance.random() < _RECOGNISED
    return _assessment(chance, grade, taught, marks, recognised=recognised, awards=awards)


def failed_year(chance: Random, *, grade: int, taught: Timetable) -> YearAssessment:
    """Draw the year of a pupil who has not completed it: summer training is still to come."""
    return _assessment(chance, grade, taught, failing_marks(chance, taught))


def year_by_own_plan(
    chance: Random, *, grade: int, taught: Timetable, decision: str
) -> YearAssessment:
    """
    Draw the year of a pupil with a disability who is not assessed by levels.

    decision: number and date of the principal's decision that the pupil goes up.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 8.
    """
    size, days = body(chance, grade), absence(chance)
    return YearAssessment(
        grade=grade,
        subjects=tuple(_unassessed(row.key, tested=row.tested) for row in taught.subjects),
        traits=tuple(_trait(key, Missing.NOT_ASSESSED) for key, _ in taught.traits),
        comments=MappingProxyType({group: pick(chance, _OWN_PLAN) for group in _groups(taught)}),
        height_cm=size.height_cm,
        weight_kg=size.weight_kg,
        absent_excused=days.excused,
        absent_unexcused=days.unexcused,
        not_assessed_by_law=True,
        supplement=Supplement(promoted=True, basis=decision),
    )


def _assessment(
    chance: Random,
    grade: int,
    taught: Timetable,
    marks: Marks,
    *,
    recognised: bool = False,
    awards: tuple[str, ...] = (),
) -> YearAssessment:
    size, days = body(chance, grade), absence(chance)
    return YearAssessment(
        grade=grade,
        subjects=tuple(
            SubjectOutcome(
                subject=row.key,
                level=level,
                score=Missing.NOT_APPLICABLE if score is None else score,
                comment=phrases(row.key, grade, level._value_).compose(chance),
            )
            for row, level, score in zip(taught.subjects, marks.levels, marks.scores, strict=True)
        ),
        traits=tuple(
            _trait(key, level) for (key, _), level in zip(taught.traits, marks.traits, strict=True)
        ),
        comments=_group_comments(chance, grade, taught, marks),
        height_cm=size.height_cm,
        weight_kg=size.weight_kg,
        absent_excused=days.excused,
        absent_unexcused=days.unexcused,
        recognised=recognised,
        other_awards=awards,
    )


def _group_comments(
    chance: Random, grade: int, taught: Timetable, marks: Marks
) -> Mapping[str, str]:
    levels: dict[str, list[TraitLevel]] = {}
    for (_, group), level in zip(taught.traits, marks.traits, strict=True):
        levels.setdefault(group, []).append(level)
    return MappingProxyType(
        {
            group: phrases(group, grade, _WORDS_FOR[_overall(reached)]).compose(chance)
            for group, reached in levels.items()
        }
    )


def _overall(levels: list[TraitLevel]) -> TraitLevel:
    if TraitLevel.NEEDS_EFFORT in levels:
        return TraitLevel.NEEDS_EFFORT
    return Counter(levels).most_common(1)[0][0]


@cache
def _groups(taught: Timetable) -> tuple[str, ...]:
    return tuple(dict.fromkeys(group for _, group in taught.traits))


# Traits carry no words, so every pupil can share the same few rows.
@cache
def _trait(key: str, level: TraitLevel | Missing) -> TraitOutcome:
    return TraitOutcome(trait=key, level=level)


@cache
def _unassessed(key: str, *, tested: bool) -> SubjectOutcome:
    score = Missing.NOT_ASSESSED if tested else Missing.NOT_APPLICABLE
    return SubjectOutcome(subject=key, level=Missing.NOT_ASSESSED, score=score)
