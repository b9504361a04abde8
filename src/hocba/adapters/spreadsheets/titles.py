"""What the title rows above a list say: whose list it is, of which class and year."""

import re
from typing import Final

from hocba.adapters.spreadsheets.classes import same_class
from hocba.adapters.spreadsheets.grid import Cell, Grid
from hocba.adapters.spreadsheets.header import CLASS_NAME, Header
from hocba.adapters.spreadsheets.ledger import Ledger
from hocba.adapters.spreadsheets.texts import plain_text
from hocba.core.terms.codes import SchoolYear, school_year
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean, match_key
from hocba.ports.spreadsheets import SheetContext

_SCHOOL_CODE: Final = re.compile(r"ma truong\s*:?\s*([\w.-]{3,20})", re.IGNORECASE)
_CLASS: Final = re.compile(rf"\blop\s*:?\s*{CLASS_NAME}")
_YEAR: Final = re.compile(r"nam hoc\s*:?\s*(\d{4}\s*[-–]\s*\d{4})", re.IGNORECASE)


def check_titles(
    grid: Grid, header: Header, context: SheetContext, ledger: Ledger, *, class_name: str = ""
) -> None:
    """Compare what stands above the list with who uploads it, and for what."""
    for cell in _title_cells(grid, header):
        text = match_key(clean(plain_text(cell.value)))
        if found := _SCHOOL_CODE.search(text):
            check_school(cell, found[1], context, ledger)
        if found := _YEAR.search(text):
            _check_year(cell, found[1], context.school_year, ledger)
        is_named = match_key(class_name) in text
        if class_name and not is_named and (found := _CLASS.search(text)):
            _check_class(cell, found[1], class_name, ledger)


def _title_cells(grid: Grid, header: Header) -> list[Cell]:
    cells = []
    for row in range(header.first):
        for column in range(len(grid.rows[row])):
            cell = grid.cell(row, column)
            if isinstance(cell.value, str) and cell.value:
                cells.append(_with_neighbour(grid, cell))
    return cells


def _with_neighbour(grid: Grid, cell: Cell) -> Cell:
    """Join a label and the value in the next cell: `Mã trường` | `MAU1103127001`."""
    neighbour = grid.cell(cell.row, cell.column + 1)
    label = clean(str(cell.value))
    if neighbour.is_blank or len(label) > 12:
        return cell
    joined = f"{label.rstrip(':')}: {plain_text(neighbour.value)}"
    return Cell(sheet=cell.sheet, row=cell.row, column=cell.column, value=joined)


def check_school(cell: Cell, code: str, context: SheetContext, ledger: Ledger) -> None:
    """Note a school code that is not the uploading school's: the whole file is another's."""
    if code.casefold() != context.school_code.casefold():
        ledger.fault_of_file(
            "sheet.other_school",
            cell.where,
            value=code.upper(),
            school_code=context.school_code,
            school_name=context.school_name,
        )


def _check_year(cell: Cell, text: str, expected: SchoolYear, ledger: Ledger) -> None:
    try:
        year = school_year(text)
    except Refusal:
        return
    if year != expected:
        ledger.fault_of_file(
            "sheet.other_year", cell.where, value=str(year), school_year=str(expected)
        )


def _check_class(cell: Cell, text: str, class_name: str, ledger: Ledger) -> None:
    if not same_class(text, class_name):
        ledger.fault_of_file(
            "sheet.other_class", cell.where, value=text.upper(), class_name=class_name
        )
