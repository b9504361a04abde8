"""Finds whom a row of a result sheet is about, among the pupils of the class."""

from collections.abc import Sequence
from typing import Final

from hocba.adapters.spreadsheets.days import birth_day_of
from hocba.adapters.spreadsheets.ledger import Ledger
from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.texts import code_of, plain_text
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import LEFT, PRESENCE
from hocba.core.terms.text import clean, match_key

_HERE: Final = frozenset(PRESENCE) - LEFT
"""Status codes of pupils who are in the class."""


def is_here(entry: Enrolment) -> bool:
    """Return whether the pupil is in the class; results of those who left are not due."""
    return entry.status in _HERE


class RosterMatch:
    """
    The pupils whom a sheet may be about, and which of them it has named so far.

    name, born_on: the columns that say whom a row is about. once: one row for each pupil.
    """

    def __init__(
        self,
        roster: Sequence[Enrolment],
        *,
        name: str = "full_name",
        born_on: str = "born_on",
        once: bool = True,
    ) -> None:
        self._name, self._born_on, self._once = name, born_on, once
        self._by_code = {entry.pupil.sector_code.casefold(): entry for entry in roster}
        self._roster = tuple(roster)
        self._seen: dict[str, Line] = {}

    def pupil_of(self, line: Line) -> str:
        """Return the sector code of the row's pupil; empty where the row names none of them."""
        found = self._by_row_code(line) if line.has("sector_code") else self._by_name(line)
        if found is None:
            return ""
        code = found.pupil.sector_code
        before = self._seen.setdefault(code, line)
        if before is not line and self._once:
            line.fault("sheet.pupil_twice", "sector_code", **_twice(found, before))
            line.ledger.spoil(before.grid.sheet, before.row)
        return code

    def _by_row_code(self, line: Line) -> Enrolment | None:
        if line.is_blank("sector_code"):
            line.fault("sheet.value_missing", "sector_code")
            return None
        code = code_of(line, "sector_code")
        found = self._by_code.get(code.casefold()) or self._with_zeros(line, code)
        if found is None:
            name = clean(plain_text(line.cell(self._name).value))[:100]
            line.fault("sheet.pupil_not_on_roster", "sector_code", name=name)
        elif not self._is_named(line, found):
            line.fault("sheet.name_differs", self._name, expected=found.pupil.full_name)
        return found

    def _with_zeros(self, line: Line, code: str) -> Enrolment | None:
        if not code.isdigit() or isinstance(line.cell("sector_code").value, str):
            return None
        fits = [
            entry
            for known, entry in self._by_code.items()
            if known.isdigit() and known.lstrip("0") == code.lstrip("0")
        ]
        if len(fits) != 1:
            return None
        line.warn("sheet.leading_zeros_restored", "sector_code", read=fits[0].pupil.sector_code)
        return fits[0]

    def _is_named(self, line: Line, found: Enrolment) -> bool:
        name = clean(plain_text(line.cell(self._name).value))
        return not name or match_key(name) == match_key(found.pupil.full_name)

    def _by_name(self, line: Line) -> Enrolment | None:
        name = match_key(plain_text(line.cell(self._name).value))
        born_on = birth_day_of(line, self._born_on)
        fits = [
            entry
            for entry in self._roster
            if match_key(entry.pupil.full_name) == name
            and (born_on is None or entry.pupil.born_on == born_on)
        ]
        if len(fits) == 1:
            return fits[0]
        code = "sheet.name_not_enough" if fits else "sheet.pupil_not_on_roster"
        line.fault(code, self._name, name=line.cell(self._name).shown)
        return None

    def is_due(self, code: str) -> bool:
        """Return whether results of this pupil are due."""
        found = self._by_code.get(code.casefold())
        return found is not None and is_here(found)

    @property
    def is_of_another_class(self) -> bool:
        """Return whether not one row was about a pupil of the class."""
        return not self._seen

    def tell_missing(self, ledger: Ledger, sheet: str) -> None:
        """
        Note every pupil of the class whom the sheet does not name.

        A doubt and no error: a school that leaves a pupil without a record must declare the
        reason before it seals, so nobody is lost by a sheet that comes in parts.
        """
        for entry in self._roster:
            pupil = entry.pupil
            if is_here(entry) and pupil.sector_code not in self._seen:
                ledger.warn_of_file(
                    "sheet.pupil_missing",
                    f"{sheet} ({pupil.sector_code})",
                    name=pupil.full_name,
                    sector_code=pupil.sector_code,
                )


def _twice(found: Enrolment, before: Line) -> dict[str, str]:
    return {"name": found.pupil.full_name, "first": before.place("sector_code").where}
