"""Marks as they are typed, in PostgreSQL: one class at a time, each change kept."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import connection

from hocba.adapters.database.models.marks import MarkChangeModel, MomentModel, PhraseModel
from hocba.adapters.database.school_book import DatabaseSchoolBook
from hocba.adapters.database.stored_results import assessment_of, json_of
from hocba.adapters.database.tenancy import within
from hocba.core.assess.moments import Moment
from hocba.core.assess.year import YearAssessment
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.marks import Change, Decide, Phrase

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 27))"


class DatabaseMarks:
    """Implements `Marks`; every method stands within its school."""

    @contextmanager
    def turn(self, school: SchoolCode, school_year: SchoolYear) -> Iterator[None]:
        """Hold the turn of a school's year; see the port."""
        with within(school):
            with connection.cursor() as cursor:
                # Of the school's year, not of the class: a pupil who changes class meanwhile
                # is still written by one at a time. A save holds it for milliseconds, the
                # locking of a class for less than a second.
                cursor.execute(_LOCK, (f"{school}/{school_year}",))
            yield

    def change(
        self,
        school: SchoolCode,
        school_year: SchoolYear,
        class_name: str,
        decide: Decide,
        *,
        moment: Moment = Moment.YEAR_END,
    ) -> None:
        """Write what `decide` says; see the port."""
        book = DatabaseSchoolBook(school)
        with self.turn(school, school_year):
            # One transaction: a crash before its end leaves neither marks nor traces.
            if moment is Moment.YEAR_END:
                decided = decide(book.assessments(school, school_year))
                book.save_assessments(school, school_year, class_name, decided.years)
            else:
                decided = decide(self.within_year(school, school_year, moment))
                _save_moment(school, school_year, moment, decided.years)
            MarkChangeModel.objects.bulk_create(
                [_change_row(school, school_year, each) for each in decided.changes]
            )

    def within_year(
        self, school: SchoolCode, school_year: SchoolYear, moment: Moment
    ) -> Mapping[str, YearAssessment]:
        """Return what was assessed at a moment; see the port."""
        with within(school):
            rows = MomentModel.objects.filter(
                school=school, school_year=school_year.first, moment=moment.value
            )
            return {row.sector_code: assessment_of(row.year) for row in rows}

    def latest(
        self, school: SchoolCode, school_year: SchoolYear, sector_codes: Sequence[str]
    ) -> Mapping[tuple[str, str], Change]:
        """Return the last change of each cell; see the port."""
        with within(school):
            rows = MarkChangeModel.objects.filter(
                school=school, school_year=school_year.first, sector_code__in=sector_codes
            ).order_by("id")
            return {(row.sector_code, row.column): _change_of(row) for row in rows}

    def phrases(self, school: SchoolCode, person: str) -> tuple[Phrase, ...]:
        """Return a teacher's bank; see the port."""
        with within(school):
            rows = PhraseModel.objects.filter(school=school, person=person).order_by("id")
            return tuple(Phrase(number=row.pk, text=row.text) for row in rows)

    def save_phrase(
        self, school: SchoolCode, person: str, text: str, *, number: int | None = None
    ) -> None:
        """Add or change a phrase; see the port."""
        with within(school):
            if number is None:
                PhraseModel.objects.create(school=school, person=person, text=text)
                return
            own = PhraseModel.objects.filter(school=school, person=person, pk=number)
            own.update(text=text)

    def drop_phrase(self, school: SchoolCode, person: str, number: int) -> None:
        """Remove a phrase; see the port."""
        with within(school):
            PhraseModel.objects.filter(school=school, person=person, pk=number).delete()


def _save_moment(
    school: SchoolCode,
    school_year: SchoolYear,
    moment: Moment,
    years: Mapping[str, YearAssessment],
) -> None:
    MomentModel.objects.bulk_create(
        [
            MomentModel(
                school=school,
                school_year=school_year.first,
                moment=moment.value,
                sector_code=code,
                year=json_of(year),
            )
            for code, year in years.items()
        ],
        update_conflicts=True,
        unique_fields=["school", "school_year", "moment", "sector_code"],
        update_fields=["year"],
    )


def _change_row(school: SchoolCode, school_year: SchoolYear, change: Change) -> MarkChangeModel:
    return MarkChangeModel(
        school=school,
        school_year=school_year.first,
        sector_code=change.sector_code,
        column=change.column,
        was=change.was,
        now=change.now,
        by=change.by,
        at=change.at,
    )


def _change_of(row: MarkChangeModel) -> Change:
    return Change(
        sector_code=row.sector_code,
        column=row.column,
        was=row.was,
        now=row.now,
        by=row.by,
        at=row.at.astimezone(VIETNAM),
    )
