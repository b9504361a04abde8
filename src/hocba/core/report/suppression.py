"""
Small cells: counts of exceptions that could point at a child are not shown.

That three children of a commune are assessed again in summer may tell a neighbour which three.
A count of 1 to 4 of a reason is hidden; and as every line and every column adds up to a sum that
is shown, no hidden cell stays alone in its line or its column, so that nobody takes the others
away and reads it. What is hidden is the reason: how many pupils have no record is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hocba.core.compose.exceptions import ExceptionReason
from hocba.core.report.figures import Figure, Figures

SMALLEST_SHOWN: Final = 5
"""Hocba's policy; statistics offices use 3 to 10."""

TOTAL: Final = ""
"""Code of the line of sums."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """
    Figures and which of their cells are not to be shown.

    reasons: the columns, in order. hidden: cells as (line's code, reason).
    """

    figures: Figures
    reasons: tuple[str, ...]
    hidden: frozenset[tuple[str, str]]

    def shown(self, line: Figure) -> Mapping[str, int]:
        """Return the reasons of a line that may be shown."""
        return {
            reason: count
            for reason, count in line.exceptions.items()
            if (line.code, reason) not in self.hidden
        }

    def hidden_of(self, line: Figure) -> tuple[str, ...]:
        """Return the reasons of a line that are not shown, in order."""
        return tuple(reason for reason in self.reasons if (line.code, reason) in self.hidden)


def unguarded(figures: Figures) -> Guarded:
    """Show everything, to who knows every pupil anyway: the own school."""
    return Guarded(figures=figures, reasons=_reasons(figures), hidden=frozenset())


def guarded(figures: Figures) -> Guarded:
    """Hide what is small, and as much beside it as keeps it hidden."""
    lines = (*figures.lines, figures.total)
    reasons = _reasons(figures)
    table = [[line.exceptions.get(reason, 0) for reason in reasons] for line in lines]
    hidden = {
        (row, column)
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        if 0 < count < SMALLEST_SHOWN
    }
    while _joined_by_partners(table, hidden):
        pass
    found = frozenset((lines[row].code, reasons[column]) for row, column in hidden)
    return Guarded(figures=figures, reasons=reasons, hidden=found)


def _reasons(figures: Figures) -> tuple[str, ...]:
    return tuple(sorted({*map(str, ExceptionReason), *figures.total.exceptions}))


Cell = tuple[int, int]


def _joined_by_partners(table: Sequence[Sequence[int]], hidden: set[Cell]) -> bool:
    """Hide one more wherever a cell is hidden alone; tell whether any was."""
    rows, columns = range(len(table)), range(len(table[0]))
    before = len(hidden)
    for row in rows:
        _hide_partner([(row, column) for column in columns], table, hidden)
    for column in columns:
        _hide_partner([(row, column) for row in rows], table, hidden)
    return len(hidden) > before


def _hide_partner(cells: Sequence[Cell], table: Sequence[Sequence[int]], hidden: set[Cell]) -> None:
    """
    Hide the smallest shown cell of a line or column in which one cell alone is hidden.

    A count before a zero: a zero beside it would leave the hidden one the whole of what is left.
    """
    if sum(cell in hidden for cell in cells) != 1:
        return
    shown = [cell for cell in cells if cell not in hidden]
    hidden.add(min(shown, key=lambda cell: (_count(cell, table) == 0, _count(cell, table), cell)))


def _count(cell: Cell, table: Sequence[Sequence[int]]) -> int:
    row, column = cell
    return table[row][column]
