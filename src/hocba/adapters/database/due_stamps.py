"""Time stamps that are due, in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from hocba.adapters.database.models.due_stamps import DueStampModel
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.time_stamps import DueStamp


class DatabaseDueStamps:
    """Implements `DueStamps`."""

    def owe(self, due: Sequence[DueStamp]) -> None:
        """Note stamps as due; see the port."""
        if not due:
            return
        with within(due[0].school):
            DueStampModel.objects.bulk_create(map(_row, due), ignore_conflicts=True)

    def waiting(self, *, limit: int, school: SchoolCode | None = None) -> tuple[DueStamp, ...]:
        """Return those that are due; see the port."""
        with within(school or EVERY_SCHOOL):
            rows = DueStampModel.objects.filter(given_at=None)
            own = rows if school is None else rows.filter(school=school)
            return tuple(map(_due, own.order_by("since", "id")[:limit]))

    def count(self, school: SchoolCode | None = None) -> int:
        """Count those that are due; see the port."""
        with within(school or EVERY_SCHOOL):
            rows = DueStampModel.objects.filter(given_at=None)
            return (rows if school is None else rows.filter(school=school)).count()

    def give(self, due: DueStamp, token: bytes, at: datetime) -> bool:
        """Keep a token; see the port."""
        with within(due.school):
            lacking = DueStampModel.objects.filter(
                **_named(due.key), slot_id=due.slot_id, given_at=None
            )
            return lacking.update(token=token, given_at=at) == 1

    def late(self, school: SchoolCode, school_year: SchoolYear) -> tuple[DueStamp, ...]:
        """Return those that came later; see the port."""
        with within(school):
            given = DueStampModel.objects.filter(school=school, school_year=school_year.first)
            return tuple(map(_due, given.exclude(given_at=None).order_by("id")))

    def of_record(self, key: RecordKey) -> tuple[DueStamp, ...]:
        """Return what is noted of a record; see the port."""
        with within(EVERY_SCHOOL):
            return tuple(map(_due, DueStampModel.objects.filter(**_named(key)).order_by("id")))


def _named(key: RecordKey) -> dict[str, object]:
    return {
        "record_code": key.record_code,
        "school_year": key.school_year.first,
        "version": key.version,
    }


def _row(due: DueStamp) -> DueStampModel:
    return DueStampModel(**_named(due.key), school=due.school, slot_id=due.slot_id, since=due.since)


def _due(row: DueStampModel) -> DueStamp:
    return DueStamp(
        school=SchoolCode(row.school),
        key=RecordKey(
            record_code=RecordCode(row.record_code),
            school_year=SchoolYear(row.school_year),
            version=row.version,
        ),
        slot_id=row.slot_id,
        since=row.since.astimezone(VIETNAM),
        token=bytes(row.token),
        given_at=row.given_at and row.given_at.astimezone(VIETNAM),
    )
