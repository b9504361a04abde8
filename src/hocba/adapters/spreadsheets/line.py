"""One row of a list, its cells asked for by meaning."""

from dataclasses import dataclass
from datetime import date

from hocba.adapters.spreadsheets.grid import Cell, Grid
from hocba.adapters.spreadsheets.header import Header
from hocba.adapters.spreadsheets.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row being read. row: from 0. today: for dates that lie ahead."""

    grid: Grid
    header: Header
    row: int
    ledger: Ledger
    today: date

    def has(self, meaning: str) -> bool:
        """Return whether the sheet has such a column."""
        return meaning in self.header.columns

    def cell(self, meaning: str) -> Cell:
        """Return the cell of a meaning; blank where the sheet has no such column."""
        return self.grid.cell(self.row, self.header.columns.get(meaning, -1))

    def is_blank(self, meaning: str) -> bool:
        """Return whether the column is missing or its cell is blank."""
        return not self.has(meaning) or self.cell(meaning).is_blank

    def place(self, meaning: str) -> Cell:
        """Return a cell to point at: of the meaning, else the first cell of the row."""
        return self.cell(meaning) if self.has(meaning) else self.grid.cell(self.row, 0)

    def fault(self, code: str, meaning: str, **details: str) -> None:
        """Note an error in the cell of a meaning."""
        column = self.header.text(meaning) or meaning
        self.ledger.fault(code, self.place(meaning), **{"column": column, **details})

    def warn(self, code: str, meaning: str, **details: str) -> None:
        """Note a doubt about the cell of a meaning."""
        column = self.header.text(meaning) or meaning
        self.ledger.warn(code, self.place(meaning), **{"column": column, **details})
