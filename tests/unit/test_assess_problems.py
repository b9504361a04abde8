"""Everything wrong with one pupil's year, at once and in its place."""

import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.problems import problems_of
from hocba.core.assess.year import SubjectOutcome, Supplement, TraitOutcome, YearAssessment
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.messages import catalogue
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal, Weight
from tests.builders import TT27, an_assessment


def places(assessment: YearAssessment) -> list[str]:
    return [f"{finding.code} @ {finding.where}" for finding in problems_of(assessment, TT27)]


def commented(text: str, *, subject: str = "toan") -> YearAssessment:
    plain = an_assessment(4)
    rows = tuple(
        replace(row, comment=text) if row.subject == subject else row for row in plain.subjects
    )
    return replace(plain, subjects=rows)


@pytest.mark.parametrize("grade", TT27.grades)
def test_finds_nothing_in_a_good_year(grade: int) -> None:
    assert problems_of(an_assessment(grade), TT27) == ()


class TestRows:
    def test_found_twice_are_named(self) -> None:
        plain = an_assessment(2)
        doubled = replace(
            plain,
            subjects=(*plain.subjects, plain.subjects[0]),
            traits=(*plain.traits, plain.traits[0]),
        )

        assert places(doubled) == [
            "assess.row_twice @ subjects/tieng_viet",
            "assess.row_twice @ traits/yeu_nuoc",
        ]

    def test_of_no_subject_or_trait_are_named(self) -> None:
        strange = an_assessment(2, levels={"thien_van": "T"}, shown={"dung_cam": "T"})

        assert places(strange) == [
            "assess.subject_not_in_grade @ subjects/thien_van",
            "assess.unknown_trait @ traits/dung_cam",
        ]

    def test_of_choice_with_only_a_comment_are_half_filled(self) -> None:
        plain = an_assessment(1)
        half = SubjectOutcome(
            subject="ngoai_ngu_1", level=Missing.UNKNOWN, comment="Nói tự tin hơn."
        )

        found = places(replace(plain, subjects=(*plain.subjects, half)))

        assert found == ["assess.half_filled @ subjects/ngoai_ngu_1/level"]

    @pytest.mark.parametrize("score", [-1, 11, 100])
    def test_outside_the_scale_are_refused(self, score: int) -> None:
        found = places(an_assessment(3, scores={"toan": score}))

        assert found == ["assess.score_out_of_range @ subjects/toan/score"]

    def test_of_a_supplement_are_checked_in_their_own_place(self) -> None:
        later = Supplement(
            subjects=(
                SubjectOutcome(subject="toan", level=SubjectLevel.DONE, score=12),
                SubjectOutcome(subject="khoa_hoc", level=SubjectLevel.DONE),
            ),
            traits=(
                TraitOutcome(trait="tin_hoc", level=TraitLevel.REACHED),
                TraitOutcome(trait="dung_cam", level=TraitLevel.REACHED),
            ),
        )

        found = places(an_assessment(2, levels={"toan": "C"}, supplement=later))

        assert found == [
            "assess.subject_not_in_grade @ supplement/subjects/khoa_hoc",
            "assess.unknown_trait @ supplement/traits/dung_cam",
            "assess.score_out_of_range @ supplement/subjects/toan/score",
            "assess.supplement_of_absent_row @ supplement/subjects/khoa_hoc",
            "assess.supplement_of_absent_row @ supplement/traits/tin_hoc",
            "assess.supplement_of_absent_row @ supplement/traits/dung_cam",
        ]


class TestDecisions:
    def test_without_number_and_date_are_warned_of(self) -> None:
        decided = an_assessment(2, levels={"toan": "C"}, supplement=Supplement(promoted=True))

        assert places(decided) == ["assess.decision_without_basis @ supplement/basis"]

    def test_of_the_class_lead_nowhere_for_a_pupil_who_is_not_assessed(self) -> None:
        pupil = YearAssessment(
            grade=3, subjects=(), traits=(), not_assessed_by_law=True, recognised=True
        )

        assert places(pupil) == ["assess.recognised_below @ recognised"]

    def test_keep_levels_away_from_a_pupil_who_is_not_assessed(self) -> None:
        later = Supplement(
            subjects=(SubjectOutcome(subject="toan", level=Missing.NOT_ASSESSED, score=5),),
            traits=(TraitOutcome(trait="nhan_ai", level=TraitLevel.GOOD),),
        )
        pupil = YearAssessment(
            grade=3, subjects=(), traits=(), not_assessed_by_law=True, supplement=later
        )

        assert places(pupil) == [
            "assess.not_assessed_has_levels @ subjects/toan",
            "assess.not_assessed_has_levels @ traits/nhan_ai",
        ]


