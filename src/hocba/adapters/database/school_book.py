"""The school's book in PostgreSQL: one query to read a list, one to write it."""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError
from django.db.models import Count, QuerySet

from hocba.adapters.database.models.roster import RosterEntryModel
from hocba.adapters.database.models.school import (
    AssessmentModel,
    EnrolmentModel,
    ExceptionModel,
    RecordCodeModel,
    SchoolModel,
    StaffModel,
)
from hocba.adapters.database.models.staffing import StaffingEntryModel
from hocba.adapters.database.models.years import MadeClassModel
from hocba.adapters.database.stored_people import (
    ENROLMENT_FIELDS,
    STAFF_FIELDS,
    enrolment_of,
    enrolment_row,
    staff_of,
    staff_row,
)
from hocba.adapters.database.stored_results import assessment_of
from hocba.adapters.database.stored_roster import entry_of, entry_row
from hocba.adapters.database.stored_schools import SCHOOL_FIELDS, school_of, school_row
from hocba.adapters.database.stored_secondary import any_json, any_year, is_secondary
from hocba.adapters.database.stored_staffing import staffing_of, staffing_row
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.assess.any_year import AnyYear
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.content import School
from hocba.core.compose.exceptions import ExceptionReason, RecordException
from hocba.core.compose.roster import RosterAct, RosterEntry
from hocba.core.compose.roster import seen as seen_of
from hocba.core.compose.staffing import StaffingEntry
from hocba.core.terms.codes import PersonalId, RecordCode, SchoolCode, SchoolYear
from hocba.core.terms.differences import Difference, difference
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment, Pupil, StaffMember
from hocba.ports.school_book import ClassRow, Saved

_A_YEAR = ("school", "school_year", "sector_code")


