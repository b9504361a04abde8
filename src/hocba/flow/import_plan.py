"""A dry run: what a file would change, before anybody says yes."""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.outside import Outside
from hocba.ports.spreadsheets import Reading, SheetContext

Row = TypeVar("Row")

ALL_GRADES: Final = tuple(range(1, 13))
"""A school of several levels has one list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan(Generic[Row]):
    """
    What was read from a file and what taking it would do; nothing has been done.

    added, changed, unchanged: the good rows. absent: known at the school and not in the file;
    they stay as they are. findings: the file's and those of comparing it with what is known.
    """

    reading: Reading[Row]
    added: tuple[Row, ...]
    changed: tuple[Row, ...]
    unchanged: tuple[Row, ...]
    absent: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the file from being taken as a whole."""
        return tuple(found for found in self.findings if found.weight is not Weight.WARNING)

    @property
    def good(self) -> tuple[Row, ...]:
        """Every row that may be taken."""
        return (*self.added, *self.changed, *self.unchanged)

    def taken(self, *, good_rows_only: bool) -> tuple[Row, ...]:
        """
        Return the rows to take.

        good_rows_only: the user takes the good rows of a file with errors, explicitly.
        Raises: Refusal "sheet.has_errors" with every finding.
        """
        if self.errors and not good_rows_only:
            raise Refusal(
                "sheet.has_errors",
                "the file holds errors",
                findings=self.findings,
                name=self.reading.name,
                count=str(len(self.errors)),
            )
        return self.good


def context_of(outside: Outside, school: SchoolCode, school_year: SchoolYear) -> SheetContext:
    """
    Return what a school's sheets are read against today.

    Raises: Refusal "school.unknown".
    """
    return SheetContext(
        school_code=school,
        school_name=outside.book.school(school).name,
        school_year=school_year,
        today=day_in_vietnam(outside.clock.now()),
        grades=ALL_GRADES,
    )