class TestWords:
    @pytest.mark.parametrize(
        "text",
        [
            "Nắm chắc kiến thức, làm bài cẩn thận; cần đọc kĩ đề hơn.",
            "Em “tiến bộ” rõ – rất đáng khen…",
            unicodedata.normalize("NFD", "Nắm chắc kiến thức."),
            "Dòng một\nDòng hai",
            "Biết đọc chữ 𡨸喃",  # Nôm stands outside the first plane and is no picture
        ],
    )
    def test_of_a_teacher_pass(self, text: str) -> None:
        assert places(commented(text)) == []

    @pytest.mark.parametrize(
        "text", ["Giỏi lắm 👍", "Ngoan ⭐", "a\x07b", "a\ue000b", "Tốt\u200f☺"]
    )
    def test_that_cannot_be_printed_are_refused(self, text: str) -> None:
        assert places(commented(text)) == ["assess.unprintable @ subjects/toan/comment"]

    def test_beyond_the_limit_are_refused_and_at_the_limit_taken(self) -> None:
        limit = TT27.comment_subject_chars

        assert places(commented("a" * limit)) == []
        assert places(commented("a" * 5000)) == ["assess.comment_too_long @ subjects/toan/comment"]

    def test_are_checked_in_groups_supplement_and_awards(self) -> None:
        later = Supplement(
            subjects=(
                SubjectOutcome(subject="toan", level=SubjectLevel.DONE, score=6, comment="👍"),
            )
        )
        told = an_assessment(
            2,
            levels={"toan": "C"},
            comments={"pham_chat": "a" * 5000, "hanh_kiem": "Tốt"},
            other_awards=("Giải nhất cờ vua", "👍"),
            supplement=later,
        )

        assert places(told) == [
            "assess.comment_too_long @ comments/pham_chat",
            "assess.unknown_comment_group @ comments/hanh_kiem",
            "assess.unprintable @ supplement/subjects/toan/comment",
            "assess.unprintable @ other_awards/1",
        ]

    def test_do_not_hold_the_outcome_back(self) -> None:
        assert outcome_of(commented("👍"), TT27) == outcome_of(an_assessment(4), TT27)


class TestMeasures:
    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ({"height_cm": Decimal("131.5"), "weight_kg": Decimal("28")}, []),
            ({"height_cm": Decimal("131.50")}, []),
            ({"height_cm": Decimal("131.55")}, ["assess.measure_not_real @ height_cm"]),
            ({"weight_kg": Decimal("-3")}, ["assess.measure_not_real @ weight_kg"]),
            ({"weight_kg": Decimal("NaN")}, ["assess.measure_not_real @ weight_kg"]),
            ({"height_cm": Decimal("13.1")}, ["assess.measure_not_plausible @ height_cm"]),
            ({"absent_excused": 0, "absent_unexcused": 250}, []),
            ({"absent_excused": -1}, ["assess.days_negative @ absent_excused"]),
            ({"absent_unexcused": 251}, ["assess.measure_not_plausible @ absent_unexcused"]),
        ],
    )
    def test_are_taken_or_named(self, changes: dict[str, Any], found: list[str]) -> None:
        assert places(an_assessment(3, **changes)) == found

    def test_that_are_only_unusual_weigh_as_a_warning(self) -> None:
        (finding,) = problems_of(an_assessment(3, height_cm=Decimal(400)), TT27)

        assert finding.weight is Weight.WARNING


class TestRefusals:
    def test_carry_no_warnings(self) -> None:
        with pytest.raises(Refusal) as refused:
            outcome_of(an_assessment(3, scores={"toan": 0, "tieng_viet": 11}), TT27)

        assert [finding.code for finding in refused.value.findings] == ["assess.score_out_of_range"]

    def test_have_texts_for_every_code(self) -> None:
        codes = [code for code in catalogue() if code.startswith(("assess.", "rules."))]

        assert len(codes) == 32
