"""Spreadsheets as schools really hold them: exports of the sector database, with their mess."""

import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from random import Random
from typing import Any, Final

import xlsxwriter

from hocba.adapters.spreadsheets.result_columns import SUBJECTS, TRAITS
from hocba.adapters.spreadsheets.result_values import year_values
from hocba.adapters.spreadsheets.words import coded_words
from hocba.adapters.spreadsheets.workbooks import Workbooks
from hocba.core.assess.any_year import AnyYear
from hocba.core.assess.year import YearAssessment
from hocba.core.rules.library import AnyPack, secondary_label
from hocba.core.rules.primary import PrimaryPack, programme, traits
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Appointment, Enrolment, Pupil, StaffMember
from hocba.ports.spreadsheets import SheetContext

_NOTE: Final = "DỮ LIỆU MẪU, KHÔNG CÓ NGƯỜI THẬT"
_EXCEL_ZERO: Final = date(1899, 12, 30)
_CATALOGUES: Final = ("gender", "pupil_status", "disability", "ethnic_groups", "nationality")
_PUPIL_HEADERS: Final = (
    "STT",
    "Mã lớp",
    "Mã học\nsinh",
    "Họ tên",
    "Ngày sinh",
    "Giới tính",
    "Trạng thái\nHS",
    "Ngày nhập\ntrạng thái",
    "Dân tộc",
    "Quốc tịch",
    "Loại\nkhuyết tật",
    "Số định danh\ncá nhân",
    "Tổ/Thôn/Xóm (Theo quê quán)",
    "Nơi sinh\nchi tiết",
    "Chỗ ở hiện nay",
    "Số điện thoại liên hệ",
    "Họ tên cha",
    "Nghề nghiệp cha",
    "Họ tên mẹ",
    "Nghề nghiệp mẹ",
    "Họ tên người\ngiám hộ",
    "Nghề nghiệp người\ngiám hộ",
    "Điểm trường",
)
_STAFF_HEADERS: Final = (
    "STT",
    "Mã cán bộ",
    "Họ và\ntên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD",
    "Email",
    "Trạng thái CB",
    "Chức vụ",
    "Chủ nhiệm\nlớp",
    "Dạy môn",
    "Dạy lớp",
    "Từ ngày",
    "Đến ngày",
    "Số quyết\nđịnh",
    "Trình độ tin học",
)
_HEADERS_AGAIN_AFTER: Final = 40


class _Mess:
    """A sheet being written, with the irregularities that a seed gives."""

    def __init__(self, title: str, headers: Sequence[str], seed: int) -> None:
        self.chance = Random(seed)
        self._bytes = io.BytesIO()
        self._book: Any = xlsxwriter.Workbook(self._bytes, {"in_memory": True})
        self._book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
        self._day = self._book.add_format({"num_format": "dd/mm/yyyy"})
        self._sheet = self._book.add_worksheet("Sheet1")
        self._headers = headers
        bold = self._book.add_format({"bold": True, "text_wrap": True})
        self._sheet.merge_range(0, 0, 0, len(headers) - 1, f"{title} - {_NOTE}", bold)
        self._row = 2
        self.write_headers()

    def write_headers(self) -> None:
        for column, header in enumerate(self._headers):
            self._sheet.write_string(self._row, column, self.unsettled(header))
        self._row += 1

    def unsettled(self, text: str) -> str:
        """Return the text in one of the two Unicode forms, sometimes with stray spaces."""
        if self.chance.random() < 0.3:
            text = unicodedata.normalize("NFD", text)
        return f"{text} " if self.chance.random() < 0.1 else text

    def write(self, values: Sequence[str | int | date | None]) -> None:
        for column, value in enumerate(values):
            self._write(column, value)
        self._row += 1

    def _write(self, column: int, value: str | int | date | None) -> None:
        if isinstance(value, date):
            self._write_day(column, value)
        elif isinstance(value, int):
            self._sheet.write_number(self._row, column, value)
        elif value:
            self._sheet.write_string(self._row, column, self.unsettled(value))

    def _write_day(self, column: int, day: date) -> None:
        kind = self.chance.random()
        if kind < 0.6:
            text = f"{day.day:02d}/{day.month:02d}/{day.year}"
            self._sheet.write_string(self._row, column, text)
        elif kind < 0.95:
            moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day has no zone
            self._sheet.write_datetime(self._row, column, moment, self._day)
        else:
            self._sheet.write_number(self._row, column, (day - _EXCEL_ZERO).days)

    def as_number(self, digits: str) -> str | int:
        """Return a code as Excel makes it now and then: a number, its zeros in front lost."""
        return int(digits) if self.chance.random() < 0.2 else digits

    def skip(self) -> None:
        self._row += 1

    def finished(self) -> bytes:
        self._sheet.write_blank(self._row + 12, 0, None, self._day)
        for name in _CATALOGUES:
            sheet = self._book.add_worksheet(f"DM_{name}")
            for row, (code, words) in enumerate(coded_words(name).items()):
                sheet.write_string(row, 0, code)
                sheet.write_string(row, 1, words[0])
        self._book.close()
        return self._bytes.getvalue()


