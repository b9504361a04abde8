"""Builders of Excel files and of the class that they are about."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import xlsxwriter

from hocba.core.terms.codes import Gender, PersonalId, SchoolYear
from hocba.core.terms.people import Enrolment, Pupil
from hocba.ports.spreadsheets import Reading, SheetContext

CONTEXT = SheetContext(
    school_code="MAU001",
    school_name="Trường Tiểu học Mẫu",
    school_year=SchoolYear(2025),
    today=date(2026, 6, 1),
)

PUPIL_HEADERS = ("STT", "Lớp", "Mã học sinh", "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh")


def a_workbook(
    rows: Sequence[Sequence[Any]],
    *,
    sheet: str = "Sheet1",
    merged: Sequence[str] = (),
    more: Mapping[str, Sequence[Sequence[Any]]] | None = None,
) -> bytes:
    """Write rows from A1; a None leaves its cell out. merged: ranges such as `A1:D1`."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, lines in {sheet: rows, **(more or {})}.items():
        page = book.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                _write(page, row, column, value, day)
        if name == sheet:
            for area in merged:
                page.merge_range(area, rows[0][0] if area.startswith("A1:") else None)
    book.close()
    return content.getvalue()


def _write(page: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, str):
        page.write_string(row, column, value)
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001
        page.write_datetime(row, column, moment, day)
    else:
        page.write_number(row, column, value)


def a_pupil_row(number: int = 1, **changes: Any) -> list[Any]:
    """Make the cells under `PUPIL_HEADERS`, changed by header."""
    row = {
        "STT": number,
        "Lớp": "3A",
        "Mã học sinh": f"HS{number:04d}",
        "Họ và tên": "Trần Thị Mẫu" if number == 1 else f"Quàng Văn {'BCDEFGH'[number % 7]}",
        "Ngày sinh": "05/09/2017",
        "Giới tính": "Nữ",
        "Số định danh": f"0113170{number:05d}",
    }
    return list({**row, **changes}.values())


def a_pupil_list(*rows: Sequence[Any], headers: Sequence[Any] = PUPIL_HEADERS) -> bytes:
    """Write a pupil list: one header row, then the rows."""
    return a_workbook([headers, *rows])


def an_enrolment(number: int = 1, *, class_name: str = "4A", **changes: Any) -> Enrolment:
    """Make a pupil of a class. changes: of the enrolment."""
    pupil = Pupil(
        sector_code=f"HS{number:04d}",
        personal_id=PersonalId(f"0113170{number:05d}"),
        full_name=f"Lò Thị Mẫu {'ABCDEFGHIJ'[number % 10]}",
        born_on=date(2016, 3, number % 28 + 1),
        gender=Gender.FEMALE,
    )
    values = {"grade": int(class_name[0]), "class_name": class_name, **changes}
    return Enrolment(pupil=pupil, **values)


def codes(reading: Reading[Any]) -> list[str]:
    """Return the codes of everything found."""
    return [found.code for found in reading.findings]


def places(reading: Reading[Any]) -> list[tuple[str, str]]:
    """Return place and code of everything found."""
    return [(found.where, found.code) for found in reading.findings]


def edited(file: bytes, changes: Mapping[str, Any], *, sheet: str = "KetQua") -> bytes:
    """Open a file as a school does, put values into cells, save it."""
    book = openpyxl.load_workbook(io.BytesIO(file))
    for place, value in changes.items():
        book[sheet][place] = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def rezipped(file: bytes, changes: Mapping[str, bytes]) -> bytes:
    """Replace or add parts of a workbook's archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(content, "w", 8) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            new.writestr(name, part)
    return content.getvalue()
