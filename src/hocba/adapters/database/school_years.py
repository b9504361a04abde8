"""A school's years as wholes, in PostgreSQL."""

from collections.abc import Sequence

from django.db import IntegrityError

from hocba.adapters.database.models.marks import MarkChangeModel, MomentModel
from hocba.adapters.database.models.records import RecordModel
from hocba.adapters.database.models.roster import RosterEntryModel
from hocba.adapters.database.models.school import (
    AssessmentModel,
    EnrolmentModel,
    ExceptionModel,
)
from hocba.adapters.database.models.years import MadeClassModel, YearEntryModel
from hocba.adapters.database.stored_people import enrolment_row
from hocba.adapters.database.tenancy import within
from hocba.core.compose.next_year import YearAct, YearEntry
from hocba.core.compose.roster import RosterAct
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.terms.vietnam import VIETNAM

_BEGUN_IN = (AssessmentModel, MomentModel, MarkChangeModel, ExceptionModel, RecordModel)


class DatabaseSchoolYears:
    """Implements `SchoolYears`; every method stands within its school."""

    def make_class(
        self, school: SchoolCode, school_year: SchoolYear, name: str, grade: int
    ) -> None:
        """Make a class; see the port."""
        with within(school):
            made = MadeClassModel(
                school=school, school_year=school_year.first, name=name, grade=grade
            )
            MadeClassModel.objects.bulk_create([made], ignore_conflicts=True)

    def drop_class(self, school: SchoolCode, school_year: SchoolYear, name: str) -> None:
        """Forget a class; see the port."""
        with within(school):
            MadeClassModel.objects.filter(
                school=school, school_year=school_year.first, name=name
            ).delete()

    def entries(self, school: SchoolCode, school_year: SchoolYear) -> tuple[YearEntry, ...]:
        """Return the acts on a year's list; see the port."""
        with within(school):
            rows = YearEntryModel.objects.filter(school=school, school_year=school_year.first)
            return tuple(_entry_of(row) for row in rows.order_by("id"))

    def carry(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        enrolments: Sequence[Enrolment],
        entry: YearEntry,
    ) -> None:
        """Write pupils and the trace; see the port."""
        with within(school):
            rows = [enrolment_row(school, school_year, each) for each in enrolments]
            try:
                EnrolmentModel.objects.bulk_create(rows)
            except IntegrityError as there:
                raise Refusal("year.moved_on") from there
            _entry_row(entry).save()

    def take_back(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        sector_codes: Sequence[str],
        entry: YearEntry,
    ) -> None:
        """Take pupils out and leave the trace; see the port."""
        with within(school):
            EnrolmentModel.objects.filter(
                school=school, school_year=school_year.first, sector_code__in=sector_codes
            ).delete()
            _entry_row(entry).save()

    def begun(
        self, school: SchoolCode, school_year: SchoolYear, sector_codes: Sequence[str]
    ) -> frozenset[str]:
        """Return of whom anything has been entered; see the port."""
        of_them = {
            "school": school,
            "school_year": school_year.first,
            "sector_code__in": sector_codes,
        }
        with within(school):
            found = {
                code
                for model in _BEGUN_IN
                for code in model._default_manager.filter(**of_them).values_list(
                    "sector_code", flat=True
                )
            }
            changed = RosterEntryModel.objects.filter(**of_them).exclude(act=RosterAct.ADD.value)
            return frozenset(found | set(changed.values_list("sector_code", flat=True)))


def _entry_row(entry: YearEntry) -> YearEntryModel:
    return YearEntryModel(
        school=entry.school,
        school_year=entry.school_year.first,
        act=entry.act.value,
        by=entry.by,
        at=entry.at,
        basis=entry.basis,
        pupils=[list(pupil) for pupil in entry.pupils],
    )


def _entry_of(row: YearEntryModel) -> YearEntry:
    return YearEntry(
        school=SchoolCode(row.school),
        school_year=SchoolYear(row.school_year),
        act=YearAct(row.act),
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        basis=row.basis,
        pupils=tuple((code, name) for code, name in row.pupils),
        number=row.pk,
    )
