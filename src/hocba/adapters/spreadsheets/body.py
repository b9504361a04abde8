"""The rows below a header: which hold a person, which open a class, which are only decoration."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from hocba.adapters.spreadsheets.grid import Cell, Grid
from hocba.adapters.spreadsheets.header import CLASS_ROW, Header
from hocba.adapters.spreadsheets.ledger import Ledger
from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.texts import plain_text
from hocba.adapters.spreadsheets.words import header_key
from hocba.core.terms.text import match_key

_NAMES: Final = ("full_name", "last_name")
_IDENTIFIERS: Final = ("sector_code", "staff_code", "personal_id")
_OTHERS: Final = ("born_on", "gender")


class RowKind(Enum):
    """What a row below the header is."""

    PERSON = auto()
    CLASS = auto()
    BLANK = auto()
    HEADER_AGAIN = auto()
    OTHER_TEXT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """
    The rows of one list. lines: of persons. classes: row -> class that a row above opened.

    ignored: how many rows held no person.
    """

    lines: tuple[Line, ...]
    classes: dict[int, str]
    ignored: int


def body_of(grid: Grid, header: Header, ledger: Ledger, today: date) -> Body:
    """Sort the rows below a header; text between two persons is told, never dropped in silence."""
    lines: list[Line] = []
    classes: dict[int, str] = {}
    stray: list[Cell] = []
    class_name, ignored = "", 0
    for row in range(header.last + 1, len(grid.rows)):
        line = Line(grid=grid, header=header, row=row, ledger=ledger, today=today)
        kind = _kind(line)
        if kind is RowKind.PERSON:
            lines.append(line)
            classes[row] = class_name
            continue
        ignored += 1
        if kind is RowKind.CLASS:
            class_name = _class_of(line)
        elif kind is RowKind.OTHER_TEXT:
            stray.append(_first_filled(line))
    _tell_stray(stray, lines, ledger)
    return Body(lines=tuple(lines), classes=classes, ignored=ignored)


def _tell_stray(stray: list[Cell], lines: list[Line], ledger: Ledger) -> None:
    last = lines[-1].row if lines else -1
    for cell in stray:
        # Totals and signatures stand below the last person of every printed list.
        if cell.row < last:
            ledger.warn("sheet.row_ignored", cell)


def _filled(line: Line) -> Iterator[Cell]:
    for column in range(len(line.grid.rows[line.row])):
        cell = line.grid.cell(line.row, column)
        if not cell.is_blank:
            yield cell


def _first_filled(line: Line) -> Cell:
    return next(_filled(line))


def _kind(line: Line) -> RowKind:
    first = next(_filled(line), None)
    if first is None:
        return RowKind.BLANK
    if _is_header_again(line):
        return RowKind.HEADER_AGAIN
    if CLASS_ROW.fullmatch(match_key(plain_text(first.value))) and not _is_person(line):
        return RowKind.CLASS
    if _is_person(line):
        return RowKind.PERSON
    return RowKind.BLANK if _only_number(line) else RowKind.OTHER_TEXT


def _name_cell(line: Line) -> Cell:
    return line.cell(next((name for name in _NAMES if line.has(name)), _NAMES[0]))


def _is_header_again(line: Line) -> bool:
    """Return whether the row repeats the header, or numbers its columns: (1), (2), ..."""
    name = _name_cell(line)
    key = header_key(plain_text(name.value))
    headers = (line.header.text(meaning) for meaning in _NAMES if line.has(meaning))
    if key and any(key in {header_key(part) for part in text.split(" / ")} for text in headers):
        return True
    return bool(key) and key.isdigit() and all(_is_small_number(c) for c in _filled(line))


def _is_small_number(cell: Cell) -> bool:
    key = header_key(plain_text(cell.value))
    return key.isdigit() and len(key) < 4


def _only_number(line: Line) -> bool:
    return all(cell.column == line.header.columns.get("number") for cell in _filled(line))


def _is_person(line: Line) -> bool:
    has_name = not _name_cell(line).is_blank
    numbered = not line.is_blank("number") and _is_small_number(line.cell("number"))
    identified = any(_has_figure(line, meaning) for meaning in _IDENTIFIERS)
    described = any(not line.is_blank(meaning) for meaning in _OTHERS)
    if has_name:
        return numbered or identified or described
    return identified or (numbered and described)


def _has_figure(line: Line, meaning: str) -> bool:
    return any(c.isdigit() for c in plain_text(line.cell(meaning).value))


def _class_of(line: Line) -> str:
    found = CLASS_ROW.fullmatch(match_key(plain_text(_first_filled(line).value)))
    return "" if found is None else found[1].upper().replace(" ", "")
