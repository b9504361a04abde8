"""What the acts need of Excel files: lists and results in, templates and tables out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from hocba.core.assess.any_year import AnyYear
from hocba.core.compose.guardianship import Standing
from hocba.core.rules.library import AnyPack
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.people import Enrolment, StaffMember

Value = TypeVar("Value", covariant=True)

TableCell = str | int | Decimal | date | None
"""What a cell of an exported table may hold."""

_NO_NOTES: Mapping[str, AnyYear] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetContext:
    """
    Who uploads, for which year: a sheet that names another school or year is refused.

    school_code: as in the sector database. today: the day of the upload, for birth dates.
    grades: those that a list of the school may hold.
    """

    school_code: str
    school_name: str
    school_year: SchoolYear
    today: date
    grades: tuple[int, ...] = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow(Generic[Value]):
    """One good row. number: as Excel counts, from 1. findings: the row's warnings."""

    sheet: str
    number: int
    value: Value
    findings: tuple[Finding, ...] = ()

    @property
    def where(self) -> str:
        """The row's first cell, for what is wrong with the row as a whole."""
        return f"{self.sheet}!A{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[Value]):
    """
    What was read from one file; nothing is imported by reading.

    rows: only rows without an error of their own, in the order of the sheet. Empty where
    the whole file is wrong (another school, a due column missing).
    findings: every finding of the file, errors and warnings, `where` = `Sheet1!C12`.
    bad_rows: numbers of rows left out for an error. ignored_rows: blank rows, repeated
    headers, totals and signatures below the list.
    headers: header as it stands in the file -> what it was taken for. ignored_headers:
    columns that mean nothing to us.
    """

    name: str
    sheet: str
    rows: tuple[SheetRow[Value], ...]
    findings: tuple[Finding, ...] = ()
    bad_rows: tuple[int, ...] = ()
    ignored_rows: int = 0
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ignored_headers: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the file from being taken as a whole."""
        return tuple(found for found in self.findings if found.weight is not Weight.WARNING)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings worth a person's look."""
        return tuple(found for found in self.findings if found.weight is Weight.WARNING)

    @property
    def good(self) -> tuple[Value, ...]:
        """The values of the good rows: for a user who takes them explicitly."""
        return tuple(row.value for row in self.rows)

    def whole(self) -> tuple[Value, ...]:
        """
        Return the values of a file without any error.

        Raises: Refusal "sheet.has_errors" with every finding.
        """
        if self.errors:
            raise Refusal(
                "sheet.has_errors",
                "the file holds errors",
                findings=self.findings,
                name=self.name,
                count=str(len(self.errors)),
            )
        return self.good


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilYear:
    """A pupil's sector code and what the teacher gives for the year."""

    sector_code: str
    assessment: AnyYear


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedGuardian:
    """
    Who stands for a pupil, as a sheet states it. pupil_name, class_name: of the pupil.

    says_from: whether the sheet states a first day; else it is the day of the upload.
    """

    sector_code: str
    pupil_name: str
    class_name: str
    standing: Standing
    says_from: bool = False


class Spreadsheets(Protocol):
    """
    Reads what schools upload (.xlsx; a table as text, .csv) and writes what they download (.xlsx).

    Each `read_*` raises a Refusal where the file cannot be opened at all (`sheet.file_empty`,
    `sheet.file_too_large`, `sheet.not_excel`, `sheet.old_excel`, `sheet.encrypted`,
    `sheet.file_broken`, `sheet.unpacks_too_large`, `sheet.too_many_sheets`,
    `sheet.too_many_cells`); all that is wrong inside comes back as findings, at once.
    """

    def read_pupils(self, file: bytes, name: str, context: SheetContext) -> Reading[Enrolment]:
        """Read a pupil list of the sector database, of a school, or of new pupils of grade 1."""
        ...

    def read_staff(self, file: bytes, name: str, context: SheetContext) -> Reading[StaffMember]:
        """Read a staff list with assignments; rows of one staff code are one person."""
        ...

    def read_guardians(
        self, file: bytes, name: str, context: SheetContext, roster: Sequence[Enrolment]
    ) -> Reading[ListedGuardian]:
        """Read who stands for which pupil; a row a person and pupil. roster: who may be named."""
        ...

    def read_year_results(
        self,
        file: bytes,
        name: str,
        context: SheetContext,
        *,
        grade: int,
        class_name: str,
        pack: AnyPack,
        roster: Sequence[Enrolment],
    ) -> Reading[PupilYear]:
        """
        Read a class's year-end results.

        roster: the pupils of that class; those who have left are neither due nor refused.
        """
        ...

    def template_pupils(self, context: SheetContext) -> bytes:
        """Write an empty pupil list with its catalogues."""
        ...

    def template_staff(self, context: SheetContext) -> bytes:
        """Write an empty staff list with its catalogues."""
        ...

    def template_guardians(self, context: SheetContext, roster: Sequence[Enrolment]) -> bytes:
        """Write a list of guardians with the pupils filled in, two rows for each."""
        ...

    def template_year_results(
        self,
        context: SheetContext,
        *,
        grade: int,
        class_name: str,
        pack: AnyPack,
        roster: Sequence[Enrolment],
        known: Mapping[str, AnyYear] = _NO_NOTES,
    ) -> bytes:
        """
        Write the result sheet of a class: pupils filled in, inputs open, the rest locked.

        known: assessments by sector code that are filled in already.
        """
        ...

    def table_to_xlsx(
        self,
        title: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[TableCell]],
        note: str = "",
    ) -> bytes:
        """Write one table: title, header, rows, and a note on how the figures were made."""
        ...
