"""Two calculations of one law, written differently, must say the same of every pupil."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.assess.agreement import agreement, first_outcome
from hocba.core.assess.marks import mark_problems
from hocba.core.assess.reasons import why_not_better
from hocba.core.assess.second import second_outcome
from hocba.core.assess.trial_pupils import trial_pupils
from hocba.core.assess.year import SubjectOutcome, Supplement, TraitOutcome, YearAssessment
from hocba.core.rules.primary import PrimaryPack
from hocba.core.terms.levels import Completion, SubjectLevel, TraitLevel, YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Weight
from tests.builders import TT27, an_assessment

_SUBJECT_KEYS = [subject.key for subject in TT27.subjects]
_TRAIT_KEYS = [trait.key for trait in TT27.traits]
_levels = st.sampled_from(["T", "T", "T", "H", "C", ""])
_shown = st.sampled_from(["T", "T", "T", "Đ", "C", ""])
_scores = st.one_of(st.integers(-1, 11), st.sampled_from(list(Missing)))

_subject_rows = st.builds(
    SubjectOutcome,
    subject=st.sampled_from(_SUBJECT_KEYS),
    level=st.sampled_from([*SubjectLevel, *Missing]),
    score=_scores,
    comment=st.sampled_from(["", "Tốt"]),
)
_trait_rows = st.builds(
    TraitOutcome,
    trait=st.sampled_from(_TRAIT_KEYS),
    level=st.sampled_from([*TraitLevel, *Missing]),
)
_supplements = st.none() | st.builds(
    Supplement,
    subjects=st.lists(_subject_rows, max_size=3).map(tuple),
    traits=st.lists(_trait_rows, max_size=3).map(tuple),
    promoted=st.sampled_from([None, True, False]),
)


@st.composite
def _nearly_good_years(draw: Any) -> YearAssessment:
    return an_assessment(
        draw(st.sampled_from(TT27.grades)),
        levels=draw(st.dictionaries(st.sampled_from(_SUBJECT_KEYS), _levels, max_size=3)),
        scores=draw(st.dictionaries(st.sampled_from(_SUBJECT_KEYS), _scores, max_size=3)),
        shown=draw(st.dictionaries(st.sampled_from(_TRAIT_KEYS), _shown, max_size=3)),
        score=draw(st.integers(4, 10)),
        supplement=draw(_supplements),
        recognised=draw(st.booleans()),
    )


_any_years = st.builds(
    YearAssessment,
    grade=st.integers(0, 6),
    subjects=st.lists(_subject_rows, max_size=15).map(tuple),
    traits=st.lists(_trait_rows, max_size=16).map(tuple),
    not_assessed_by_law=st.booleans(),
    recognised=st.booleans(),
    supplement=_supplements,
)


@given(_nearly_good_years())
def test_both_calculations_agree_near_the_boundaries(year: YearAssessment) -> None:
    assert second_outcome(year) == first_outcome(year, TT27)


@given(_any_years)
def test_both_calculations_agree_on_any_shape(year: YearAssessment) -> None:
    assert second_outcome(year) == first_outcome(year, TT27)


@given(_nearly_good_years() | _any_years)
def test_an_outcome_is_refused_exactly_when_a_mark_is_found_wrong(year: YearAssessment) -> None:
    wrong = any(finding.weight is Weight.FAILED for finding in mark_problems(year, TT27))

    assert (first_outcome(year, TT27) is None) == wrong


@given(_nearly_good_years())
def test_a_result_below_the_best_has_a_reason_and_the_best_has_none(year: YearAssessment) -> None:
    outcome = first_outcome(year, TT27)
    if outcome is None:
        return

    assert (why_not_better(year, TT27) == ()) == (outcome.result is YearResult.EXCELLENT)


def test_both_calculations_agree_on_a_hundred_thousand_pupils() -> None:
    found = agreement(TT27, pupils=100_000, chance=Random(20200904))

    assert found.disagreements == ()
    assert found.compared == sum(found.seen.values()) == 100_000
    # Agreement says little where nothing happened: every answer came up thousands of times.
    assert set(found.seen) == {
        *(result.value for result in YearResult),
        "KHONG_DANH_GIA",
        "refused",
    }
    assert min(found.seen.values()) > 1_000


def _where_one_h_passes_at_well_done() -> PrimaryPack:
    """The mistake that several public programs make."""
    allowed = frozenset({SubjectLevel.WELL_DONE, SubjectLevel.DONE})
    rules = tuple(
        replace(rule, subject_levels=allowed) if rule.result is YearResult.WELL_DONE else rule
        for rule in TT27.result_rules
    )
    return replace(TT27, result_rules=rules)


def _where_the_border_is_one_off() -> PrimaryPack:
    rules = tuple(
        replace(rule, least_test=8) if rule.result is YearResult.EXCELLENT else rule
        for rule in TT27.result_rules
    )
    return replace(TT27, result_rules=rules)


def _where_everybody_outstanding_is_titled() -> PrimaryPack:
    return replace(TT27, awards=tuple(replace(a, needs_recognition=False) for a in TT27.awards))


@pytest.mark.parametrize(
    "wrong_pack",
    [
        _where_one_h_passes_at_well_done,
        _where_the_border_is_one_off,
        _where_everybody_outstanding_is_titled,
    ],
)
def test_a_slip_in_a_pack_shows_as_a_disagreement(wrong_pack: Callable[[], PrimaryPack]) -> None:
    found = agreement(wrong_pack(), pupils=2_000, chance=Random(3))

    assert found.disagreements


def test_the_made_up_pupils_reach_every_completion_and_title() -> None:
    outcomes = [
        outcome
        for pupil in trial_pupils(TT27, count=5_000, chance=Random(7))
        if (outcome := first_outcome(pupil, TT27)) is not None
    ]

    assert {outcome.completion for outcome in outcomes} == set(Completion)
    assert {title for outcome in outcomes for title in outcome.awards} == {
        award.key for award in TT27.awards
    }


def test_the_same_seed_makes_the_same_pupils() -> None:
    first = list(trial_pupils(TT27, count=50, chance=Random(1)))

    assert first == list(trial_pupils(TT27, count=50, chance=Random(1)))