def messy_pupil_list(enrolments: Sequence[Enrolment], seed: int) -> bytes:
    """Write a pupil list as the sector database exports it and a school then opens in Excel."""
    mess = _Mess("DANH SÁCH HỌC SINH", _PUPIL_HEADERS, seed)
    for number, entry in enumerate(enrolments, 1):
        mess.write(_pupil_row(mess, number, entry))
        if number % _HEADERS_AGAIN_AFTER == 0:
            mess.skip()
            mess.write_headers()
    return mess.finished()


def _pupil_row(mess: _Mess, number: int, entry: Enrolment) -> list[str | int | date | None]:
    pupil = entry.pupil
    return [
        number,
        mess.chance.choice((entry.class_name, f"Lớp {entry.class_name}")),
        pupil.sector_code,
        pupil.full_name,
        pupil.born_on,
        _word("gender", pupil.gender.value),
        _word("pupil_status", entry.status),
        entry.status_on,
        _word("ethnic_groups", pupil.ethnic_code),
        mess.chance.choice((pupil.nationality, _word("nationality", pupil.nationality))),
        _word("disability", entry.disability),
        _number_of(mess, pupil.personal_id),
        pupil.home_town,
        pupil.birth_place,
        pupil.address,
        None,
        *_parent(pupil, "CHA"),
        *_parent(pupil, "ME"),
        *_parent(pupil, "GIAM_HO"),
        "Điểm trường chính",
    ]


def _word(name: str, code: str | None) -> str | None:
    return None if code is None else coded_words(name).get(code, (code,))[0]


def _number_of(mess: _Mess, number: str | Missing) -> str | int | None:
    return None if isinstance(number, Missing) else mess.as_number(number)


def _parent(pupil: Pupil, relation: str) -> tuple[str | None, str | None]:
    for guardian in pupil.guardians:
        if guardian.relation == relation:
            return guardian.full_name, guardian.occupation
    return None, None


def messy_staff_list(staff: Sequence[StaffMember], seed: int = 0) -> bytes:
    """Write a staff list with assignments, one row a task."""
    mess = _Mess("DANH SÁCH CÁN BỘ, GIÁO VIÊN", _STAFF_HEADERS, seed)
    number = 0
    for member in staff:
        for task in member.appointments or (None,):
            number += 1
            mess.write(_staff_row(mess, number, member, task))
    return mess.finished()


def _staff_row(
    mess: _Mess, number: int, member: StaffMember, task: Appointment | None
) -> list[str | int | date | None]:
    return [
        number,
        member.staff_code,
        member.full_name,
        member.born_on,
        _word("gender", member.gender.value),
        _number_of(mess, member.personal_id),
        member.email,
        "Đang làm việc",
        None if task is None else _word("position", task.role.value),
        None if task is None or task.subject else task.class_name,
        None if task is None or not task.subject else secondary_label(task.subject),
        None if task is None or not task.subject else task.class_name,
        None if task is None else task.from_on,
        None if task is None else task.to_on,
        None if task is None else task.basis,
        "Chứng chỉ ứng dụng công nghệ thông tin cơ bản",
    ]


def filled_results(
    context: SheetContext,
    *,
    grade: int,
    class_name: str,
    pack: AnyPack,
    roster: Sequence[Enrolment],
    assessments: Mapping[str, AnyYear],
) -> bytes:
    """Fill the class's template as its teacher does; pupils without results are left out."""
    due = tuple(entry for entry in roster if entry.pupil.sector_code in assessments)
    return Workbooks().template_year_results(
        context, grade=grade, class_name=class_name, pack=pack, roster=due, known=assessments
    )


def flat_results(
    *,
    grade: int,
    pack: PrimaryPack,
    roster: Sequence[Enrolment],
    assessments: Mapping[str, YearAssessment],
) -> bytes:
    """Write results as some programs export them: `TOAN_MUC`, `TOAN_DIEM`, one row of headers."""
    columns = tuple(_flat_columns(grade, pack))
    headers = ("STT", "Mã học sinh", "Họ và tên", "Ngày sinh", *(head for head, _ in columns))
    mess = _Mess("KẾT QUẢ CUỐI NĂM", headers, seed=grade)
    for number, entry in enumerate(roster, 1):
        values = year_values(assessments[entry.pupil.sector_code])
        pupil = entry.pupil
        given = [value(values) for _, value in columns]
        mess.write([number, pupil.sector_code, pupil.full_name, pupil.born_on, *given])
    return mess.finished()


_Value = Callable[[Mapping[str, Any]], Any]


def _flat_columns(grade: int, pack: PrimaryPack) -> Iterator[tuple[str, _Value]]:
    sides = (("MUC", "level"), ("DIEM", "score"), ("NX", "comment"))
    for row in programme(pack, grade):
        for word, side in sides:
            yield f"{row.key.upper()}_{word}", _taken(f"{SUBJECTS}/{row.key}/{side}")
    for trait in traits(pack, grade):
        yield f"NL_{trait.key.upper()}", _taken(f"{TRAITS}/{trait.key}/level")
    yield "IS_KHUYET_TAT_KHONG_DANH_GIA", _taken("not_assessed_by_law")


def _taken(meaning: str) -> _Value:
    return lambda values: values.get(meaning)
