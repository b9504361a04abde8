"""A class's result sheet: from the template, changed as schools change it, and as flat columns."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from hocba.adapters.spreadsheets.workbooks import Workbooks
from hocba.core.assess.year import SubjectOutcome, Supplement, TraitOutcome
from hocba.core.rules.primary import programme
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.missing import Missing
from tests.builders import TT27, an_assessment
from tests.sheet_files import CONTEXT, a_workbook, an_enrolment, codes, edited, places

BOOKS = Workbooks()
ROSTER = tuple(an_enrolment(number) for number in (1, 2, 3))
KNOWN = {entry.pupil.sector_code: an_assessment(4) for entry in ROSTER}


def a_file(known=KNOWN, roster=ROSTER, grade=4, class_name="4A", context=CONTEXT):
    return BOOKS.template_year_results(
        context, grade=grade, class_name=class_name, pack=TT27, roster=roster, known=known
    )


def read(file, roster=ROSTER, grade=4, class_name="4A"):
    return BOOKS.read_year_results(
        file, "kq.xlsx", CONTEXT, grade=grade, class_name=class_name, pack=TT27, roster=roster
    )


def place_of(group, header, row=7, sheet="KetQua"):
    """Find the cell of a column by its two headers, as a person would."""
    page = openpyxl.load_workbook(io.BytesIO(a_file()))[sheet]
    above = ""
    for column in range(1, page.max_column + 1):
        above = page.cell(5, column).value or above
        below = page.cell(6, column).value
        if above == group and (below or "") == header:
            return page.cell(row, column).coordinate
    raise AssertionError((group, header))


TOAN_LEVEL = place_of("Toán", "Mức đạt được")
TOAN_SCORE = place_of("Toán", "Điểm KTĐK")
TOAN_COMMENT = place_of("Toán", "Nhận xét")
HEIGHT = place_of("Chiều cao (cm)", "")


class TestTemplate:
    def test_gives_back_what_was_written_into_it(self):
        full = replace(
            an_assessment(4),
            comments={"pham_chat": "Ngoan.\nBiết giúp bạn.", "nang_luc_chung": "Tự tin."},
            height_cm=Decimal("132.5"),
            weight_kg=Decimal(30),
            absent_excused=2,
            absent_unexcused=0,
            recognised=True,
            other_awards=("Giải nhất vẽ tranh", "Thư khen"),
        )

        reading = read(a_file({**KNOWN, "HS0002": full}))

        assert {y.sector_code: y.assessment for y in reading.whole()} == {**KNOWN, "HS0002": full}

    def test_takes_what_a_teacher_types(self):
        file = edited(
            a_file(), {TOAN_LEVEL: "h", TOAN_SCORE: 7, TOAN_COMMENT: "Cần đọc kĩ đề.", HEIGHT: 130}
        )

        year = read(file).whole()[0].assessment

        toan = next(row for row in year.subjects if row.subject == "toan")
        assert (toan.level, toan.score) == (SubjectLevel.DONE, 7)
        assert toan.comment == "Cần đọc kĩ đề."
        assert year.height_cm == 130

    @pytest.mark.parametrize("grade", [1, 2, 3, 4, 5])
    def test_has_the_rows_of_its_grade(self, grade):
        roster = (an_enrolment(1, class_name=f"{grade}A"),)
        known = {"HS0001": an_assessment(grade)}
        file = a_file(known, roster, grade, f"{grade}A")

        assert read(file, roster, grade, f"{grade}A").whole()[0].assessment == known["HS0001"]

    def test_is_locked_but_for_its_inputs(self):
        page = openpyxl.load_workbook(io.BytesIO(a_file()))["KetQua"]

        assert page.protection.sheet
        assert page["C7"].protection.locked
        assert not page[TOAN_SCORE].protection.locked
        assert page.freeze_panes == "D7"

    def test_offers_levels_from_its_catalogue(self):
        book = openpyxl.load_workbook(io.BytesIO(a_file()))
        rules = book["KetQua"].data_validations.dataValidation

        assert any(rule.type == "list" and "DanhMuc" in rule.formula1 for rule in rules)
        assert book["DanhMuc"]["A2"].value == "T"
        assert "HuongDan" in book.sheetnames

    def test_leaves_out_pupils_who_have_left(self):
        gone = (*ROSTER, an_enrolment(4, status="08"))

        reading = read(a_file(roster=gone), roster=gone)

        assert len(reading.whole()) == 3

    def test_is_the_same_bytes_each_time(self):
        assert a_file() == a_file()


class TestCells:
    @pytest.mark.parametrize(
        ("value", "code"),
        [
            (7.5, "sheet.score_not_whole"),
            ("7,5", "sheet.score_not_whole"),
            (11, "assess.score_out_of_range"),
            (-1, "assess.score_out_of_range"),
            ("giỏi", "sheet.not_a_number"),
            (date(2026, 10, 9), "sheet.not_a_number"),
            (None, "assess.score_missing"),
        ],
    )
    def test_a_wrong_score_is_told_in_its_cell(self, value, code):
        reading = read(edited(a_file(), {TOAN_SCORE: value}))

        assert places(reading) == [(f"KetQua!{TOAN_SCORE}", code)]
        assert [row.value.sector_code for row in reading.rows] == ["HS0002", "HS0003"]

    @pytest.mark.parametrize("value", [7, 7.0, "7", "7,0", "7.0", " 7 "])
    def test_a_whole_score_is_a_whole_score(self, value):
        year = read(edited(a_file(), {TOAN_SCORE: value})).whole()[0].assessment

        assert next(row.score for row in year.subjects if row.subject == "toan") == 7

    @pytest.mark.parametrize("value", ["Đ", "đ", "Ð", "D", "Đạt"])
    def test_a_level_of_traits_is_refused_in_a_subject(self, value):
        reading = read(edited(a_file(), {TOAN_LEVEL: value}))

        assert places(reading) == [(f"KetQua!{TOAN_LEVEL}", "sheet.trait_level_in_subject")]

    @pytest.mark.parametrize("value", ["Đ", "đ", "Ð", "ð", "D", "d", "Đạt", "\u0189"])
    def test_every_look_of_the_letter_d_is_reached(self, value):
        place = place_of("Những phẩm chất chủ yếu", "Yêu nước")

        year = read(edited(a_file(), {place: value})).whole()[0].assessment

        assert TraitOutcome(trait="yeu_nuoc", level=TraitLevel.REACHED) in year.traits

    def test_a_level_of_subjects_is_refused_in_a_trait(self):
        place = place_of("Những phẩm chất chủ yếu", "Yêu nước")

        assert codes(read(edited(a_file(), {place: "H"}))) == ["sheet.subject_level_in_trait"]

    def test_an_unknown_level_is_refused(self):
        assert codes(read(edited(a_file(), {TOAN_LEVEL: "G"}))) == ["sheet.not_a_level"]

    @pytest.mark.parametrize(
        ("comment", "code"),
        [
            ("a" * 5_000, "sheet.text_too_long"),
            ("Giỏi lắm 👍🏽", "sheet.character_not_allowed"),
            ("Tốt\u202e", "sheet.character_not_allowed"),
        ],
    )
    def test_a_comment_that_paper_cannot_take_is_refused(self, comment, code):
        reading = read(edited(a_file(), {TOAN_COMMENT: comment}))

        assert places(reading) == [(f"KetQua!{TOAN_COMMENT}", code)]

    @pytest.mark.parametrize(("value", "is_good"), [(130.55, False), (20, False), ("1m30", False)])
    def test_a_wrong_height_is_refused(self, value, is_good):
        assert (not read(edited(a_file(), {HEIGHT: value})).errors) is is_good

    def test_a_zero_is_taken_with_a_warning(self):
        reading = read(edited(a_file(), {TOAN_SCORE: 0}))

        assert codes(reading) == ["assess.score_zero"]
        assert len(reading.whole()) == 3


class TestWhoIsMeant:
    def test_a_pupil_of_nowhere_is_refused(self):
        assert places(read(edited(a_file(), {"B8": "HS9999"}))) == [
            ("KetQua (HS0002)", "sheet.pupil_missing"),
            ("KetQua!B8", "sheet.pupil_not_on_roster"),
        ]

    def test_a_pupil_of_the_class_who_is_missing_is_named(self):
        reading = read(a_file(roster=ROSTER[:2]))

        assert codes(reading) == ["sheet.pupil_missing"]
        assert len(reading.whole()) == 2

    def test_codes_slipped_by_a_row_are_caught_by_the_names(self):
        assert codes(read(edited(a_file(), {"B7": "HS0002", "B8": "HS0001"}))) == [
            "sheet.name_differs",
            "sheet.name_differs",
        ]

    def test_a_pupil_twice_spoils_both_rows(self):
        file = edited(a_file(), {"B8": "HS0001", "C8": ROSTER[0].pupil.full_name})

        reading = read(file)

        assert "sheet.pupil_twice" in codes(reading)
        assert [y.sector_code for y in reading.good] == ["HS0003"]

    def test_a_sheet_of_another_class_is_refused_whole(self):
        other = tuple(an_enrolment(n, class_name="4B") for n in (1, 2))

        reading = read(a_file(roster=other, class_name="4B"))

        assert "sheet.other_class" in codes(reading)
        assert reading.rows == ()

    def test_a_sheet_that_names_nobody_of_the_class_is_refused_whole(self):
        other = tuple(an_enrolment(n) for n in (7, 8))

        assert "sheet.no_pupil_of_class" in codes(read(a_file(roster=other)))

    def test_a_sheet_of_another_school_is_refused_whole(self):
        reading = read(a_file(context=replace(CONTEXT, school_code="MAU999")))

        assert reading.errors
        assert {f.code for f in reading.errors} == {"sheet.other_school"}
        assert reading.rows == ()

    def test_a_row_left_empty_is_told_once(self):
        reading = read(a_file({"HS0001": KNOWN["HS0001"], "HS0003": KNOWN["HS0003"]}))

        assert places(reading) == [("KetQua!C8", "sheet.row_not_filled")]
        assert [y.sector_code for y in reading.whole()] == ["HS0001", "HS0003"]


class TestSubjects:
    def test_khoa_hoc_in_grade_two_is_refused_once_and_spoils_its_rows(self):
        roster = tuple(an_enrolment(n, class_name="2A") for n in (1, 2))
        file = a_file({e.pupil.sector_code: an_assessment(2) for e in roster}, roster, 2, "2A")
        page = openpyxl.load_workbook(io.BytesIO(file))["KetQua"]
        free = openpyxl.utils.get_column_letter(page.max_column + 1)
        file = edited(file, {f"{free}5": "Khoa học", f"{free}6": "Mức đạt được", f"{free}7": "T"})

        reading = read(file, roster, 2, "2A")

        assert places(reading) == [(f"KetQua!{free}6", "sheet.subject_not_in_grade")]
        assert [y.sector_code for y in reading.good] == ["HS0002"]

    def test_khoa_hoc_as_a_competence_is_no_subject(self):
        place = place_of("Năng lực đặc thù", "Khoa học")

        year = read(edited(a_file(), {place: "C"})).whole()[0].assessment

        assert TraitOutcome(trait="khoa_hoc", level=TraitLevel.NEEDS_EFFORT) in year.traits

    def test_a_missing_column_is_named_and_no_row_is_taken(self):
        file = edited(a_file(), {"H5": "Môn lạ"})

        reading = read(file)

        assert {f.code for f in reading.errors} == {"sheet.column_missing"}
        assert reading.rows == ()

    def test_a_pupil_not_assessed_by_law_needs_no_levels(self):
        by_plan = replace(
            an_assessment(4),
            subjects=tuple(
                SubjectOutcome(
                    subject=row.key,
                    level=Missing.NOT_ASSESSED,
                    score=Missing.NOT_ASSESSED if row.tested else Missing.NOT_APPLICABLE,
                    comment="Theo kế hoạch giáo dục cá nhân.",
                )
                for row in programme(TT27, 4)
                if row.required
            ),
            traits=tuple(
                TraitOutcome(trait=t.trait, level=Missing.NOT_ASSESSED)
                for t in an_assessment(4).traits
            ),
            not_assessed_by_law=True,
        )

        reading = read(a_file({**KNOWN, "HS0001": by_plan}))

        assert reading.whole()[0].assessment == by_plan


class TestSummer:
    failed = an_assessment(4, levels={"toan": "C"}, scores={"toan": 3})

    def a_later(self, **changes):
        toan = SubjectOutcome(subject="toan", level=SubjectLevel.DONE, score=6)
        return replace(self.failed, supplement=Supplement(subjects=(toan,), **changes))

    def test_comes_from_its_own_sheet(self):
        known = {**KNOWN, "HS0002": self.a_later()}

        assert read(a_file(known)).whole()[1].assessment == known["HS0002"]

    def test_takes_the_principals_decision(self):
        decided = replace(
            self.failed, supplement=Supplement(promoted=False, basis="QĐ 12/QĐ-THM ngày 20/8/2026")
        )

        reading = read(a_file({**KNOWN, "HS0002": decided}))

        assert reading.whole()[1].assessment == decided

    def test_of_a_pupil_who_had_completed_is_refused_in_its_sheet(self):
        place = place_of("Toán", "Mức đạt được", sheet="DanhGiaBoSung")

        reading = read(edited(a_file(), {place: "H"}, sheet="DanhGiaBoSung"))

        assert [f.code for f in reading.errors] == ["assess.supplement_not_due"]
        assert reading.errors[0].where.startswith("DanhGiaBoSung!")
        assert [y.sector_code for y in reading.good] == ["HS0002", "HS0003"]

    def test_with_a_wrong_cell_spoils_the_pupils_row(self):
        place = place_of("Toán", "Điểm KTĐK", row=8, sheet="DanhGiaBoSung")
        known = {**KNOWN, "HS0002": self.a_later()}

        reading = read(edited(a_file(known), {place: 6.5}, sheet="DanhGiaBoSung"))

        assert places(reading) == [(f"DanhGiaBoSung!{place}", "sheet.score_not_whole")]
        assert [y.sector_code for y in reading.good] == ["HS0001", "HS0003"]


class TestForeignForms:
    def test_group_headers_may_have_lost_their_merging(self):
        book = openpyxl.load_workbook(io.BytesIO(a_file()))
        page = book["KetQua"]
        for area in list(page.merged_cells.ranges):
            page.unmerge_cells(str(area))
        content = io.BytesIO()
        book.save(content)

        reading = read(content.getvalue())

        assert [y.assessment for y in reading.whole()] == list(KNOWN.values())

    def test_pupils_without_codes_are_found_by_name_and_birth(self):
        file = edited(a_file(), {"B5": "Ghi chú"})

        reading = read(file)

        assert [y.sector_code for y in reading.whole()] == ["HS0001", "HS0002", "HS0003"]

    def test_number_codes_get_their_zeros_back(self):
        entry = an_enrolment(1)
        roster = (replace(entry, pupil=replace(entry.pupil, sector_code="0012345678")),)
        file = edited(a_file({"0012345678": an_assessment(4)}, roster), {"B7": 12345678})

        reading = read(file, roster)

        assert reading.whole()[0].sector_code == "0012345678"
        assert codes(reading) == ["sheet.leading_zeros_restored"]

    def test_a_list_without_any_results_names_every_missing_column(self):
        reading = read(a_workbook([["Mã học sinh", "Họ và tên"], ["HS0001", "Lò Thị Mẫu B"]]))

        assert set(codes(reading)) == {"sheet.column_missing"}
        assert len(reading.findings) > 20
