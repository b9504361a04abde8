"""The sheets of a workbook as rows of cells, each cell knowing its place."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

import python_calamine

from hocba.adapters.spreadsheets.guard import safe_workbook
from hocba.adapters.spreadsheets.limits import LIMITS
from hocba.adapters.spreadsheets.text_table import is_text_table, text_rows
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean

CellValue = str | int | float | bool | date | datetime | time | timedelta
"""As the workbook holds it; an empty cell is the empty string."""

Range = tuple[tuple[int, int], tuple[int, int]]
"""Upper left and lower right cell of a merged range, from 0."""


_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell. row and column from 0."""

    sheet: str
    row: int
    column: int
    value: CellValue

    @property
    def where(self) -> str:
        """The place as Excel writes it: `Sheet1!C12`."""
        return f"{self.sheet}!{column_letters(self.column)}{self.row + 1}"

    @property
    def is_blank(self) -> bool:
        """Whether nothing but spaces stands in the cell."""
        return isinstance(self.value, str) and not self.value.strip("\u200b\ufeff \t\r\n\u00a0")

    @property
    def shown(self) -> str:
        """The value as a person reads it, cut to 60 characters, fit for a screen."""
        return clean(_CONTROLS.sub(" ", shown(self.value)))[:60]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One visible sheet. rows: absolute from row 1 of the sheet; rows may differ in length."""

    sheet: str
    rows: Sequence[Sequence[CellValue]]
    merged: tuple[Range, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at a place, blank where the sheet ends before it."""
        line: Sequence[CellValue] = self.rows[row] if row < len(self.rows) else ()
        value = line[column] if 0 <= column < len(line) else ""
        return Cell(sheet=self.sheet, row=row, column=column, value=value)


def column_letters(column: int) -> str:
    """Return Excel's letters for a column counted from 0: `A`, `Z`, `AA`."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shown(value: CellValue) -> str:
    """Return a value as text: a whole number without a point, a date as dd/mm/yyyy."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    return str(value)


def grids(file: bytes) -> tuple[Grid, ...]:
    """
    Open a workbook, or a table as text, and return its visible sheets, in order.

    Raises: Refusal as `safe_workbook` and `text_rows`; "sheet.file_broken" where the reader
    gives up, "sheet.nothing_visible" where there is no sheet to read.
    """
    if is_text_table(file):
        name, rows = text_rows(file, LIMITS)
        return (Grid(sheet=name, rows=rows),)
    plain = safe_workbook(file)
    try:
        found = _visible_grids(plain)
    except BaseException as wrong:
        # The reader is native code: its panics are no Exception, and must not end the server.
        if not _is_of_reader(wrong):
            raise
        raise Refusal("sheet.file_broken", str(wrong)[:200]) from wrong
    if not found:
        raise Refusal("sheet.nothing_visible", "no visible sheet")
    return found


_READER_ERRORS: Final = (python_calamine.CalamineError, OSError, ValueError, OverflowError)


def _is_of_reader(wrong: BaseException) -> bool:
    return isinstance(wrong, _READER_ERRORS) or type(wrong).__name__ == "PanicException"


def _visible_grids(plain: bytes) -> tuple[Grid, ...]:
    found = []
    with python_calamine.load_workbook(io.BytesIO(plain)) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.visible != python_calamine.SheetVisibleEnum.Visible:
                continue
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            found.append(
                Grid(
                    sheet=meta.name,
                    rows=sheet.to_python(skip_empty_area=False),
                    merged=tuple(sheet.merged_cell_ranges or ()),
                )
            )
    return tuple(found)
