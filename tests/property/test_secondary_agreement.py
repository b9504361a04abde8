"""TT 22 worked out another way, by hand and in tenths, must say the same of every pupil."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.assess.averages import term_average
from hocba.core.assess.learning import learning_level
from hocba.core.assess.secondary_agreement import secondary_agreement
from hocba.core.assess.secondary_outcome import secondary_outcome
from hocba.core.assess.secondary_year import (
    SecondaryYear,
    SubjectAgain,
    SubjectTerms,
    Summer,
    Value,
)
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.levels import PassLevel, Promotion, Standing
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from tests.secondary_builders import TT22, a_secondary_year

_LEVELS = ["T", "K", "Đ", "CĐ"]
_NEVER_AFTER_THE_SUMMER: Final = (
    Promotion.ASSESSED_AGAIN,
    Promotion.CONDUCT_AGAIN,
    Promotion.BY_DECISION,
    Promotion.DECISION_DUE,
)


def _tenths(value: Value) -> int | bool:
    """Return a mark in whole tenths, a level of a subject by comment as whether it is reached."""
    return int(value * 10) if isinstance(value, Decimal) else value is PassLevel.REACHED


def _by_clause_2(marks: list[int], failed: int) -> int:
    """Điều 9, khoản 2, written out once more: 0 is Tốt, 3 Chưa đạt."""
    ranked = sorted(marks, reverse=True)
    sixth = ranked[5] if len(ranked) > 5 else -1
    if failed == 0 and ranked[-1] >= 65 and sixth >= 80:
        return 0
    if failed == 0 and ranked[-1] >= 50 and sixth >= 65:
        return 1
    return 2 if failed <= 1 and ranked[-1] >= 35 and sixth >= 50 else 3


def _second_level(values: list[Value]) -> str:
    """Điều 9, khoản 3 on top: try without each subject in turn."""
    found = [_tenths(value) for value in values]
    marks = [one for one in found if not isinstance(one, bool)]
    failed = sum(one is False for one in found)
    plain = _by_clause_2(marks, failed)
    without = [_by_clause_2(marks[:at] + marks[at + 1 :], failed) for at in range(len(marks))]
    if failed:
        without.append(_by_clause_2(marks, failed - 1))
    raised = any(best <= 1 and plain - best >= 2 for best in without)
    return _LEVELS[plain - 1 if raised else plain]


_marks = st.integers(25, 100).map(lambda tenths: Decimal(tenths) / 10)
_near = st.sampled_from([Decimal(mark) for mark in ("3.4", "3.5", "4.9", "5.0", "6.4", "6.5")])
_good = st.sampled_from([Decimal(mark) for mark in ("7.9", "8.0", "8.9", "9.0")])
_passed = st.sampled_from([PassLevel.REACHED] * 5 + [PassLevel.NOT_REACHED])
_values = st.tuples(
    st.lists(_good, min_size=5, max_size=7),
    st.lists(_marks | _near, min_size=1, max_size=3),
    st.lists(_passed, min_size=3, max_size=6),
).map(lambda parts: [*parts[0], *parts[1], *parts[2]])


@given(_values)
def test_both_calculations_agree_on_the_level_of_learning(values: list[Value]) -> None:
    assert learning_level(values, TT22).value == _second_level(values)


def test_both_calculations_agree_on_four_thousand_pupils() -> None:
    found = secondary_agreement(TT22, pupils=4_000, chance=Random(20210720))

    assert found.disagreements == ()
    # Agreement says little where nothing happened: every answer came up many times.
    settled = {*Promotion} - {*_NEVER_AFTER_THE_SUMMER}
    assert set(found.seen) == {*_LEVELS, *settled, *(title.key for title in TT22.titles)}
    assert min(found.seen.values()) > 30


def _where_one_subject_alone_counts() -> SecondaryPack:
    return replace(TT22, one_subject_than=())


def _where_the_border_is_one_off() -> SecondaryPack:
    best, *others = TT22.learning
    return replace(TT22, learning=(replace(best, least=Decimal("6.4")), *others))


def _where_more_absences_are_allowed() -> SecondaryPack:
    return replace(TT22, promotion=replace(TT22.promotion, most_absences=46))


def _where_both_terms_weigh_the_same() -> SecondaryPack:
    return replace(TT22, average=replace(TT22.average, second_term_weight=1))


@pytest.mark.parametrize(
    "wrong_pack",
    [
        _where_one_subject_alone_counts,
        _where_the_border_is_one_off,
        _where_more_absences_are_allowed,
        _where_both_terms_weigh_the_same,
    ],
)
def test_a_slip_in_a_pack_shows_as_a_disagreement(wrong_pack: Callable[[], SecondaryPack]) -> None:
    assert secondary_agreement(wrong_pack(), pupils=1_000, chance=Random(3)).disagreements


@given(_values, st.integers(0, 20), st.integers(1, 10))
def test_a_better_mark_never_lowers_the_level(values: list[Value], at: int, more: int) -> None:
    where = at % len(values)
    old = values[where]
    better: Value = PassLevel.REACHED
    if isinstance(old, Decimal):
        better = min(Decimal(10), old + Decimal(more) / 10)
    raised = [*values[:where], better, *values[where + 1 :]]
    order = list(Standing)

    before, after = learning_level(values, TT22), learning_level(raised, TT22)

    assert order.index(after) <= order.index(before)


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=5), st.integers(0, 100), st.integers(0, 100)
)
def test_an_average_of_a_term_is_that_of_whole_numbers(
    regular: list[int], mid: int, final: int
) -> None:
    marks = [Decimal(tenths) / 10 for tenths in regular]
    total, count = sum(regular) + 2 * mid + 3 * final, len(regular) + 5

    found = term_average(marks, mid=Decimal(mid) / 10, final=Decimal(final) / 10, pack=TT22)

    # Half up, without any fraction: twice the sum and one more half, cut off.
    assert int(found * 10) == (2 * total + count) // (2 * count)


@st.composite
def _years(draw: Any) -> SecondaryYear:
    grade = draw(st.sampled_from(TT22.grades))
    rows = {"toan": draw(_near | _good), "ngu_van": draw(_near | _good)}
    written = {key: str(mark) for key, mark in rows.items()}
    return a_secondary_year(
        grade,
        score=str(draw(_near | _good)),
        first=written,
        second={**written, "gdtc": draw(st.sampled_from(["Đ", "CĐ"]))},
        conduct_first=draw(st.sampled_from(Standing)),
        conduct_second=draw(st.sampled_from(Standing)),
        absences=draw(st.integers(40, 50)),
    )


@given(_years())
def test_who_goes_up_reached_both_results_and_was_there(year: SecondaryYear) -> None:
    outcome = secondary_outcome(year, TT22)
    reached = [level is not Standing.NOT_REACHED for level in (outcome.learning, outcome.conduct)]
    there = year.absences is not None and year.absences <= 45

    up = {Promotion.UP, Promotion.LOWER_SECONDARY, Promotion.UPPER_SECONDARY}
    assert (outcome.promotion in up) == (all(reached) and there)
    assert (outcome.promotion is Promotion.NOT_UP) == (not any(reached) or not there)


@given(_years())
def test_a_title_is_only_for_the_best_in_both(year: SecondaryYear) -> None:
    outcome = secondary_outcome(year, TT22)
    best = outcome.learning is outcome.conduct is Standing.GOOD

    assert bool(outcome.titles) == best


_keys = st.sampled_from([subject.key for subject in TT22.subjects] + ["thien_van"])
_any_value = st.one_of(
    st.decimals(-1, 11, places=2),
    st.sampled_from([Decimal("NaN"), Decimal("8.5"), *PassLevel, *Missing]),
)
_any_standing = st.sampled_from(Standing)
_summers = st.none() | st.builds(
    Summer,
    subjects=st.lists(
        st.builds(SubjectAgain, subject=_keys, value=_marks | _passed), max_size=3
    ).map(tuple),
    conduct=st.none() | _any_standing,
)
_any_year = st.builds(
    SecondaryYear,
    grade=st.integers(4, 13),
    subjects=st.lists(
        st.builds(SubjectTerms, subject=_keys, first=_any_value, second=_any_value), max_size=16
    ).map(tuple),
    conduct_first=_any_standing | st.sampled_from(Missing),
    conduct_second=_any_standing | st.sampled_from(Missing),
    absences=st.none() | st.integers(-1, 60),
    not_assessed_by_law=st.booleans(),
    promoted=st.none() | st.booleans(),
    summer=_summers,
)


@given(_any_year | st.builds(replace, _years(), summer=_summers, absences=st.integers(-1, 60)))
def test_a_year_of_any_shape_has_an_outcome_or_every_reason_why_not(year: SecondaryYear) -> None:
    try:
        told: tuple[object, ...] = secondary_outcome(year, TT22).subjects
        due = len(year.subjects)
    except Refusal as refusal:
        told, due = refusal.findings, int(refusal.details["count"])

    assert len(told) == due
    assert told or year.not_assessed_by_law
