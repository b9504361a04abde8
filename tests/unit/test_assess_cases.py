"""The jurist's table, spec/rules/tt27-2020/cases.toml, run against both calculations."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hocba.core.assess.agreement import first_outcome
from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.problems import problems_of
from hocba.core.assess.second import second_outcome
from hocba.core.assess.year import SubjectOutcome, Supplement, TraitOutcome, YearAssessment
from hocba.core.terms.levels import Completion, YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from tests.builders import TT27, an_assessment, subject_level, trait_level

_TABLE = Path("spec/rules/tt27-2020/cases.toml")
_CASES: list[dict[str, Any]] = tomllib.loads(_TABLE.read_text("utf-8"))["truong_hop"]
_KNOWN_FIELDS = {
    *("ten", "can_cu", "khoi", "mon", "diem", "diem_nen", "pham_chat_nang_luc", "bo"),
    *("lop_cong_nhan", "khong_danh_gia", "bo_sung"),
    *("ket_qua", "hoan_thanh", "khen_thuong", "tu_choi", "tai", "canh_bao"),
}
_DECISIONS = {"len_lop": True, "chua_len_lop": False}


def _scores(written: Mapping[str, Any]) -> dict[str, int | Missing]:
    return {key: Missing.UNKNOWN if value == "" else value for key, value in written.items()}


def _supplement(written: Mapping[str, Any]) -> Supplement:
    levels, scores = written.get("mon", {}), _scores(written.get("diem", {}))
    return Supplement(
        subjects=tuple(
            SubjectOutcome(
                subject=key,
                level=subject_level(levels.get(key, "")),
                score=scores.get(key, Missing.NOT_APPLICABLE),
            )
            for key in dict.fromkeys([*levels, *scores])
        ),
        traits=tuple(
            TraitOutcome(trait=key, level=trait_level(level))
            for key, level in written.get("pham_chat_nang_luc", {}).items()
        ),
        promoted=_DECISIONS.get(written.get("quyet_dinh", "")),
        basis="QĐ 15/QĐ-TH ngày 25/8/2026" if "quyet_dinh" in written else "",
    )


def _assessment(case: Mapping[str, Any]) -> YearAssessment:
    not_assessed = case.get("khong_danh_gia", False)
    if case["khoi"] not in TT27.grades:
        return YearAssessment(grade=case["khoi"], subjects=(), traits=())
    named = {*case.get("mon", {}), *case.get("diem", {}), *case.get("pham_chat_nang_luc", {})}
    rows = {s.key for s in TT27.subjects} | {t.key for t in TT27.traits}
    return an_assessment(
        case["khoi"],
        levels=case.get("mon", {}),
        scores=_scores(case.get("diem", {})),
        shown=case.get("pham_chat_nang_luc", {}),
        without=rows - named if not_assessed else case.get("bo", ()),
        score=case.get("diem_nen", 10),
        recognised=case.get("lop_cong_nhan", False),
        not_assessed_by_law=not_assessed,
        supplement=_supplement(case["bo_sung"]) if "bo_sung" in case else None,
    )


def _shown(findings: tuple[Finding, ...], weight: Weight) -> list[str]:
    return sorted(f"{f.code} @ {f.where}" for f in findings if f.weight is weight)


def _result(written: str) -> YearResult | Missing:
    return Missing.NOT_ASSESSED if written == Missing.NOT_ASSESSED.value else YearResult(written)


_COMPUTED = [case for case in _CASES if "tu_choi" not in case]
_REFUSED = [case for case in _CASES if "tu_choi" in case]


def _names(cases: list[dict[str, Any]]) -> list[str]:
    return [case["ten"] for case in cases]


@pytest.mark.parametrize("case", _COMPUTED, ids=_names(_COMPUTED))
def test_a_case_has_the_outcome_that_the_table_says(case: dict[str, Any]) -> None:
    outcome = outcome_of(_assessment(case), TT27)

    assert outcome.result is _result(case["ket_qua"])
    assert outcome.completion is Completion(case["hoan_thanh"])
    assert list(outcome.awards) == case.get("khen_thuong", [])


@pytest.mark.parametrize("case", _COMPUTED, ids=_names(_COMPUTED))
def test_a_case_has_exactly_the_warnings_that_the_table_says(case: dict[str, Any]) -> None:
    findings = problems_of(_assessment(case), TT27)

    assert _shown(findings, Weight.FAILED) == []
    assert _shown(findings, Weight.WARNING) == sorted(case.get("canh_bao", []))


@pytest.mark.parametrize("case", _REFUSED, ids=_names(_REFUSED))
def test_a_refused_case_names_every_place_at_once(case: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        outcome_of(_assessment(case), TT27)

    assert refused.value.code == case["tu_choi"]
    assert _shown(refused.value.findings, Weight.FAILED) == sorted(case["tai"])


@pytest.mark.parametrize("case", _CASES, ids=_names(_CASES))
def test_the_second_calculation_agrees_on_the_case(case: dict[str, Any]) -> None:
    assessment = _assessment(case)

    assert second_outcome(assessment) == first_outcome(assessment, TT27)


def test_the_table_is_well_formed() -> None:
    names = _names(_CASES)

    assert len(names) == len(set(names)) >= 40
    assert not [case["ten"] for case in _CASES if case.keys() - _KNOWN_FIELDS]
    assert all(case["can_cu"] for case in _CASES)


def test_the_table_shows_every_result_completion_and_title() -> None:
    results = {case["ket_qua"] for case in _COMPUTED}
    completions = {case["hoan_thanh"] for case in _COMPUTED}
    titles = {title for case in _COMPUTED for title in case.get("khen_thuong", [])}

    assert results == {*(result.value for result in YearResult), Missing.NOT_ASSESSED.value}
    assert completions == {completion.value for completion in Completion}
    assert titles == {award.key for award in TT27.awards}
