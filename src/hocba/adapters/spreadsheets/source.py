"""From an uploaded file to the one sheet that holds the list, or what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from hocba.adapters.spreadsheets.grid import Grid, column_letters
from hocba.adapters.spreadsheets.header import Header, MeaningOf, found_header
from hocba.adapters.spreadsheets.ledger import Ledger
from hocba.core.terms.text import clean

_ANCHORS: Final = ("full_name", "last_name")
_SHOWN_ROWS: Final = 5


def list_of(
    grids: Sequence[Grid], meaning_of: MeaningOf, ledger: Ledger
) -> tuple[Grid, Header] | None:
    """Return the first sheet that holds a list; notes "sheet.no_list" where none does."""
    for grid in grids:
        header = found_header(grid, meaning_of, _ANCHORS)
        if header is not None:
            _tell_twice(grid, header, ledger)
            return grid, header
    ledger.fault_of_file("sheet.no_list", grids[0].sheet, sheets=", ".join(_names(grids)))
    return None


def _names(grids: Sequence[Grid]) -> list[str]:
    return [grid.sheet for grid in grids[:_SHOWN_ROWS]]


def _tell_twice(grid: Grid, header: Header, ledger: Ledger) -> None:
    for columns in header.twice.values():
        first, second = columns[:2]
        if _values(grid, header, first) != _values(grid, header, second):
            where = f"{grid.sheet}!{column_letters(second)}{header.first + 1}"
            ledger.fault_of_file(
                "sheet.header_twice",
                where,
                column=header.texts[second],
                first=column_letters(first),
                second=column_letters(second),
            )


def _values(grid: Grid, header: Header, column: int) -> list[object]:
    return [
        None if (cell := grid.cell(row, column)).is_blank else cell.value
        for row in range(header.last + 1, len(grid.rows))
    ]


def demand_columns(
    grid: Grid, header: Header, due: Iterable[tuple[str, Sequence[str]]], ledger: Ledger
) -> None:
    """
    Note every column that the list must have and has not.

    due: (name as people know it, meanings of which one is enough).
    """
    for name, meanings in due:
        if not any(meaning in header.columns for meaning in meanings):
            where = f"{grid.sheet}!{header.first + 1}:{header.last + 1}"
            ledger.fault_of_file("sheet.column_missing", where, column=name)


def matched_headers(header: Header) -> Mapping[str, str]:
    """Return header as it stands in the file -> meaning."""
    return MappingProxyType(
        {header.texts[column]: meaning for meaning, column in header.columns.items()}
    )


def ignored_headers(header: Header) -> tuple[str, ...]:
    """Return the headers of columns that mean nothing to us."""
    return tuple(clean(header.texts[column]) for column in header.ignored)
