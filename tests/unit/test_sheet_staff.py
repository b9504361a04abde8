"""A staff list with assignments."""

from datetime import date

import pytest

from hocba.adapters.spreadsheets.staff import read_staff
from hocba.core.terms.people import Appointment
from hocba.core.terms.roles import Role
from tests.sheet_files import CONTEXT, a_workbook, codes, places

HEADERS = ("STT", "Mã CB", "Họ và tên", "Email", "Chức vụ", "Chủ nhiệm lớp", "Từ ngày", "Đến ngày")


def read(*rows, headers=HEADERS):
    return read_staff(a_workbook([headers, *rows]), "can-bo.xlsx", CONTEXT)


def a_row(code="CB1", **changes):
    row = {
        "STT": 1,
        "Mã CB": code,
        "Họ và tên": "Lò Thị Mẫu",
        "Email": "mau@truong.example",
        "Chức vụ": "Hiệu trưởng",
        "Chủ nhiệm lớp": None,
        "Từ ngày": "01/09/2025",
        "Đến ngày": None,
    }
    return list({**row, **changes}.values())


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("Hiệu trưởng", Role.PRINCIPAL),
        ("Phó Hiệu trưởng", Role.DEPUTY),
        ("Nhân viên văn thư", Role.CLERK),
        ("GVBM", Role.SUBJECT_TEACHER),
        ("Quản trị trường", Role.SCHOOL_ADMIN),
    ],
)
def test_a_position_gives_a_role_from_its_day(written, role):
    (member,) = read(a_row(**{"Chức vụ": written})).whole()

    assert member.appointments == (Appointment(role=role, from_on=date(2025, 9, 1)),)


def test_a_class_makes_a_teacher_its_homeroom_teacher():
    (member,) = read(a_row(**{"Chức vụ": "Giáo viên", "Chủ nhiệm lớp": "Lớp 3a"})).whole()

    assert [(a.role, a.class_name) for a in member.appointments] == [(Role.HOMEROOM_TEACHER, "3A")]


def test_two_rows_of_one_person_are_two_tasks():
    reading = read(
        a_row(**{"Chức vụ": "GVCN", "Chủ nhiệm lớp": "3A", "Đến ngày": "31/12/2025"}),
        a_row(**{"Chức vụ": "Văn thư", "Từ ngày": "01/01/2026"}),
    )

    (member,) = reading.whole()
    assert [a.role for a in member.appointments] == [Role.HOMEROOM_TEACHER, Role.CLERK]


def test_a_position_that_signs_nothing_gives_no_role_and_is_told():
    reading = read(a_row(**{"Chức vụ": "Bảo vệ"}))

    assert codes(reading) == ["sheet.position_gives_no_role"]
    assert reading.whole()[0].appointments == ()


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"Chức vụ": "GVCN"}, "Sheet1!F2", "sheet.homeroom_without_class"),
        ({"Email": "mau@"}, "Sheet1!D2", "sheet.not_an_email"),
        ({"Đến ngày": "01/08/2025"}, "Sheet1!H2", "sheet.days_reversed"),
        ({"Mã CB": None}, "Sheet1!B2", "sheet.value_missing"),
    ],
)
def test_tells_what_is_wrong_in_its_cell(changes, place, code):
    assert places(read(a_row(**changes))) == [(place, code)]


def test_one_code_of_two_persons_spoils_both():
    reading = read(a_row(), a_row(STT=2, **{"Họ và tên": "Quàng Văn Mẫu"}))

    assert places(reading) == [("Sheet1!B3", "sheet.staff_code_twice")]
    assert reading.rows == ()


def test_one_personal_number_of_two_persons_is_refused():
    headers = [*HEADERS, "CCCD"]
    reading = read(
        [*a_row("CB1"), "011185000001"],
        [*a_row("CB2", STT=2, **{"Họ và tên": "Quàng Văn Mẫu"}), "011185000001"],
        headers=headers,
    )

    assert places(reading) == [("Sheet1!I3", "sheet.personal_id_twice")]


def test_staff_codes_are_due():
    reading = read(["Lò Thị Mẫu", "mau@truong.example"], headers=["Họ tên", "Email"])

    assert codes(reading) == ["sheet.column_missing"]


class TestTeaching:
    HEADERS = ("Mã CB", "Họ và tên", "Chức vụ", "Dạy môn", "Dạy lớp", "Từ ngày")

    def taught(self, subject, classes):
        row = ["CB1", "Lò Thị Mẫu", "GVBM", subject, classes, "01/09/2025"]
        return read(row, headers=self.HEADERS)

    def test_is_each_subject_in_each_class(self):
        (member,) = self.taught("Toán; KHTN", "7A, Lớp 7b").whole()

        assert {(a.class_name, a.subject) for a in member.appointments} == {
            ("7A", "toan"),
            ("7A", "khtn"),
            ("7B", "toan"),
            ("7B", "khtn"),
        }
        assert {(a.role, a.from_on) for a in member.appointments} == {
            (Role.SUBJECT_TEACHER, date(2025, 9, 1))
        }

    def test_of_what_the_grade_does_not_have_is_told(self):
        assert codes(self.taught("Vật lí trị liệu", "7A")) == ["sheet.subject_unknown"]

    @pytest.mark.parametrize(("subject", "classes"), [("Toán", None), (None, "7A")])
    def test_needs_both_subject_and_class(self, subject, classes):
        assert codes(self.taught(subject, classes)) == ["staff.subject_due"]

    def test_keeps_a_subject_whose_name_holds_a_comma(self):
        (member,) = self.taught("Hoạt động trải nghiệm, hướng nghiệp", "9A").whole()

        assert [a.subject for a in member.appointments] == ["hdtn_hn"]
