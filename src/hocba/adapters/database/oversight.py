"""Oversight's counts and notes in PostgreSQL."""

from collections.abc import Mapping

from django.db.models import QuerySet

from hocba.adapters.database.models.desk import (
    OversightCountModel,
    OversightNoteModel,
    OversightPlaceModel,
)
from hocba.adapters.database.office_scope import of_office
from hocba.adapters.database.servers import here
from hocba.core.report.oversight_tally import Cell, Tally, Trait
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.oversight import Following, Note

_GROW = """
INSERT INTO oversight_count AS c (office, school_year, province, school, trait, value, count)
SELECT %s, * FROM unnest(%s::int2[], %s::varchar[], %s::varchar[], %s::varchar[], %s::varchar[],
    %s::int8[])
ON CONFLICT (office, school_year, province, school, trait, value)
    DO UPDATE SET count = c.count + excluded.count
"""


class DatabaseTraits:
    """Implements `Traits`. office: its code."""

    def __init__(self, office: str) -> None:
        self._office = office

    def next_index(self) -> int:
        """Return the first leaf not counted; see the port."""
        with of_office(self._office):
            row = OversightPlaceModel.objects.filter(office=self._office).first()
            return 0 if row is None else row.next_index

    def add(self, tally: Tally, *, seen: int, next_index: int) -> None:
        """Add counts and move on; see the port."""
        with of_office(self._office), here().cursor() as cursor:
            places = OversightPlaceModel.objects
            places.bulk_create([OversightPlaceModel(office=self._office)], ignore_conflicts=True)
            # Whoever holds this row counts alone.
            place = places.select_for_update().get(office=self._office)
            if place.next_index != seen:
                raise Refusal("oversight.moved_on", seen=str(seen), now=str(place.next_index))
            if tally:
                cursor.execute(_GROW, (self._office, *_columns(tally)))
            places.filter(office=self._office).update(next_index=next_index)

    def forget(self) -> None:
        """Remove all counts; see the port."""
        with of_office(self._office):
            OversightCountModel.objects.filter(office=self._office).delete()
            OversightPlaceModel.objects.filter(office=self._office).delete()

    def years(self) -> tuple[SchoolYear, ...]:
        """Return the years of which anything is counted; see the port."""
        with of_office(self._office):
            rows = OversightCountModel.objects.filter(office=self._office)
            firsts = rows.order_by("school_year").values_list("school_year", flat=True).distinct()
            return tuple(map(SchoolYear, firsts))

    def counts(self, school_year: SchoolYear, *, trait: Trait | None = None) -> Mapping[Cell, int]:
        """Return cells of a year; see the port."""
        with of_office(self._office):
            rows = OversightCountModel.objects.filter(
                office=self._office, school_year=school_year.first
            )
            if trait is not None:
                rows = rows.filter(trait=trait.value)
            return {
                Cell(
                    school_year=row.school_year,
                    province=row.province,
                    school=row.school,
                    trait=row.trait,
                    value=row.value,
                ): row.count
                for row in rows
            }


def _columns(tally: Tally) -> list[list[object]]:
    # In one order always: two counters that wait for each other's rows would be a deadlock.
    rows = [
        (cell.school_year, cell.province, cell.school, cell.trait, cell.value, count)
        for cell, count in sorted(tally.items())
    ]
    return [list(column) for column in zip(*rows, strict=True)]


class DatabaseNotes:
    """Implements `Notes`. office: its code."""

    def __init__(self, office: str) -> None:
        self._office = office

    def append(self, note: Note) -> None:
        """Keep a note; see the port."""
        with of_office(self._office):
            OversightNoteModel(
                office=self._office,
                signal=note.signal,
                unit=note.unit,
                school_year=note.school_year.first,
                by=note.by,
                at=note.at,
                words=note.words,
                state=note.state.value,
            ).save(force_insert=True)

    def of_year(self, school_year: SchoolYear) -> tuple[Note, ...]:
        """Return a year's notes, newest first; see the port."""
        with of_office(self._office):
            return tuple(_told(row) for row in self._rows(school_year).order_by("-at", "-id"))

    def _rows(self, school_year: SchoolYear) -> QuerySet[OversightNoteModel]:
        return OversightNoteModel.objects.filter(office=self._office, school_year=school_year.first)


def _told(row: OversightNoteModel) -> Note:
    return Note(
        signal=row.signal,
        unit=row.unit,
        school_year=SchoolYear(row.school_year),
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        words=row.words,
        state=Following(row.state),
    )
