"""A pupil list: every kind of cell, and every wrong one told with its place."""

import unicodedata
from datetime import date

import pytest

from hocba.adapters.spreadsheets.pupils import read_pupils
from hocba.core.terms.codes import Gender
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal, Weight
from tests.sheet_files import (
    CONTEXT,
    PUPIL_HEADERS,
    a_pupil_list,
    a_pupil_row,
    a_workbook,
    codes,
    places,
)


def read(file):
    return read_pupils(file, "danh-sach.xlsx", CONTEXT)


def read_one(**changes):
    """Read a list of one pupil with some cells changed."""
    return read(a_pupil_list(a_pupil_row(**changes)))


def read_with(header, value):
    """Read a list of one pupil with one more column."""
    return read(a_pupil_list([*a_pupil_row(), value], headers=[*PUPIL_HEADERS, header]))


class TestHeaders:
    def test_are_found_below_merged_titles_whatever_their_order(self):
        headers, row = list(PUPIL_HEADERS)[::-1], a_pupil_row()[::-1]
        file = a_workbook(
            [["DANH SÁCH HỌC SINH"], ["Năm học 2025-2026"], [], headers, row], merged=["A1:G1"]
        )

        assert read(file).whole()[0].pupil.full_name == "Trần Thị Mẫu"

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_match_through_line_breaks_capitals_and_both_unicode_forms(self, form):
        headers = [unicodedata.normalize(form, h.upper().replace(" ", "\n")) for h in PUPIL_HEADERS]

        assert len(read(a_pupil_list(a_pupil_row(), headers=headers)).whole()) == 1

    def test_that_mean_nothing_are_told_as_ignored(self):
        reading = read_with("Số con trong gia đình", "2")

        assert reading.ignored_headers == ("Số con trong gia đình",)
        assert reading.headers["Họ và tên"] == "full_name"

    def test_missing_ones_are_all_named_and_no_row_is_taken(self):
        reading = read(a_pupil_list(["HS1", "An Thị B"], headers=["Mã học sinh", "Họ và tên"]))

        assert codes(reading) == ["sheet.column_missing", "sheet.column_missing"]
        assert {f.details["column"] for f in reading.findings} == {"Ngày sinh", "Lớp"}
        assert reading.rows == ()

    def test_two_columns_of_one_name_and_other_values_are_refused(self):
        reading = read_with("Ngày sinh", "06/09/2017")

        assert codes(reading) == ["sheet.header_twice"]
        assert reading.rows == ()

    def test_of_a_sheet_without_a_list_are_not_guessed(self):
        assert codes(read(a_workbook([["Kính gửi"], ["..."]]))) == ["sheet.no_list"]

    def test_a_list_without_rows_is_told(self):
        assert codes(read(a_pupil_list())) == ["sheet.no_rows"]


class TestRows:
    def test_blank_repeated_and_numbering_rows_are_ignored(self):
        numbering = [f"({n})" for n in range(1, 8)]
        file = a_pupil_list(
            numbering, a_pupil_row(1), PUPIL_HEADERS, [], a_pupil_row(2, STT=2), [None] * 7
        )

        reading = read(file)

        assert [row.number for row in reading.rows] == [3, 6]
        assert reading.findings == () or not reading.errors

    def test_signatures_below_the_list_are_no_pupils(self):
        file = a_pupil_list(a_pupil_row(), [], [None, None, None, "Người lập biểu"], ["Tổng số: 1"])

        assert len(read(file).whole()) == 1

    def test_text_between_pupils_is_told(self):
        file = a_pupil_list(a_pupil_row(1), [None, "Ghi chú: mới về"], a_pupil_row(2))

        assert places(read(file)) == [("Sheet1!B3", "sheet.row_ignored")]

    def test_class_rows_give_the_class_of_new_pupils_without_codes(self):
        headers = ["STT", "Họ và tên", "Ngày sinh", "Nữ", "Số CCCD", "K.tật"]
        file = a_workbook(
            [
                ["DANH SÁCH HỌC SINH LỚP 1"],
                headers,
                ["LỚP 1A"],
                [1, "Lò Văn Mẫu", "01/02/2019", None, None, None],
                ["LỚP 1B (1 học sinh)"],
                [1, "Quàng Thị Mẫu", "03/04/2019", "x", "011319123456", "x"],
            ]
        )

        reading = read(file)

        assert [(e.class_name, e.grade) for e in reading.whole()] == [("1A", 1), ("1B", 1)]
        assert [e.pupil.gender for e in reading.good] == [Gender.MALE, Gender.FEMALE]
        assert [e.disability for e in reading.good] == [None, "06"]
        assert codes(reading).count("sheet.temporary_code") == 2
        assert reading.good == read(file).good

    def test_the_good_rows_can_be_taken_from_a_file_with_errors(self):
        reading = read(a_pupil_list(a_pupil_row(1), a_pupil_row(2, **{"Ngày sinh": "31/02/2017"})))

        assert [e.pupil.sector_code for e in reading.good] == ["HS0001"]
        assert reading.bad_rows == (3,)
        with pytest.raises(Refusal) as caught:
            reading.whole()
        assert caught.value.code == "sheet.has_errors"
        assert caught.value.findings == reading.findings

    def test_every_error_of_a_file_comes_at_once(self):
        file = a_pupil_list(
            a_pupil_row(1, **{"Họ và tên": None, "Ngày sinh": "31/02/2017"}),
            a_pupil_row(2, **{"Giới tính": "Nử", "Số định danh": "12"}),
        )

        assert places(read(file)) == [
            ("Sheet1!D2", "sheet.value_missing"),
            ("Sheet1!E2", "sheet.date_not_real"),
            ("Sheet1!G3", "code.not_a_personal_id"),
        ]


