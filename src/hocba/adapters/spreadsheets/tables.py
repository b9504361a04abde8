"""Writes one table of figures, as every page of figures offers it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from hocba.adapters.spreadsheets.book import Book, Worksheet, day_to_write
from hocba.ports.spreadsheets import TableCell

_HEAD_ROW: Final = 2
_LEAST_WIDTH: Final = 10
_MOST_WIDTH: Final = 48
_MEASURED_ROWS: Final = 200


def table_to_xlsx(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[TableCell]],
    note: str = "",
) -> bytes:
    """Write one table; see the port. Texts are written as texts, so none becomes a formula."""
    book = Book(title)
    sheet = book.sheet("SoLieu")
    sheet.write_string(0, 0, title, book.look("title"))
    for column, header in enumerate(columns):
        sheet.write_string(_HEAD_ROW, column, header, book.look("head"))
        sheet.set_column(column, column, _width(header, rows, column))
    for at, row in enumerate(rows, _HEAD_ROW + 1):
        for column, value in enumerate(row):
            _write(book, sheet, at, column, value)
    if note:
        sheet.write_string(_HEAD_ROW + len(rows) + 2, 0, note, book.look("line"))
    _finish(sheet, len(columns), len(rows))
    return book.finished()


def _write(book: Book, sheet: Worksheet, row: int, column: int, value: TableCell) -> None:
    if value is None:
        sheet.write_blank(row, column, None, book.look("cell"))
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, value, book.look("decimal"))
    elif isinstance(value, int):
        sheet.write_number(row, column, value, book.look("number"))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, day_to_write(value), book.look("date"))
    else:
        sheet.write_string(row, column, value[:32_767], book.look("cell"))


def _width(header: str, rows: Sequence[Sequence[TableCell]], column: int) -> int:
    shown = (len(str(row[column])) for row in rows[:_MEASURED_ROWS] if column < len(row))
    return max(_LEAST_WIDTH, min(max(len(header), *shown, 0) + 2, _MOST_WIDTH))


def _finish(sheet: Worksheet, columns: int, rows: int) -> None:
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    if columns and rows:
        sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + rows, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_footer("&CTrang &P / &N")
