"""The school's years as wholes: classes that were made, and who was carried up from where."""

from collections.abc import Sequence
from typing import Protocol

from hocba.core.compose.next_year import YearEntry
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.people import Enrolment


class SchoolYears(Protocol):
    """What makes a year's list, and the trace of it."""

    def make_class(
        self, school: SchoolCode, school_year: SchoolYear, name: str, grade: int
    ) -> None:
        """Make a class that nobody is in yet; one that is there stays."""
        ...

    def drop_class(self, school: SchoolCode, school_year: SchoolYear, name: str) -> None:
        """Forget that a class was made; its pupils stay, and with them the class."""
        ...

    def entries(self, school: SchoolCode, school_year: SchoolYear) -> tuple[YearEntry, ...]:
        """Return the acts on a year's list, in the order of writing."""
        ...

    def carry(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        enrolments: Sequence[Enrolment],
        entry: YearEntry,
    ) -> None:
        """
        Write pupils into a year's list together with the trace of it, whole or not at all.

        Raises: Refusal "year.moved_on" when one of them is in it by now.
        """
        ...

    def take_back(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        sector_codes: Sequence[str],
        entry: YearEntry,
    ) -> None:
        """Take pupils out of a year's list again together with the trace of it."""
        ...

    def begun(
        self, school: SchoolCode, school_year: SchoolYear, sector_codes: Sequence[str]
    ) -> frozenset[str]:
        """Return those of whom anything has been entered in that year: marks, reasons, records."""
        ...