class TestDates:
    @pytest.mark.parametrize(
        "written",
        [
            date(2017, 9, 5),
            "05/09/2017",
            "5/9/2017",
            "5-9-2017",
            "05.09.2017",
            "2017-09-05",
            "2017-09-05 00:00:00",
            "ngày 5 tháng 9 năm 2017",
            "'05/09/2017",
        ],
    )
    def test_are_read_as_people_write_them(self, written):
        reading = read_one(**{"Ngày sinh": written})

        assert reading.whole()[0].pupil.born_on == date(2017, 9, 5)
        assert reading.warnings == ()

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("5/9/17", "sheet.date_short_year"),
            ("42983", "sheet.date_from_number"),
            (42983, "sheet.date_from_number"),
        ],
    )
    def test_doubtful_ones_are_read_with_a_warning(self, written, code):
        reading = read_one(**{"Ngày sinh": written})

        assert reading.whole()[0].pupil.born_on == date(2017, 9, 5)
        assert codes(reading) == [code]

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("31/02/2017", "sheet.date_not_real"),
            ("09/13/2017", "sheet.date_not_real"),
            ("2017", "sheet.date_incomplete"),
            ("9/2017", "sheet.date_incomplete"),
            ("hôm qua", "sheet.date_not_understood"),
            (True, "sheet.date_not_understood"),
            ("05/09/2027", "sheet.date_out_of_range"),
            (None, "sheet.value_missing"),
        ],
    )
    def test_wrong_ones_are_refused_in_their_cell(self, written, code):
        assert places(read_one(**{"Ngày sinh": written})) == [("Sheet1!E2", code)]


class TestPersonalNumber:
    def test_gets_the_zeros_back_that_excel_took(self):
        reading = read_one(**{"Số định danh": 11317000001})

        assert reading.whole()[0].pupil.personal_id == "011317000001"
        assert codes(reading) == ["sheet.leading_zeros_restored"]

    @pytest.mark.parametrize("written", ["113170001", 12345678, "01131700000A", 1234567890123])
    def test_is_refused_where_it_is_not_clear(self, written):
        assert codes(read_one(**{"Số định danh": written})) == ["code.not_a_personal_id"]

    @pytest.mark.parametrize("written", [None, "Chưa có"])
    def test_may_be_missing(self, written):
        assert read_one(**{"Số định danh": written}).good[0].pupil.personal_id is Missing.UNKNOWN

    def test_is_not_due_of_a_foreign_pupil(self):
        row = [*a_pupil_row(**{"Số định danh": None}), "Lào"]
        reading = read(a_pupil_list(row, headers=[*PUPIL_HEADERS, "Quốc tịch"]))

        assert reading.good[0].pupil.nationality == "LA"
        assert reading.good[0].pupil.personal_id is Missing.NOT_APPLICABLE

    def test_that_disagrees_with_the_birth_is_only_doubted(self):
        reading = read_one(**{"Số định danh": "001199000001"})

        assert {f.weight for f in reading.findings} == {Weight.WARNING}
        assert len(reading.good) == 1


class TestWords:
    @pytest.mark.parametrize(("written", "code"), [("Nam", "1"), ("nữ", "2"), (2, "2"), ("1", "1")])
    def test_of_gender(self, written, code):
        assert read_one(**{"Giới tính": written}).good[0].pupil.gender == Gender(code)

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("Kinh", "01"),
            (1, "01"),
            ("H'Mông", "08"),
            ("Mông", "08"),
            ("Khơ me", "05"),
            ("KHƠ-ME", "05"),
            ("Ê đê", "12"),
            ("Tày", "02"),
            ("Thái", "03"),
        ],
    )
    def test_of_ethnic_groups_in_their_spellings(self, written, code):
        assert read_with("Dân tộc", written).whole()[0].pupil.ethnic_code == code

    @pytest.mark.parametrize(
        ("header", "value", "field", "code"),
        [
            ("Trạng thái HS", "Chuyển đi kỳ 1", "status", "04"),
            ("Trạng thái", "1", "status", "01"),
            ("Loại khuyết tật", "Nghe, nói", "disability", "02"),
            ("Khuyết tật", "Không", "disability", None),
        ],
    )
    def test_of_status_and_disability(self, header, value, field, code):
        assert getattr(read_with(header, value).whole()[0], field) == code

    @pytest.mark.parametrize("header", ["Dân tộc", "Trạng thái", "Quốc tịch", "Loại khuyết tật"])
    def test_outside_a_list_are_refused(self, header):
        assert places(read_with(header, "Xyz")) == [("Sheet1!H2", "sheet.not_in_list")]


