"""Readings of records in PostgreSQL, never changed once they are there."""

from collections.abc import Sequence

from hocba.adapters.database.models.reads import ReadModel
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.looking_up import Purpose
from hocba.core.compose.reading import Read, Way
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM


class DatabaseReadLog:
    """
    Implements `ReadLog`.

    tenant: the one school whose readings it may note and show, or `EVERY_SCHOOL` of the office.
    """

    def __init__(self, tenant: str = EVERY_SCHOOL) -> None:
        self._tenant = tenant

    def append(self, reads: Sequence[Read]) -> None:
        """Note readings; see the port."""
        with within(self._tenant):
            ReadModel.objects.bulk_create([_row(read) for read in reads])

    def of_record(self, code: RecordCode, *, limit: int = 200) -> tuple[Read, ...]:
        """Return the readings of a pupil's record; see the port."""
        with within(self._tenant):
            rows = ReadModel.objects.filter(record_code=code).order_by("-at", "-id")
            return tuple(_read(row) for row in rows[:limit])


def _row(read: Read) -> ReadModel:
    return ReadModel(
        record_code=read.key.record_code,
        school_year=read.key.school_year.first,
        version=read.key.version,
        school=read.school,
        by=read.by,
        role=read.role.value,
        way=read.way.value,
        at=read.at,
        office=read.office,
        purpose=read.purpose.value if read.purpose else "",
    )


def _read(row: ReadModel) -> Read:
    return Read(
        key=RecordKey(
            record_code=RecordCode(row.record_code),
            school_year=SchoolYear(row.school_year),
            version=row.version,
        ),
        school=SchoolCode(row.school),
        by=row.by,
        role=Role(row.role),
        way=Way(row.way),
        at=row.at.astimezone(VIETNAM),
        office=row.office,
        purpose=Purpose(row.purpose) if row.purpose else None,
    )
