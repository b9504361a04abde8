"""Levels and year-end scores of one pupil: whoever is good is good nearly everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from hocba.core.rules.primary import PrimaryPack, SubjectRow, programme, traits
from hocba.core.terms.levels import SubjectLevel, TraitLevel, YearResult
from hocba.lab.people.chance import Weighted, pick

# What is left after the pupils in summer training; with their two in a hundred:
# 25 HTXS, 20 HTT, 53 HT, 2 CHT. Plausible for a primary school, of no law.
_BANDS: Final = (
    (0.541, YearResult.DONE),
    (0.745, YearResult.WELL_DONE),
    (1.0, YearResult.EXCELLENT),
)
_EASY: Final = frozenset({"dao_duc", "gdtc", "am_nhac", "mi_thuat", "hdtn"})
_EASIER_BY: Final = 0.12
_SCORES_WELL: Final = Weighted([(7, 3), (8, 5), (9, 4), (10, 2)])
_SCORES_GOOD: Final = Weighted([(7, 4), (8, 4), (9, 2), (10, 1)])
_SCORES_DONE: Final = Weighted([(5, 4), (6, 5), (7, 3), (8, 1)])
_SCORES_JUST: Final = Weighted([(5, 5), (6, 2)])
_SCORES_LOW: Final = Weighted([(1, 1), (2, 2), (3, 4), (4, 5)])
_HARD: Final = ("toan", "tieng_viet")
_PROMISING: Final = 7
_TRAITS_OF: Final[Mapping[str, str]] = {"toan": "tinh_toan", "tieng_viet": "ngon_ngu"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The rows that one class is taught: optional ones are taught or left out as a whole."""

    subjects: tuple[SubjectRow, ...]
    traits: tuple[tuple[str, str], ...]
    """Of (key, group)."""


@dataclass(frozen=True, slots=True)
class Marks:
    """One pupil's year in levels and scores, aligned with the timetable's rows; None: no test."""

    result: YearResult
    levels: list[SubjectLevel]
    scores: list[int | None]
    traits: list[TraitLevel]


@cache
def timetable(pack: PrimaryPack, grade: int, also: frozenset[str]) -> Timetable:
    """Return the rows taught in a grade. also: optional subjects that this school teaches."""
    return Timetable(
        subjects=tuple(r for r in programme(pack, grade) if r.required or r.key in also),
        traits=tuple((r.key, r.group) for r in traits(pack, grade) if r.required),
    )


def year_marks(chance: Random, taught: Timetable) -> Marks:
    """Draw the marks of a pupil who completes the year; their result is HT or better."""
    ability = chance.random()
    result = next(result for bound, result in _BANDS if ability < bound)
    if result is YearResult.DONE:
        return _done(chance, taught, ability / _BANDS[0][0])
    marks = Marks(
        result,
        [SubjectLevel.WELL_DONE] * len(taught.subjects),
        [None] * len(taught.subjects),
        [TraitLevel.GOOD] * len(taught.traits),
    )
    tested = [place for place, row in enumerate(taught.subjects) if row.tested]
    if result is YearResult.EXCELLENT:
        tens = 0.3 + 2 * (ability - _BANDS[1][0])
        for place in tested:
            marks.scores[place] = 10 if chance.random() < tens else 9
        return marks
    for place in tested:
        marks.scores[place] = _SCORES_WELL.pick(chance)
    # At least one test below nine, or the law would call it excellent.
    marks.scores[pick(chance, tested)] = 7 if chance.random() < 0.3 else 8
    return marks


def failing_marks(chance: Random, taught: Timetable) -> Marks:
    """Draw the marks of a pupil who does not complete the year and goes to summer training."""
    marks = _done(chance, taught, 0.0)
    failed = {pick(chance, _HARD)} if chance.random() < 0.7 else set(_HARD)
    for place, row in enumerate(taught.subjects):
        if row.key in failed:
            marks.levels[place] = SubjectLevel.NOT_DONE
            marks.scores[place] = _SCORES_LOW.pick(chance)
    weak = {_TRAITS_OF[key] for key in failed}
    for place, (trait, _) in enumerate(taught.traits):
        if trait in weak:
            marks.traits[place] = TraitLevel.NEEDS_EFFORT
    return Marks(YearResult.NOT_DONE, marks.levels, marks.scores, marks.traits)


def _done(chance: Random, taught: Timetable, ability: float) -> Marks:
    """ability: 0..1 among the pupils who complete the year and no more."""
    well, good = 0.08 + 0.72 * ability, 0.2 + 0.65 * ability
    levels: list[SubjectLevel] = []
    scores: list[int | None] = []
    for row in taught.subjects:
        likely = well + _EASIER_BY if row.key in _EASY else well
        done_well = chance.random() < likely
        levels.append(SubjectLevel.WELL_DONE if done_well else SubjectLevel.DONE)
        scores.append(_score(chance, done_well, ability) if row.tested else None)
    reached = [
        TraitLevel.GOOD if chance.random() < good else TraitLevel.REACHED for _ in taught.traits
    ]
    if _too_good(levels, scores, reached):
        # One plain H in one subject is what parents complain of most.
        place = int(chance.random() * len(levels))
        levels[place] = SubjectLevel.DONE
        scores[place] = _score(chance, False, ability) if taught.subjects[place].tested else None
    return Marks(YearResult.DONE, levels, scores, reached)


def _score(chance: Random, done_well: bool, ability: float) -> int:
    if done_well:
        return _SCORES_GOOD.pick(chance)
    return (_SCORES_DONE if chance.random() < ability else _SCORES_JUST).pick(chance)


def _too_good(
    levels: Sequence[SubjectLevel],
    scores: Sequence[int | None],
    reached: Sequence[TraitLevel],
) -> bool:
    return (
        SubjectLevel.DONE not in levels
        and TraitLevel.REACHED not in reached
        and all(score is None or score >= _PROMISING for score in scores)
    )
