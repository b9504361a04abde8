"""Where logs above keep a school's records, in PostgreSQL."""

from collections.abc import Sequence

from hocba.adapters.database.models.log_places import LogPlaceModel
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.ports.log_places import ToldPlace


class DatabaseLogPlaces:
    """Implements `LogPlaces`; a trigger keeps what stands."""

    def note(self, places: Sequence[ToldPlace]) -> None:
        """Keep places; see the port."""
        for school in {place.school for place in places}:
            with within(school):
                LogPlaceModel.objects.bulk_create(
                    [_row(place) for place in places if place.school == school],
                    ignore_conflicts=True,
                )

    def of_record(self, key: RecordKey) -> tuple[ToldPlace, ...]:
        """Return the places of a record; see the port."""
        with within(EVERY_SCHOOL):
            rows = LogPlaceModel.objects.filter(
                record_code=key.record_code,
                school_year=key.school_year.first,
                version=key.version,
            )
            return tuple(_place(row) for row in rows.order_by("log"))


def _row(place: ToldPlace) -> LogPlaceModel:
    return LogPlaceModel(
        school=place.school,
        record_code=place.key.record_code,
        school_year=place.key.school_year.first,
        version=place.key.version,
        log=place.log,
        index=place.index,
    )


def _place(row: LogPlaceModel) -> ToldPlace:
    return ToldPlace(
        school=SchoolCode(row.school),
        key=RecordKey(
            record_code=RecordCode(row.record_code),
            school_year=SchoolYear(row.school_year),
            version=row.version,
        ),
        log=row.log,
        index=row.index,
    )