class DatabaseSchoolBook:
    """
    Implements `SchoolBook`.

    tenant: the one school whose rows it may see, or `EVERY_SCHOOL` of the office.
    """

    def __init__(self, tenant: str = EVERY_SCHOOL) -> None:
        self._tenant = tenant

    def schools(self) -> tuple[School, ...]:
        """Return the schools of this office; see the port."""
        with within(self._tenant):
            return tuple(school_of(row) for row in SchoolModel.objects.order_by("name", "school"))

    def school(self, code: SchoolCode) -> School:
        """Return one school; see the port."""
        with within(code):
            row = SchoolModel.objects.filter(school=code).first()
        if row is None:
            raise Refusal("school.unknown", "no such school", school=code)
        return school_of(row)

    def save_school(self, school: School) -> None:
        """Add or change a school; see the port."""
        with within(school.code):
            SchoolModel.objects.bulk_create(
                [school_row(school)],
                update_conflicts=True,
                unique_fields=["school"],
                update_fields=SCHOOL_FIELDS,
            )

    def school_years(self, school: SchoolCode) -> tuple[SchoolYear, ...]:
        """Return the years with pupils; see the port."""
        with within(school):
            rows = EnrolmentModel.objects.filter(school=school).values_list("school_year")
            made = MadeClassModel.objects.filter(school=school).values_list("school_year")
            return tuple(SchoolYear(y) for (y,) in sorted({*rows, *made}, reverse=True))

    def classes(self, school: SchoolCode, school_year: SchoolYear) -> tuple[ClassRow, ...]:
        """Return the classes of a year; see the port."""
        with within(school):
            rows = _of_year(school, school_year).values_list("class_name", "grade")
            counted = list(rows.annotate(pupils=Count("id")))
            made = MadeClassModel.objects.filter(school=school, school_year=school_year.first)
            empty = [(name, grade, 0) for name, grade in made.values_list("name", "grade")]
        with_pupils = {name for name, _, _ in counted}
        counted += [row for row in empty if row[0] not in with_pupils]
        counted.sort(key=lambda row: (row[1], row[0]))
        sizes: dict[str, int] = {}
        grades: dict[str, tuple[int, ...]] = {}
        for name, grade, pupils in counted:
            sizes[name] = sizes.get(name, 0) + pupils
            grades[name] = (*grades.get(name, ()), grade)
        return tuple(
            ClassRow(name=name, grades=grades[name], pupils=sizes[name]) for name in grades
        )

    def enrolments(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> tuple[Enrolment, ...]:
        """Return pupils by class and name; see the port."""
        with within(school):
            rows = _of_year(school, school_year)
            if class_name is not None:
                rows = rows.filter(class_name=class_name)
            ordered = rows.order_by("grade", "class_name", "sort_key", "born_on", "sector_code")
            return tuple(enrolment_of(row) for row in ordered)

    def save_enrolments(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        enrolments: Sequence[Enrolment],
        entries: Sequence[RosterEntry] = (),
    ) -> Saved:
        """Add or change pupils; see the port."""
        given = {enrolment.pupil.sector_code: enrolment for enrolment in enrolments}
        with within(school):
            rows = _of_year(school, school_year).filter(sector_code__in=given)
            found = difference({row.sector_code: enrolment_of(row) for row in rows}, given)
            EnrolmentModel.objects.bulk_create(
                [enrolment_row(school, school_year, given[code]) for code in _due(found)],
                update_conflicts=True,
                unique_fields=_A_YEAR,
                update_fields=ENROLMENT_FIELDS,
            )
            for entry in entries:
                if entry.act is RosterAct.MOVE:
                    _take_along(school, school_year, entry.sector_code, entry.now.class_name)
            RosterEntryModel.objects.bulk_create([entry_row(entry) for entry in entries])
        return _saved(found)

    def change_roster(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        enrolment: Enrolment,
        *,
        seen: str,
        entries: Sequence[RosterEntry],
    ) -> None:
        """Write a pupil's line with its history; see the port."""
        code = enrolment.pupil.sector_code
        with within(school):
            # Locked until the end of the transaction: the second of two writers reads anew.
            row = _of_year(school, school_year).filter(sector_code=code).select_for_update().first()
            if seen != ("" if row is None else seen_of(enrolment_of(row))):
                raise Refusal("roster.moved_on", "the line is another by now")
            new = enrolment_row(school, school_year, enrolment)
            new.pk = None if row is None else row.pk
            try:
                new.save()
            except IntegrityError as taken:
                raise Refusal("roster.moved_on", "the pupil has just been added") from taken
            _take_along(school, school_year, code, enrolment.class_name)
            RosterEntryModel.objects.bulk_create([entry_row(entry) for entry in entries])

    def roster_history(
        self, school: SchoolCode, school_year: SchoolYear, sector_code: str | None = None
    ) -> tuple[RosterEntry, ...]:
        """Return the history of the list; see the port."""
        with within(school):
            rows = RosterEntryModel.objects.filter(school=school, school_year=school_year.first)
            if sector_code is not None:
                rows = rows.filter(sector_code=sector_code)
            return tuple(entry_of(row) for row in rows.order_by("id"))

    def pupils(self, school: SchoolCode, sector_codes: Sequence[str]) -> Mapping[str, Pupil]:
        """Return pupils by sector code; see the port."""
        with within(school):
            rows = EnrolmentModel.objects.filter(school=school, sector_code__in=sector_codes)
            return {
                row.sector_code: enrolment_of(row).pupil for row in rows.order_by("school_year")
            }

    def pupils_numbered(self, number: PersonalId) -> tuple[tuple[SchoolCode, Pupil], ...]:
        """Return the pupils with this personal number; see the port."""
        with within(self._tenant):
            named = EnrolmentModel.objects.filter(personal_id=number)
            keys = set(named.values_list("school", "sector_code"))
            rows = EnrolmentModel.objects.filter(sector_code__in={code for _, code in keys})
            # The latest line counts: a number that was corrected since is nobody's any more.
            last = {(row.school, row.sector_code): row for row in rows.order_by("school_year")}
            found = [last[key] for key in sorted(keys) if last[key].personal_id == number]
            return tuple((SchoolCode(row.school), enrolment_of(row).pupil) for row in found)

    def staff(self, school: SchoolCode) -> tuple[StaffMember, ...]:
        """Return the staff by name; see the port."""
        with within(school):
            rows = StaffModel.objects.filter(school=school).order_by("sort_key", "staff_code")
            return tuple(staff_of(row) for row in rows)

    def staff_numbered(self, number: PersonalId) -> tuple[StaffMember, ...]:
        """Return who has this personal number; see the port."""
        with within(self._tenant):
            rows = StaffModel.objects.filter(personal_id=number).order_by("school", "staff_code")
            return tuple(staff_of(row) for row in rows)

    def save_staff(
        self,
        school: SchoolCode,
        staff: Sequence[StaffMember],
        entries: Sequence[StaffingEntry] = (),
    ) -> Saved:
        """Add or change staff; see the port. One transaction: no change without its trace."""
        given = {member.staff_code: member for member in staff}
        with within(school):
            rows = StaffModel.objects.filter(school=school, staff_code__in=given)
            found = difference({row.staff_code: staff_of(row) for row in rows}, given)
            StaffModel.objects.bulk_create(
                [staff_row(school, given[code]) for code in _due(found)],
                update_conflicts=True,
                unique_fields=("school", "staff_code"),
                update_fields=STAFF_FIELDS,
            )
            StaffingEntryModel.objects.bulk_create([staffing_row(each) for each in entries])
        return _saved(found)

    def staffing_history(
        self, school: SchoolCode, staff_code: str | None = None
    ) -> tuple[StaffingEntry, ...]:
        """Return the changes of assignments; see the port."""
        with within(school):
            rows = StaffingEntryModel.objects.filter(school=school)
            if staff_code is not None:
                rows = rows.filter(staff_code=staff_code)
            return tuple(staffing_of(row) for row in rows.order_by("id"))

    def assessments(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> Mapping[str, YearAssessment]:
        """Return results by sector code; see the port."""
        with within(school):
            rows = AssessmentModel.objects.filter(school=school, school_year=school_year.first)
            if class_name is not None:
                rows = rows.filter(class_name=class_name)
            return {
                row.sector_code: assessment_of(row.year)
                for row in rows
                if not is_secondary(row.year)
            }

    def results(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> Mapping[str, AnyYear]:
        """Return results of primary and secondary classes; see the port."""
        with within(school):
            rows = AssessmentModel.objects.filter(school=school, school_year=school_year.first)
            if class_name is not None:
                rows = rows.filter(class_name=class_name)
            return {row.sector_code: any_year(row.year) for row in rows}

    def save_assessments(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        class_name: str,
        assessments: Mapping[str, AnyYear],
    ) -> Saved:
        """Add or change results; see the port."""
        with within(school):
            rows = AssessmentModel.objects.filter(
                school=school, school_year=school_year.first, sector_code__in=assessments
            )
            # The class counts as part of the value: a pupil who changed class takes it along.
            known = {r.sector_code: (r.class_name, any_year(r.year)) for r in rows}
            given = {code: (class_name, year) for code, year in assessments.items()}
            found = difference(known, given)
            AssessmentModel.objects.bulk_create(
                [
                    AssessmentModel(
                        school=school,
                        school_year=school_year.first,
                        sector_code=code,
                        class_name=class_name,
                        year=any_json(assessments[code]),
                    )
                    for code in _due(found)
                ],
                update_conflicts=True,
                unique_fields=_A_YEAR,
                update_fields=("class_name", "year"),
            )
        return _saved(found)

    def exceptions(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> tuple[RecordException, ...]:
        """Return the exceptions that hold; see the port."""
        with within(school):
            rows = ExceptionModel.objects.filter(school=school, school_year=school_year.first)
            if class_name is not None:
                rows = rows.filter(class_name=class_name)
            return tuple(_exception_of(row) for row in rows.order_by("class_name", "sector_code"))

    def save_exceptions(self, exceptions: Sequence[RecordException]) -> None:
        """Note exceptions; see the port."""
        for school in dict.fromkeys(exception.school for exception in exceptions):
            with within(school):
                ExceptionModel.objects.bulk_create(
                    [_exception_row(e) for e in exceptions if e.school == school],
                    update_conflicts=True,
                    unique_fields=_A_YEAR,
                    update_fields=("class_name", "reason", "note", "expected_on"),
                )

    def end_exception(self, school: SchoolCode, school_year: SchoolYear, sector_code: str) -> None:
        """End an exception; see the port."""
        with within(school):
            ExceptionModel.objects.filter(
                school=school, school_year=school_year.first, sector_code=sector_code
            ).delete()

    def record_codes(
        self, school: SchoolCode, sector_codes: Sequence[str]
    ) -> Mapping[str, RecordCode]:
        """Return record codes by sector code; see the port."""
        with within(school):
            rows = RecordCodeModel.objects.filter(school=school, sector_code__in=sector_codes)
            return {row.sector_code: RecordCode(row.record_code) for row in rows}

    def save_record_codes(self, school: SchoolCode, codes: Mapping[str, RecordCode]) -> None:
        """Give pupils their record code; see the port."""
        with within(school):
            known = self.record_codes(school, tuple(codes))
            new = {pupil: code for pupil, code in codes.items() if pupil not in known}
            try:
                RecordCodeModel.objects.bulk_create(
                    RecordCodeModel(school=school, sector_code=pupil, record_code=code)
                    for pupil, code in new.items()
                )
            except IntegrityError as taken:
                codes_shown = ", ".join(new.values())[:80]
                raise Refusal("school.record_code_taken", value=codes_shown) from taken


def _of_year(school: SchoolCode, school_year: SchoolYear) -> QuerySet[EnrolmentModel]:
    return EnrolmentModel.objects.filter(school=school, school_year=school_year.first)


def _take_along(
    school: SchoolCode, school_year: SchoolYear, sector_code: str, class_name: str
) -> None:
    """Let a pupil's results and noted exception stand in the pupil's class."""
    of_pupil = {"school": school, "school_year": school_year.first, "sector_code": sector_code}
    AssessmentModel.objects.filter(**of_pupil).update(class_name=class_name)
    ExceptionModel.objects.filter(**of_pupil).update(class_name=class_name)


def _due(found: Difference[str]) -> tuple[str, ...]:
    return (*found.added, *found.changed)


def _saved(found: Difference[str]) -> Saved:
    return Saved(added=len(found.added), changed=len(found.changed), unchanged=len(found.unchanged))


def _exception_row(exception: RecordException) -> ExceptionModel:
    return ExceptionModel(
        school=exception.school,
        school_year=exception.school_year.first,
        sector_code=exception.sector_code,
        class_name=exception.class_name,
        reason=exception.reason.value,
        note=exception.note,
        expected_on=exception.expected_on,
    )


def _exception_of(row: ExceptionModel) -> RecordException:
    return RecordException(
        school=SchoolCode(row.school),
        school_year=SchoolYear(row.school_year),
        sector_code=row.sector_code,
        class_name=row.class_name,
        reason=ExceptionReason(row.reason),
        note=row.note,
        expected_on=row.expected_on,
    )
