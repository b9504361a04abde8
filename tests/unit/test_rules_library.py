"""Which pack holds when, and what it says of each grade."""

import pytest

from hocba.core.rules.basis import Confidence
from hocba.core.rules.library import all_packs, pack, pack_for
from hocba.core.rules.primary import YearTest, programme, traits
from hocba.core.terms.codes import school_year
from hocba.core.terms.levels import Completion, YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from tests.builders import TT27


class TestTheShelf:
    def test_gives_always_the_same_object_for_one_id(self) -> None:
        assert pack("tt27-2020/1") is TT27
        assert TT27 in all_packs()

    def test_refuses_an_unknown_pack(self) -> None:
        with pytest.raises(Refusal) as refused:
            pack("tt99-1999/1")

        assert refused.value.code == "rules.unknown_pack"

    @pytest.mark.parametrize(
        ("first_year", "grade"),
        [("2020-2021", 1), ("2021-2022", 2), ("2022-2023", 3), ("2023-2024", 4), ("2024-2025", 5)],
    )
    def test_takes_a_grade_in_from_its_year_of_the_roadmap(
        self, first_year: str, grade: int
    ) -> None:
        year = school_year(first_year)

        assert pack_for(year, grade) is TT27
        with pytest.raises(Refusal) as refused:
            pack_for(year.before, grade)
        assert refused.value.code == "rules.no_pack"

    def test_has_no_pack_for_a_secondary_grade(self) -> None:
        with pytest.raises(Refusal) as refused:
            pack_for(school_year("2025-2026"), 6)

        assert refused.value.code == "rules.no_pack"


class TestTheProgramme:
    # Phụ lục 1: 8 rows in grades 1 and 2, 11 in grade 3, 12 in grades 4 and 5.
    @pytest.mark.parametrize(("grade", "rows"), [(1, 8), (2, 8), (3, 11), (4, 12), (5, 12)])
    def test_has_as_many_required_rows_as_the_template(self, grade: int, rows: int) -> None:
        assert sum(row.required for row in programme(TT27, grade)) == rows

    @pytest.mark.parametrize(("grade", "tests"), [(1, 2), (2, 2), (3, 5), (4, 7), (5, 7)])
    def test_has_as_many_tests_as_the_grade_has_tested_rows(self, grade: int, tests: int) -> None:
        assert sum(row.tested for row in programme(TT27, grade)) == tests

    def test_stands_in_the_order_of_the_template(self) -> None:
        assert [row.key for row in programme(TT27, 4)] == [
            *("tieng_viet", "toan", "ngoai_ngu_1", "ls_dl", "khoa_hoc", "tin_hoc", "cong_nghe"),
            *("dao_duc", "gdtc", "am_nhac", "mi_thuat", "hdtn", "tieng_dan_toc"),
        ]

    def test_leaves_the_foreign_language_to_choice_and_untested_in_grades_1_and_2(self) -> None:
        rows = {grade: {row.key: row for row in programme(TT27, grade)} for grade in (1, 2, 3)}

        assert not rows[1]["ngoai_ngu_1"].required
        assert rows[2]["ngoai_ngu_1"].test is YearTest.NONE
        assert rows[3]["ngoai_ngu_1"].required
        assert rows[3]["ngoai_ngu_1"].tested

    def test_prints_the_two_halves_of_one_subject(self) -> None:
        labels = {row.key: (row.label, row.short) for row in programme(TT27, 3)}

        assert labels["tin_hoc"] == ("Tin học và Công nghệ (Tin học)", "Tin học")
        assert labels["am_nhac"] == ("Nghệ thuật (Âm nhạc)", "Âm nhạc")

    def test_demands_five_qualities_and_ten_competences_from_grade_3(self) -> None:
        assert [trait.group for trait in traits(TT27, 3)] == (
            ["pham_chat"] * 5 + ["nang_luc_chung"] * 3 + ["nang_luc_dac_thu"] * 7
        )
        assert all(trait.required for trait in traits(TT27, 3))

    def test_lets_two_competences_without_a_subject_stay_empty_in_grade_1(self) -> None:
        free = {trait.key for trait in traits(TT27, 1) if not trait.required}

        assert free == {"cong_nghe", "tin_hoc"}

    @pytest.mark.parametrize("ask", [programme, traits])
    def test_knows_no_grade_6(self, ask) -> None:  # type: ignore[no-untyped-def]
        with pytest.raises(Refusal) as refused:
            ask(TT27, 6)

        assert refused.value.code == "rules.no_such_grade"


class TestTheWords:
    def test_have_a_label_for_every_result(self) -> None:
        assert TT27.result_label(YearResult.WELL_DONE) == "Hoàn thành tốt"
        assert TT27.result_label(Missing.NOT_ASSESSED).startswith("Không đánh giá")
        assert {rule.result for rule in TT27.result_rules} == set(YearResult)

    def test_have_a_sentence_for_every_completion(self) -> None:
        assert set(TT27.completion.sentences) == set(Completion)
        assert TT27.completion_sentence(Completion.CLASS, 3) == "Hoàn thành chương trình lớp 3"

    def test_say_nothing_of_not_completed_for_a_pupil_who_is_not_assessed(self) -> None:
        for completion in Completion:
            sentence = TT27.completion_sentence(completion, 3, not_assessed=True)
            assert "Chưa hoàn thành" not in sentence

    def test_show_a_key_that_the_pack_does_not_know_as_it_is(self) -> None:
        assert TT27.subject_label("thien_van") == "thien_van"
        assert TT27.trait_label("yeu_nuoc") == "Yêu nước"
        assert TT27.award_label("hs_xuat_sac") == "Học sinh Xuất sắc"


class TestTheBases:
    def test_keep_what_is_not_known_apart_from_what_is(self) -> None:
        minority = next(s for s in TT27.subjects if s.key == "tieng_dan_toc")

        assert Confidence.OPEN in {basis.sure for basis in minority.basis}
        assert {b.sure for rule in TT27.result_rules for b in rule.basis} == {Confidence.SURE}

    def test_leave_the_last_result_rule_open_to_everybody(self) -> None:
        last = TT27.result_rules[-1]

        assert last.subject_levels == set(TT27.subject_level_labels)
        assert last.trait_levels == set(TT27.trait_level_labels)
        assert last.least_test == TT27.score_least
