"""Makes the answer of a reading out of the lines that were read and what was found."""

from collections.abc import Iterable
from typing import TypeVar

from hocba.adapters.spreadsheets.header import Header
from hocba.adapters.spreadsheets.ledger import Ledger
from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.source import ignored_headers, matched_headers
from hocba.ports.spreadsheets import Reading, SheetRow

Value = TypeVar("Value")


def reading_of(
    *,
    name: str,
    ledger: Ledger,
    header: Header | None = None,
    pairs: Iterable[tuple[Line, Value | None]] = (),
    ignored: int = 0,
) -> Reading[Value]:
    """
    Return what was read; only rows without an error, none where the file as a whole is wrong.

    pairs: each line with its value, None where no value could be made.
    """
    kept = [] if ledger.is_blocked else [(n, v) for n, v in pairs if v is not None]
    rows = tuple(
        SheetRow(
            sheet=line.grid.sheet,
            number=line.row + 1,
            value=value,
            findings=ledger.of_row(line.grid.sheet, line.row),
        )
        for line, value in kept
        if not ledger.is_bad(line.grid.sheet, line.row)
    )
    if header is None:
        return Reading(name=name, sheet="", rows=(), findings=ledger.findings)
    if not kept and not ledger.bad_rows and not ledger.is_blocked:
        ledger.fault_of_file("sheet.no_rows", f"{header.sheet}!{header.last + 2}")
    return Reading(
        name=name,
        sheet=header.sheet,
        rows=rows,
        findings=ledger.findings,
        bad_rows=ledger.bad_rows,
        ignored_rows=ignored,
        headers=matched_headers(header),
        ignored_headers=ignored_headers(header),
    )
