"""Marks as teachers type them, every change with its trace; and teachers' own comments."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hocba.core.assess.moments import Moment
from hocba.core.assess.year import YearAssessment
from hocba.core.terms.codes import SchoolCode, SchoolYear


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell that changed. was, now: as typed; empty for an empty cell. by: person's code."""

    sector_code: str
    column: str
    was: str
    now: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is to be written: whole years by sector code, and the cells by which they differ."""

    years: Mapping[str, YearAssessment]
    changes: Sequence[Change]


Decide = Callable[[Mapping[str, YearAssessment]], Decided]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A comment of a teacher's own bank."""

    number: int
    text: str


class Marks(Protocol):
    """Changes of marks, never removed; a teacher's phrases, the teacher's own."""

    def turn(self, school: SchoolCode, school_year: SchoolYear) -> AbstractContextManager[None]:
        """
        Hold the one turn in which results of a school's year are written or frozen.

        The block is one transaction, whole or not at all. Typed marks, sheets and locking all
        take it, so that what is locked is what was last written, and nothing is written after.
        """
        ...

    def change(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        class_name: str,
        decide: Decide,
        *,
        moment: Moment = Moment.YEAR_END,
    ) -> None:
        """
        Let `decide` see the class's results and write what it says, whole or not at all.

        moment: within the year, other results than those of its end are seen and written.

        Who changes the same class at the same time waits: `decide` sees what they have written.
        """
        ...

    def within_year(
        self, school: SchoolCode, school_year: SchoolYear, moment: Moment
    ) -> Mapping[str, YearAssessment]:
        """Return what was assessed at a moment before the year's end, by sector code."""
        ...

    def latest(
        self, school: SchoolCode, school_year: SchoolYear, sector_codes: Sequence[str]
    ) -> Mapping[tuple[str, str], Change]:
        """Return the last change of each cell that was ever typed, by pupil and column."""
        ...

    def phrases(self, school: SchoolCode, person: str) -> tuple[Phrase, ...]:
        """Return a teacher's bank, oldest first."""
        ...

    def save_phrase(
        self, school: SchoolCode, person: str, text: str, *, number: int | None = None
    ) -> None:
        """Add a phrase, or change one of the teacher's own; a number of others does nothing."""
        ...

    def drop_phrase(self, school: SchoolCode, person: str, number: int) -> None:
        """Remove a phrase of the teacher's own."""
        ...
