"""A workbook being written: its formats, its catalogue of words, its bytes at the end."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

_FONT: Final = {"font_name": "Times New Roman", "font_size": 11}
_BORDER: Final = {"border": 1, "border_color": "#9AA5B1"}
_HEAD: Final = {
    "bold": True,
    "text_wrap": True,
    "align": "center",
    "valign": "vcenter",
    "bg_color": "#DCE8F5",
}
_FORMATS: Final[Mapping[str, Mapping[str, object]]] = {
    "title": {"bold": True, "font_size": 14},
    "line": {"italic": True},
    "plain": {"valign": "top", "text_wrap": True},
    "section": {"bold": True, "valign": "top", "font_size": 12, "font_color": "#1F4E79"},
    "head": {**_BORDER, **_HEAD},
    "due": {**_BORDER, **_HEAD, "font_color": "#9C0006"},
    "locked": {**_BORDER, "bg_color": "#F2F4F7", "valign": "vcenter"},
    "locked_date": {
        **_BORDER,
        "bg_color": "#F2F4F7",
        "num_format": "dd/mm/yyyy",
        "align": "center",
        "valign": "vcenter",
    },
    "input": {**_BORDER, "locked": False, "align": "center", "valign": "vcenter"},
    "input_text": {
        **_BORDER,
        "locked": False,
        "text_wrap": True,
        "valign": "vcenter",
        "num_format": "@",
    },
    "cell": {**_BORDER, "valign": "top", "text_wrap": True},
    "number": {**_BORDER, "valign": "top", "num_format": "#,##0"},
    "decimal": {**_BORDER, "valign": "top", "num_format": "#,##0.00"},
    "date": {**_BORDER, "valign": "top", "num_format": "dd/mm/yyyy"},
}
_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel keeps no zone; same bytes each time
CATALOGUE_SHEET: Final = "DanhMuc"
GUIDE_SHEET: Final = "HuongDan"
_ERROR_CHARS: Final = 255
_ERROR_TITLE: Final = "Giá trị không hợp lệ"

Worksheet = Any
"""A sheet of XlsxWriter, which publishes no types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A range of one sheet, from 0, both ends included."""

    first_row: int
    last_row: int
    column: int
    last_column: int | None = None


class Book:
    """A workbook in memory. Nothing in it depends on the clock: same input, same bytes."""

    def __init__(self, title: str) -> None:
        self._bytes = io.BytesIO()
        self._book: Any = xlsxwriter.Workbook(self._bytes, {"in_memory": True})
        self._book.set_properties({"title": title, "created": _CREATED})
        self._formats = {
            name: self._book.add_format({**_FONT, **look}) for name, look in _FORMATS.items()
        }
        self._lists: dict[str, tuple[str, ...]] = {}

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet."""
        return self._book.add_worksheet(name)

    def look(self, name: str) -> Any:
        """Return a cell format by name."""
        return self._formats[name]

    def offer(self, sheet: Worksheet, area: Area, name: str, words: Sequence[str]) -> None:
        """Let cells be chosen from a list that stands on the catalogue sheet. name: its title."""
        self._lists.setdefault(name, tuple(words))
        column = xlsxwriter.utility.xl_col_to_name(list(self._lists).index(name))
        source = f"={CATALOGUE_SHEET}!${column}$2:${column}${len(words) + 1}"
        shown = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
        self._validate(
            sheet, area, {"validate": "list", "source": source}, f"Chọn một trong: {shown}."
        )

    def bound(
        self, sheet: Worksheet, area: Area, kind: str, least: int, most: int, message: str
    ) -> None:
        """Let cells hold only values between two ends. kind: `integer`, `decimal`, `length`."""
        rule = {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
        self._validate(sheet, area, rule, message)

    def _validate(
        self, sheet: Worksheet, area: Area, rule: Mapping[str, object], message: str
    ) -> None:
        last = area.column if area.last_column is None else area.last_column
        texts = {"error_title": _ERROR_TITLE, "error_message": message[:_ERROR_CHARS]}
        sheet.data_validation(area.first_row, area.column, area.last_row, last, {**rule, **texts})

    def guide(self, lines: Sequence[str]) -> None:
        """Add the sheet of instructions. A line that ends with a colon is a heading."""
        sheet = self.sheet(GUIDE_SHEET)
        sheet.set_column(0, 0, 110)
        sheet.hide_gridlines(2)
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, self.look("section" if line[-1:] == ":" else "plain"))
        sheet.protect()

    def _write_catalogue(self) -> None:
        sheet = self.sheet(CATALOGUE_SHEET)
        for column, (name, words) in enumerate(self._lists.items()):
            sheet.set_column(column, column, 24)
            sheet.write_string(0, column, name, self.look("head"))
            for row, word in enumerate(words, 1):
                sheet.write_string(row, column, word, self.look("cell"))
        sheet.protect()

    def finished(self) -> bytes:
        """Close the workbook and return its bytes; nothing may be written afterwards."""
        if self._lists:
            self._write_catalogue()
        self._book.close()
        return self._bytes.getvalue()


def day_to_write(day: date) -> datetime:
    """Return a day as XlsxWriter takes it."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day has no zone