class TestNames:
    def test_have_one_form_whatever_the_keyboard(self):
        name = unicodedata.normalize("NFD", "Nguyễn  Thị\u00a0Ổn\u200b ")

        reading = read_one(**{"Họ và tên": name})

        assert reading.whole()[0].pupil.full_name == "Nguyễn Thị Ổn"
        assert reading.findings == ()

    @pytest.mark.parametrize(
        ("name", "told"),
        [("Trần 😀 Mẫu", "U+1F600"), ("Trần \x07 Mẫu", "U+0007"), ("Trần \u202e Mẫu", "U+202E")],
    )
    def test_with_what_paper_cannot_show_are_refused_naming_it(self, name, told):
        found = read_one(**{"Họ và tên": name}).findings

        assert [f.code for f in found] == ["sheet.character_not_allowed"]
        assert told in found[0].details["character"]

    @pytest.mark.parametrize("name", ["12345", "Trần Văn 2", "---"])
    def test_are_no_figures(self, name):
        assert codes(read_one(**{"Họ và tên": name})) == ["sheet.not_a_name"]

    def test_in_two_columns_are_joined(self):
        headers = ["Lớp", "Mã HS", "Họ đệm", "Tên", "Ngày sinh"]
        row = ["3A", "HS1", "Trần Thị", "Mẫu", "05/09/2017"]

        assert read(a_workbook([headers, row])).whole()[0].pupil.full_name == "Trần Thị Mẫu"


class TestDoubles:
    def test_one_personal_number_of_two_pupils_spoils_both(self):
        same = {"Số định danh": "011317000001"}
        reading = read(a_pupil_list(a_pupil_row(1, **same), a_pupil_row(2, **same)))

        assert ("Sheet1!G3", "sheet.personal_id_twice") in places(reading)
        assert reading.findings[-1].details["first"] == "Sheet1!G2" or reading.rows == ()
        assert reading.bad_rows == (2, 3)

    def test_one_pupil_in_two_classes(self):
        rows = (a_pupil_row(1), a_pupil_row(1, STT=2, Lớp="3B"))

        reading = read(a_pupil_list(*rows))

        assert ("Sheet1!B3", "sheet.pupil_in_two_classes") in places(reading)
        assert reading.rows == ()

    def test_one_pupil_twice_in_a_class(self):
        reading = read(a_pupil_list(a_pupil_row(1), a_pupil_row(1, STT=2, Lớp="Lớp 3a")))

        assert ("Sheet1!C3", "sheet.pupil_twice") in places(reading)


class TestClassAndSchool:
    @pytest.mark.parametrize(
        ("written", "name"), [("Lớp 3a", "3A"), ("3 A2", "3A2"), ("3/1", "3/1"), (3, "3")]
    )
    def test_class_names_have_one_form(self, written, name):
        found = read_one(Lớp=written).whole()[0]

        assert (found.class_name, found.grade) == (name, 3)

    def test_a_class_of_another_level_is_refused(self):
        assert codes(read_one(Lớp="6A")) == ["sheet.grade_not_here"]

    def test_a_class_without_a_figure_needs_its_grade(self):
        assert codes(read_one(Lớp="Hoa Mai")) == ["sheet.grade_unknown"]
        row = [*a_pupil_row(Lớp="Hoa Mai"), "Khối 3"]
        assert read(a_pupil_list(row, headers=[*PUPIL_HEADERS, "Khối"])).whole()[0].grade == 3

    def test_a_grade_that_differs_from_the_class_is_refused(self):
        assert codes(read_with("Khối", "4")) == ["sheet.grade_differs"]

    @pytest.mark.parametrize(
        "title", [["Mã trường: MAU999"], ["Mã trường", "MAU999"], ["MÃ TRƯỜNG: mau999"]]
    )
    def test_a_list_of_another_school_is_refused_whole(self, title):
        reading = read(a_workbook([title, [], PUPIL_HEADERS, a_pupil_row()]))

        assert codes(reading) == ["sheet.other_school"]
        assert reading.rows == ()

    def test_a_school_column_counts_too(self):
        reading = read_with("Mã trường", "MAU999")

        assert codes(reading) == ["sheet.other_school"]
        assert reading.rows == ()

    def test_a_list_of_another_year_is_refused_whole(self):
        reading = read(a_workbook([["NĂM HỌC 2024 - 2025"], PUPIL_HEADERS, a_pupil_row()]))

        assert codes(reading) == ["sheet.other_year"]
