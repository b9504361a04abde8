"""Whether two calculations of Thông tư 22/2021 agree on made-up secondary pupils."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Final

from hocba.core.assess.secondary_outcome import secondary_outcome
from hocba.core.assess.secondary_second import second_secondary
from hocba.core.assess.secondary_year import (
    SecondaryOutcome,
    SecondaryYear,
    SubjectAgain,
    SubjectTerms,
    Summer,
    Value,
)
from hocba.core.rules.secondary import SecondaryPack, SecondarySubject
from hocba.core.terms.levels import PassLevel, Promotion, Standing
from hocba.core.terms.missing import Missing

_NEAR: Final = (30, 34, 35, 49, 50, 64, 65, 79, 80, 89, 90)
"""Marks in tenths on both sides of every border of the law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryAgreement:
    """
    What a comparison found.

    seen: how many pupils had each level of learning, what followed, and each title.
    disagreements: the pupils on whom the calculations differ.
    """

    compared: int
    seen: Mapping[str, int]
    disagreements: tuple[SecondaryYear, ...]


def _score(chance: Random, usual: int) -> Decimal:
    tenths = chance.choice(_NEAR) if chance.random() < 0.2 else usual + chance.randint(0, 12)
    return Decimal(min(tenths, 100)) / 10


def _value(subject: SecondarySubject, chance: Random, usual: int) -> Value:
    if not subject.by_comment:
        return _score(chance, usual)
    return PassLevel.NOT_REACHED if chance.random() < 0.05 else PassLevel.REACHED


def _rows(pack: SecondaryPack, grade: int, chance: Random) -> Iterator[SubjectTerms]:
    usual = chance.choice((34, 50, 65, 80, 90))
    programme = pack.programme(grade)
    by_choice = [one.key for one in programme if grade in one.chosen_in]
    chosen = set(chance.sample(by_choice, pack.form(grade).choose))
    for one in programme:
        is_extra = grade in one.optional_in and chance.random() < 0.1
        if not (one.required_in(grade) or one.key in chosen or is_extra):
            continue
        if one.may_be_exempt and chance.random() < 0.05:
            none = Missing.NOT_ASSESSED
            yield SubjectTerms(subject=one.key, first=none, second=none)
            continue
        first, second = (_value(one, chance, usual) for _ in range(2))
        yield SubjectTerms(subject=one.key, first=first, second=second)


def _conduct(chance: Random) -> Standing:
    return chance.choices(list(Standing), (6, 2, 1, 1))[0]


def trial_years(pack: SecondaryPack, *, count: int, chance: Random) -> Iterator[SecondaryYear]:
    """Make up years of all grades that the rules do not refuse, before any summer."""
    for _ in range(count):
        grade = chance.choice(pack.grades)
        yield SecondaryYear(
            grade=grade,
            subjects=tuple(_rows(pack, grade, chance)),
            conduct_first=_conduct(chance),
            conduct_second=_conduct(chance),
            absences=chance.choice((0, 3, 45, 45, 46)),
        )


def _after_summer(
    year: SecondaryYear, outcome: SecondaryOutcome, pack: SecondaryPack, chance: Random
) -> SecondaryYear:
    """Give a pupil the summer that is due, mostly a good one; a year without one stays."""
    if outcome.promotion is Promotion.CONDUCT_AGAIN:
        return replace(year, summer=Summer(conduct=_conduct(chance)))
    if outcome.promotion is not Promotion.ASSESSED_AGAIN:
        return year
    again: list[SubjectAgain] = []
    for row in outcome.subjects:
        if row.year is PassLevel.NOT_REACHED:
            again.append(SubjectAgain(subject=row.subject, value=PassLevel.REACHED))
        elif isinstance(row.year, Decimal) and row.year < pack.promotion.again_below:
            again.append(SubjectAgain(subject=row.subject, value=_score(chance, 45)))
    return replace(year, summer=Summer(subjects=tuple(again)))


def _told(outcome: SecondaryOutcome) -> tuple[str, ...]:
    """Return the outcome in the words of the second calculation."""
    levels = (outcome.learning_first, outcome.learning_second, outcome.learning, outcome.conduct)
    words = [level.value for level in levels]
    years = (row.year for row in outcome.subjects)
    return (*words, outcome.promotion.value, *outcome.titles, *map(_year_told, years))


def _year_told(value: Value) -> str:
    if isinstance(value, Decimal):
        return str(int(value * 10))
    return "None" if isinstance(value, Missing) else str(value is PassLevel.REACHED)


def secondary_agreement(pack: SecondaryPack, *, pupils: int, chance: Random) -> SecondaryAgreement:
    """Compare both calculations on `pupils` made-up pupils, each with the summer due to it."""
    seen: Counter[str] = Counter()
    differing: list[SecondaryYear] = []
    for plain in trial_years(pack, count=pupils, chance=chance):
        year = _after_summer(plain, secondary_outcome(plain, pack), pack, chance)
        outcome = secondary_outcome(year, pack)
        seen.update((outcome.learning.value, outcome.promotion.value, *outcome.titles))
        if _told(outcome) != second_secondary(year):
            differing.append(year)
    return SecondaryAgreement(compared=pupils, seen=dict(seen), disagreements=tuple(differing))
