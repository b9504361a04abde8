"""Gathers everything found in one sheet, and which rows it spoils."""

from collections import defaultdict

from hocba.adapters.spreadsheets.grid import Cell
from hocba.core.terms.outcomes import Finding, Weight


class Ledger:
    """All findings of one reading, in the order found; nothing is raised half way."""

    def __init__(self) -> None:
        self._found: list[tuple[str, int, Finding]] = []
        self._bad: set[tuple[str, int]] = set()
        self._said: set[tuple[str, str, str]] = set()
        self._places: set[str] = set()
        self._by_row: dict[tuple[str, int], list[Finding]] = defaultdict(list)
        self.is_blocked = False
        """Whether the whole file is wrong, so that no row may be taken."""

    def fault(self, code: str, cell: Cell, **details: str) -> None:
        """Note an error in a cell; its row is not good."""
        self._note(code, cell, Weight.FAILED, details)
        self._bad.add((cell.sheet, cell.row))

    def warn(self, code: str, cell: Cell, **details: str) -> None:
        """Note something in a cell that a person should look at."""
        self._note(code, cell, Weight.WARNING, details)

    def fault_of_file(self, code: str, where: str, **details: str) -> None:
        """Note an error that leaves no row of the file to be taken."""
        self.is_blocked = True
        self._add("", -1, Finding(code=code, where=where, details=details))

    def fault_beside_rows(self, code: str, where: str, **details: str) -> None:
        """Note an error of the file that leaves its rows as they are: a pupil is missing."""
        self._add("", -1, Finding(code=code, where=where, details=details))

    def warn_of_file(self, code: str, where: str, **details: str) -> None:
        """Note something about the whole sheet."""
        found = Finding(code=code, weight=Weight.WARNING, where=where, details=details)
        self._add("", -1, found)

    def spoil(self, sheet: str, row: int) -> None:
        """Mark a row bad for a finding that stands elsewhere. row: from 0."""
        self._bad.add((sheet, row))

    def _note(self, code: str, cell: Cell, weight: Weight, details: dict[str, str]) -> None:
        told = {"value": cell.shown, **details}
        found = Finding(code=code, weight=weight, where=cell.where, details=told)
        self._add(cell.sheet, cell.row, found)

    def _add(self, sheet: str, row: int, found: Finding) -> None:
        said = (found.where, found.code, found.details.get("column", ""))
        if said in self._said:
            return
        self._said.add(said)
        self._places.add(found.where)
        self._by_row[sheet, row].append(found)
        self._found.append((sheet, row, found))

    def has_fault_at(self, where: str) -> bool:
        """Return whether something at this place was already told."""
        return where in self._places

    def is_bad(self, sheet: str, row: int) -> bool:
        """Return whether a row, from 0, holds an error."""
        return (sheet, row) in self._bad

    def of_row(self, sheet: str, row: int) -> tuple[Finding, ...]:
        """Return what was found in one row, from 0."""
        return tuple(self._by_row.get((sheet, row), ()))

    @property
    def bad_rows(self) -> tuple[int, ...]:
        """Numbers of the bad rows as Excel counts, sorted."""
        return tuple(sorted({row + 1 for _, row in self._bad}))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found: first what concerns the file, then row by row."""
        return tuple(found for _, _, found in sorted(self._found, key=lambda item: item[1]))
