"""Opens a list: the sheet that holds it, its header, and whether it is of this school and year."""

from typing import NamedTuple

from hocba.adapters.spreadsheets.grid import Grid, grids
from hocba.adapters.spreadsheets.header import Header, table_meanings
from hocba.adapters.spreadsheets.ledger import Ledger
from hocba.adapters.spreadsheets.made import Value, reading_of
from hocba.adapters.spreadsheets.source import list_of
from hocba.adapters.spreadsheets.titles import check_titles
from hocba.adapters.spreadsheets.words import header_synonyms
from hocba.ports.spreadsheets import Reading, SheetContext


class OpenedList(NamedTuple):
    """A list to be read row by row."""

    grid: Grid
    header: Header
    ledger: Ledger


def opened_list(
    file: bytes, name: str, table: str, context: SheetContext
) -> OpenedList | Reading[Value]:
    """
    Return a list to read, or the answer where the file as a whole is wrong.

    table: of `headers.toml`. Raises: as `grids`.
    """
    ledger = Ledger()
    found = list_of(grids(file), table_meanings(header_synonyms(table)), ledger)
    if found is None:
        return reading_of(name=name, ledger=ledger)
    grid, header = found
    check_titles(grid, header, context, ledger)
    if ledger.is_blocked:
        return reading_of(name=name, ledger=ledger, header=header)
    return OpenedList(grid, header, ledger)
