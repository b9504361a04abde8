"""Where oversight keeps its counts, and what people wrote who followed a signal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hocba.core.report.oversight_tally import Cell, Tally, Trait
from hocba.core.terms.codes import SchoolYear


class Following(StrEnum):
    """How a signal stands with those who follow it, as the latest note says."""

    LOOKING = "DANG_XEM"
    CLEARED = "DA_RO"
    HANDED_ON = "CHUYEN_TIEP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote down. signal: its code; unit: the province or school it is about."""

    signal: str
    unit: str
    school_year: SchoolYear
    by: str
    at: datetime
    words: str
    state: Following = Following.LOOKING


class Traits(Protocol):
    """Counts that move on with the office's log."""

    def next_index(self) -> int:
        """Return the first leaf of the log that is not counted yet."""
        ...

    def add(self, tally: Tally, *, seen: int, next_index: int) -> None:
        """
        Add counts and move on, both or neither.

        seen: the place that the counting began at.
        Raises: Refusal "oversight.moved_on" when somebody else has counted on meanwhile.
        """
        ...

    def forget(self) -> None:
        """Remove all counts of the office: they are then counted anew from the first leaf."""
        ...

    def years(self) -> tuple[SchoolYear, ...]:
        """Return the school years of which anything is counted, in order."""
        ...

    def counts(self, school_year: SchoolYear, *, trait: Trait | None = None) -> Mapping[Cell, int]:
        """Return every cell of a school year, or those of one trait."""
        ...


class Notes(Protocol):
    """Append-only."""

    def append(self, note: Note) -> None:
        """Keep a note."""
        ...

    def of_year(self, school_year: SchoolYear) -> tuple[Note, ...]:
        """Return a school year's notes, newest first."""
        ...
