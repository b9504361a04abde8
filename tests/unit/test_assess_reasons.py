"""Why a result is not one level better."""

import pytest

from hocba.core.assess.reasons import why_not_better
from hocba.core.assess.year import YearAssessment
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Refusal
from tests.builders import TT27, an_assessment


def reasons(assessment: YearAssessment) -> list[str]:
    return [f"{finding.code} @ {finding.where}" for finding in why_not_better(assessment, TT27)]


def test_the_best_result_needs_no_reason() -> None:
    assert reasons(an_assessment(5)) == []


def test_a_pupil_who_is_not_assessed_has_none() -> None:
    pupil = YearAssessment(grade=3, subjects=(), traits=(), not_assessed_by_law=True)

    assert reasons(pupil) == []


def test_one_h_in_a_minor_subject_is_what_parents_ask_about() -> None:
    (finding,) = why_not_better(an_assessment(4, levels={"khoa_hoc": "H"}), TT27)

    assert finding.where == "subjects/khoa_hoc/level"
    assert told(finding.code, finding.details) == (
        "Chưa đạt mức Hoàn thành tốt vì môn Khoa học ở mức Hoàn thành."
    )


def test_a_test_of_eight_keeps_from_the_best_result_and_nine_does_not() -> None:
    found = reasons(an_assessment(4, scores={"toan": 8, "tieng_viet": 9}))

    assert found == ["assess.held_by_test @ subjects/toan/score"]


def test_every_row_that_holds_back_is_named() -> None:
    pupil = an_assessment(
        4, levels={"toan": "C"}, scores={"toan": 3}, shown={"nhan_ai": "C", "cham_chi": "Đ"}
    )

    # Measured against Hoàn thành, the next better result: a Đ does not stand in its way.
    assert reasons(pupil) == [
        "assess.held_by_subject @ subjects/toan/level",
        "assess.held_by_test @ subjects/toan/score",
        "assess.held_by_trait @ traits/nhan_ai/level",
    ]


def test_an_incomplete_year_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        why_not_better(an_assessment(4, without=["toan"]), TT27)

    assert refused.value.code == "assess.incomplete"
