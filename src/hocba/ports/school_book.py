"""What a school knows before anything is signed: classes, pupils, staff, results, exceptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from hocba.core.assess.any_year import AnyYear
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.content import School
from hocba.core.compose.exceptions import RecordException
from hocba.core.compose.roster import RosterEntry
from hocba.core.compose.staffing import StaffingEntry
from hocba.core.terms.codes import PersonalId, RecordCode, SchoolCode, SchoolYear
from hocba.core.terms.people import Enrolment, Pupil, StaffMember


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """
    One class of a year. grades: more than one where grades are taught together.

    pupils: all who are on its list, those who have left included; 0 of a class made ahead.
    """

    name: str
    grades: tuple[int, ...]
    pupils: int

    @property
    def grade(self) -> int:
        """The class's grade, the lowest where there are several."""
        return self.grades[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """How many rows a save added, changed, and found as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


class SchoolBook(Protocol):
    """One row a pupil, a teacher, a result; every `save_*` is one transaction, whole or none."""

    def schools(self) -> tuple[School, ...]:
        """Return the schools of this office, by name."""
        ...

    def school(self, code: SchoolCode) -> School:
        """
        Return one school.

        Raises: Refusal "school.unknown".
        """
        ...

    def save_school(self, school: School) -> None:
        """Add a school or change its name, kind or place."""
        ...

    def school_years(self, school: SchoolCode) -> tuple[SchoolYear, ...]:
        """Return the years in which the school has pupils or classes, latest first."""
        ...

    def classes(self, school: SchoolCode, school_year: SchoolYear) -> tuple[ClassRow, ...]:
        """Return the classes of a year, by grade and name."""
        ...

    def enrolments(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> tuple[Enrolment, ...]:
        """Return the pupils of a class, or of all classes, in the order of Vietnamese names."""
        ...

    def save_enrolments(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        enrolments: Sequence[Enrolment],
        entries: Sequence[RosterEntry] = (),
    ) -> Saved:
        """
        Add or change pupils by sector code, with the history of it; nobody is removed.

        Results and noted exceptions go along with a pupil who moves.
        """
        ...

    def change_roster(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        enrolment: Enrolment,
        *,
        seen: str,
        entries: Sequence[RosterEntry],
    ) -> None:
        """
        Write a pupil's line together with its history, in one transaction.

        seen: of the line as it was read, empty for a pupil who is not in the list yet; results
        and a noted exception of the pupil go along to another class.
        Raises: Refusal "roster.moved_on" when the line is another by now.
        """
        ...

    def roster_history(
        self, school: SchoolCode, school_year: SchoolYear, sector_code: str | None = None
    ) -> tuple[RosterEntry, ...]:
        """Return the history of the list, or of one pupil, in the order of writing."""
        ...

    def pupils(self, school: SchoolCode, sector_codes: Sequence[str]) -> Mapping[str, Pupil]:
        """Return pupils by sector code, each as last listed; nobody who never was."""
        ...

    def pupils_numbered(self, number: PersonalId) -> tuple[tuple[SchoolCode, Pupil], ...]:
        """Return the pupils with this personal number, one a school, as last listed there."""
        ...

    def staff(self, school: SchoolCode) -> tuple[StaffMember, ...]:
        """Return the staff in the order of Vietnamese names."""
        ...

    def staff_numbered(self, number: PersonalId) -> tuple[StaffMember, ...]:
        """Return who has this personal number, in all schools of the office."""
        ...

    def save_staff(
        self,
        school: SchoolCode,
        staff: Sequence[StaffMember],
        entries: Sequence[StaffingEntry] = (),
    ) -> Saved:
        """Add or change staff by staff code, with the trace of it; nobody is removed."""
        ...

    def staffing_history(
        self, school: SchoolCode, staff_code: str | None = None
    ) -> tuple[StaffingEntry, ...]:
        """Return the changes of assignments, of one person or all, in the order of writing."""
        ...

    def assessments(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> Mapping[str, YearAssessment]:
        """Return year-end results of primary classes by sector code, of a class or of all."""
        ...

    def results(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> Mapping[str, AnyYear]:
        """Return year-end results by sector code, whichever the grade."""
        ...

    def save_assessments(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        class_name: str,
        assessments: Mapping[str, AnyYear],
    ) -> Saved:
        """Add or change results by sector code."""
        ...

    def exceptions(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> tuple[RecordException, ...]:
        """Return the exceptions that hold now."""
        ...

    def save_exceptions(self, exceptions: Sequence[RecordException]) -> None:
        """Note exceptions; a later one of the same pupil and year replaces the earlier."""
        ...

    def end_exception(self, school: SchoolCode, school_year: SchoolYear, sector_code: str) -> None:
        """End an exception: a record is due again."""
        ...

    def record_codes(
        self, school: SchoolCode, sector_codes: Sequence[str]
    ) -> Mapping[str, RecordCode]:
        """Return the record codes that these pupils have already, by sector code."""
        ...

    def save_record_codes(self, school: SchoolCode, codes: Mapping[str, RecordCode]) -> None:
        """
        Give pupils their record code for ever. A pupil who has one keeps it.

        Raises: Refusal "school.record_code_taken" when another pupil has the code.
        """
        ...
