"""Made-up pupils near every boundary of the rules, for comparing two calculations."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random
from typing import Final

from hocba.core.assess.year import SubjectOutcome, Supplement, TraitOutcome, YearAssessment
from hocba.core.rules.primary import PrimaryPack, SubjectRow, YearTest, programme, traits
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.missing import Missing

_SCORE_BANDS: Final = ((9, 10), (7, 10), (5, 10), (0, 10))
_BAND_WEIGHTS: Final = (8, 6, 5, 2)
_NEAR_BOUNDARIES: Final = (0, 3, 4, 5, 6, 7, 8, 9, 10)
_ODD_SCORES: Final = (Missing.UNKNOWN, Missing.NOT_APPLICABLE, -1, 11, 0, 7)
_LOW: Final = frozenset({0, 1, 2, 3, 4})
_SUBJECT_LEVELS: Final = (*SubjectLevel, Missing.UNKNOWN)
_TRAIT_LEVELS: Final = (*TraitLevel, Missing.NOT_ASSESSED)


@cache
def _subject(
    subject: str, level: SubjectLevel | Missing, score: int | Missing, comment: str = ""
) -> SubjectOutcome:
    return SubjectOutcome(subject=subject, level=level, score=score, comment=comment)


@cache
def _trait(trait: str, level: TraitLevel | Missing) -> TraitOutcome:
    return TraitOutcome(trait=trait, level=level)


def _score(chance: Random, row: SubjectRow, band: tuple[int, int]) -> int | Missing:
    taken = row.test is YearTest.REQUIRED or (
        row.test is YearTest.IF_GIVEN and chance.random() < 0.5
    )
    return chance.randint(*band) if taken else Missing.NOT_APPLICABLE


def _subjects(chance: Random, rows: tuple[SubjectRow, ...]) -> list[SubjectOutcome]:
    band = chance.choices(_SCORE_BANDS, _BAND_WEIGHTS)[0]
    return [
        _subject(row.key, SubjectLevel.WELL_DONE, _score(chance, row, band))
        for row in rows
        if row.required or chance.random() < 0.3
    ]


def _nudge_subject(chance: Random, rows: list[SubjectOutcome]) -> None:
    """Change one row's level or score to another that the law allows."""
    place = chance.randrange(len(rows))
    row = rows[place]
    if isinstance(row.score, int) and chance.random() < 0.5:
        rows[place] = _subject(row.subject, row.level, chance.choice(_NEAR_BOUNDARIES))
    else:
        rows[place] = _subject(row.subject, chance.choice(_SUBJECT_LEVELS[:3]), row.score)


def _spoil_subject(chance: Random, rows: list[SubjectOutcome], all_keys: tuple[str, ...]) -> None:
    """Make one row wrong or incomplete, most often."""
    place = chance.randrange(len(rows))
    row = rows[place]
    dice = chance.random()
    if dice < 0.5:
        rows[place] = _subject(row.subject, row.level, chance.choice(_ODD_SCORES))
    elif dice < 0.8:
        comment = chance.choice(("", "Cần cố gắng hơn."))
        rows[place] = _subject(row.subject, Missing.UNKNOWN, row.score, comment)
    elif dice < 0.9:
        rows.append(_subject(chance.choice(all_keys), SubjectLevel.DONE, Missing.NOT_APPLICABLE))
    else:
        del rows[place]


def _nudge_trait(chance: Random, rows: list[TraitOutcome]) -> None:
    """Change one trait's level; now and then to none, or take the row away."""
    place = chance.randrange(len(rows))
    dice = chance.random()
    if dice < 0.9:
        rows[place] = _trait(rows[place].trait, chance.choice(_TRAIT_LEVELS[:3]))
    elif dice < 0.97:
        rows[place] = _trait(rows[place].trait, chance.choice(_TRAIT_LEVELS))
    else:
        del rows[place]


def _is_weak(row: SubjectOutcome) -> bool:
    return row.level == SubjectLevel.NOT_DONE or row.score in _LOW


def _retest(chance: Random, score: int | Missing) -> int | Missing:
    tested_again = isinstance(score, int) and chance.random() < 0.8
    return chance.randint(3, 10) if tested_again else Missing.NOT_APPLICABLE


def _supplement(
    chance: Random, subjects: list[SubjectOutcome], rows: list[TraitOutcome]
) -> Supplement:
    """Assess again what was not reached, more or less as a school would."""
    weak = [row for row in subjects if _is_weak(row)]
    again = tuple(
        _subject(
            row.subject,
            chance.choice((SubjectLevel.DONE, SubjectLevel.DONE, *_SUBJECT_LEVELS)),
            _retest(chance, row.score),
        )
        for row in weak
    )
    needing = [row for row in rows if row.level == TraitLevel.NEEDS_EFFORT]
    shown = tuple(_trait(row.trait, chance.choice(_TRAIT_LEVELS)) for row in needing)
    return Supplement(
        subjects=again if chance.random() < 0.9 else (),
        traits=shown,
        promoted=chance.choice((None, None, True, False)),
        basis="QĐ 12/QĐ-TH ngày 20/8/2026",
    )


def _pupil(chance: Random, pack: PrimaryPack, all_keys: tuple[str, ...]) -> YearAssessment:
    grade = chance.choice(pack.grades)
    subjects = _subjects(chance, programme(pack, grade))
    shown = [
        _trait(row.key, TraitLevel.GOOD)
        for row in traits(pack, grade)
        if row.required or chance.random() < 0.5
    ]
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
        _nudge_subject(chance, subjects)
    for _ in range(chance.choice((0, 0, 0, 1, 1, 2))):
        _nudge_trait(chance, shown)
    if chance.random() < 0.1:
        _spoil_subject(chance, subjects, all_keys)
    pupil = YearAssessment(
        grade=grade,
        subjects=tuple(subjects),
        traits=tuple(shown),
        recognised=chance.random() < 0.5,
    )
    weak = any(_is_weak(row) for row in subjects) or TraitLevel.NEEDS_EFFORT in {
        row.level for row in shown
    }
    if chance.random() < (0.5 if weak else 0.03):
        pupil = replace(pupil, supplement=_supplement(chance, subjects, shown))
    if chance.random() < 0.03:
        keep_rows = chance.random() < 0.2
        kept = (pupil.subjects, pupil.traits) if keep_rows else ((), ())
        pupil = replace(pupil, not_assessed_by_law=True, subjects=kept[0], traits=kept[1])
    return pupil


def trial_pupils(pack: PrimaryPack, *, count: int, chance: Random) -> Iterator[YearAssessment]:
    """
    Make up `count` pupils of all grades, most of them a step or two from a boundary.

    Some are wrong or incomplete on purpose: both calculations must refuse those.
    chance: seeded by the caller; the same seed makes the same pupils.
    """
    all_keys = (*(subject.key for subject in pack.subjects), "thien_van")
    for _ in range(count):
        yield _pupil(chance, pack, all_keys)
