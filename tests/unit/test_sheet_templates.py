"""Empty lists and exported tables: what a school opens, and that it reads back."""

import io
from datetime import date
from decimal import Decimal

import openpyxl

from hocba.adapters.spreadsheets.workbooks import Workbooks
from hocba.core.terms.codes import Gender
from hocba.core.terms.roles import Role
from tests.sheet_files import CONTEXT, codes, edited

BOOKS = Workbooks()


def opened(file):
    return openpyxl.load_workbook(io.BytesIO(file))


def test_an_empty_template_reads_as_a_list_without_rows():
    assert codes(BOOKS.read_pupils(BOOKS.template_pupils(CONTEXT), "x", CONTEXT)) == [
        "sheet.no_rows"
    ]
    assert codes(BOOKS.read_staff(BOOKS.template_staff(CONTEXT), "x", CONTEXT)) == ["sheet.no_rows"]


def test_a_filled_pupil_template_reads_back():
    cells = {"B6": "3A", "C6": "HS1", "D6": "Trần Thị Mẫu", "E6": "05/09/2017", "F6": "Nữ"}
    file = edited(BOOKS.template_pupils(CONTEXT), cells, sheet="HocSinh")

    (found,) = BOOKS.read_pupils(file, "x.xlsx", CONTEXT).whole()

    assert (found.class_name, found.pupil.gender) == ("3A", Gender.FEMALE)


def test_a_filled_staff_template_reads_back():
    cells = {
        "B6": "CB1",
        "C6": "Lò Thị Mẫu",
        "H6": "Giáo viên chủ nhiệm",
        "I6": "3A",
        "J6": date(2025, 9, 1),
        "L6": "QĐ 05/QĐ-THM",
    }
    file = edited(BOOKS.template_staff(CONTEXT), cells, sheet="CanBo")

    (task,) = BOOKS.read_staff(file, "x.xlsx", CONTEXT).whole()[0].appointments

    assert (task.role, task.class_name) == (Role.HOMEROOM_TEACHER, "3A")
    assert (task.from_on, task.basis) == (date(2025, 9, 1), "QĐ 05/QĐ-THM")


def test_templates_offer_the_lists_and_say_how_to_fill_in():
    book = opened(BOOKS.template_pupils(CONTEXT))

    offered = {rule.formula1 for rule in book["HocSinh"].data_validations.dataValidation}
    assert len(offered) == 5
    assert "HuongDan" in book.sheetnames
    assert book["HocSinh"].freeze_panes == "E6"


def test_a_table_keeps_kinds_of_values_and_writes_no_formula():
    rows = [["=1+1", 1234, Decimal("97.6"), date(2026, 6, 1), None]]

    page = opened(BOOKS.table_to_xlsx("Số liệu", list("ABCDE"), rows, "Cách tính"))["SoLieu"]

    assert page["A1"].value == "Số liệu"
    assert [cell.value for cell in page[3]] == list("ABCDE")
    assert page["A4"].value == "=1+1"
    assert page["A4"].data_type == "s"
    assert page["B4"].value == 1234
    assert page["C4"].value == 97.6
    assert page["D4"].value.date() == date(2026, 6, 1)
    assert page["A6"].value == "Cách tính"


def test_a_table_without_rows_is_still_a_table():
    page = opened(BOOKS.table_to_xlsx("Trống", ["A"], []))["SoLieu"]

    assert page["A3"].value == "A"
