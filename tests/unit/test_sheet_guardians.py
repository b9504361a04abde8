"""A list of guardians, as schools really hold them; and any list as text."""

import unicodedata
from codecs import BOM_UTF8
from datetime import date

import pytest

from hocba.adapters.spreadsheets.grid import grids
from hocba.adapters.spreadsheets.guardians import read_guardians
from hocba.adapters.spreadsheets.pupils import read_pupils
from hocba.adapters.spreadsheets.template_lists import template_guardians
from hocba.core.compose.families import Kin
from hocba.core.terms.outcomes import Refusal
from tests.sheet_files import CONTEXT, a_workbook, an_enrolment, edited, places

ROSTER = [an_enrolment(1), an_enrolment(2)]
HEADERS = (
    *("STT", "Mã\nhọc sinh", "Họ tên HS", "Quan hệ", "Họ và tên PH", "Số CCCD\nphụ huynh"),
    *("Giấy tờ", "Từ ngày", "Đến ngày"),
)


def a_row(**changes):
    row = {
        "STT": 1,
        "code": "HS0001",
        "pupil": "Lò Thị Mẫu B",
        "kin": "Mẹ",
        "name": "Lò Thị Mẹ",
        "number": 11185000321,
        "basis": "GKS 12/2016",
        "from": "05/09/2025",
        "until": None,
    }
    return list({**row, **changes}.values())


def read(*rows, headers=HEADERS):
    file = a_workbook([["DANH SÁCH PHỤ HUYNH"], headers, *rows])
    return read_guardians(file, "giam-ho.xlsx", CONTEXT, ROSTER)


def test_a_row_is_read_with_a_number_as_a_number_and_a_day_as_text():
    (found,) = read(a_row()).rows
    told = found.value.standing
    assert (told.kin, told.name, told.number) == (Kin.MOTHER, "Lò Thị Mẹ", "011185000321")
    # Born on 02/03/2016: the day before the eighteenth birthday.
    assert (told.from_on, told.until_on) == (date(2025, 9, 5), date(2034, 3, 1))
    assert [each.code for each in found.findings] == ["sheet.leading_zeros_restored"]


def test_marks_apart_are_the_same_words():
    headers = [unicodedata.normalize("NFD", each).upper() for each in HEADERS]
    apart = {
        name: unicodedata.normalize("NFD", a_row()[at]) for name, at in (("kin", 3), ("name", 4))
    }
    (found,) = read(a_row(**apart), headers=headers).rows
    assert found.value.standing.name == "Lò Thị Mẹ"


def test_everything_wrong_is_told_at_once_with_its_place():
    reading = read(
        a_row(kin="Hàng xóm", number="123"),
        a_row(code="HS0009", basis=None),
        a_row(pupil="Ai Khác", number="011185000777"),
        a_row(number=None, until="01/09/2025", **{"from": "31/02/2026"}),
        a_row(number="011317000001"),
        a_row(number="011185000555", until="01/09/2025"),
    )
    assert reading.rows == ()
    assert set(places(reading)) == {
        ("Sheet1!D3", "sheet.not_in_list"),
        ("Sheet1!F3", "code.not_a_personal_id"),
        ("Sheet1!B4", "sheet.pupil_not_on_roster"),
        ("Sheet1!F4", "sheet.leading_zeros_restored"),
        ("Sheet1!G4", "family.basis_due"),
        ("Sheet1!C5", "sheet.name_differs"),
        ("Sheet1!F6", "sheet.value_missing"),
        ("Sheet1!H6", "sheet.date_not_real"),
        ("Sheet1!F7", "family.number_of_pupil"),
        ("Sheet1!I8", "family.period_backwards"),
    }


def test_one_person_twice_for_one_pupil_is_told_and_two_parents_are_not():
    twice = read(a_row(), a_row(number="011185000321", name="Lò Thị Mẹ Hai"))
    assert ("Sheet1!F4", "sheet.guardian_twice") in places(twice)
    assert twice.rows == ()
    both = read(a_row(), a_row(kin="Bố", name="Lò Văn Bố", number="011185000999"))
    assert len(both.rows) == 2


def test_the_template_has_the_pupils_and_what_is_left_blank_is_nobody():
    empty = template_guardians(CONTEXT, ROSTER)
    file = edited(
        empty,
        {"E6": "Cha", "F6": "Lò Văn Bố", "G6": "011185000999", "H6": "GKS 12/2016"},
        sheet="GiamHo",
    )
    reading = read_guardians(file, "giam-ho.xlsx", CONTEXT, ROSTER)
    assert [row.value.sector_code for row in reading.rows] == ["HS0001"]
    assert [code for _, code in places(reading)] == []


class TestText:
    LINES = 'STT;Lớp;Mã học sinh;Họ và tên;Ngày sinh\r\n1;4A;HS1;"Lò;Thị\nMẫu";05/09/2016\r\n'

    @pytest.mark.parametrize(
        "file",
        [
            LINES.encode(),
            BOM_UTF8 + LINES.encode(),
            LINES.replace(";", "\t").encode("utf-16"),
            LINES.replace("Lò;", "Lò ").replace(";", ",").encode(),
        ],
    )
    def test_is_read_whatever_separates_its_cells(self, file):
        (grid,) = grids(file)
        assert grid.rows[1][2] == "HS1"
        (row,) = read_pupils(file, "hoc-sinh.csv", CONTEXT).rows
        assert row.value.pupil.born_on == date(2016, 9, 5)

    def test_in_an_old_encoding_is_refused_and_never_guessed(self):
        with pytest.raises(Refusal) as refused:
            grids(self.LINES.encode("cp1258", "replace"))
        assert refused.value.code == "sheet.text_not_unicode"
