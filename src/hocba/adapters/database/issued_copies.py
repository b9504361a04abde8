"""Numbered copies of schools in PostgreSQL; a trigger keeps what stands."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Max

from hocba.adapters.database.models.printing import IssuedCopyModel
from hocba.adapters.database.tenancy import within
from hocba.core.compose.issued_copies import IssuedCopy
from hocba.core.terms.codes import RecordCode, SchoolCode, record_key_of
from hocba.core.terms.vietnam import VIETNAM


class DatabaseIssuedCopies:
    """Implements `IssuedCopies`."""

    def append(self, issued: IssuedCopy) -> IssuedCopy:
        """Give the next number and note it; see the port."""
        with within(issued.school), connection.cursor() as cursor:
            # One at a time within a school and year: numbers have no gaps and no doubles.
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext(%s))",
                (f"issued_copy:{issued.school}:{issued.year}",),
            )
            rows = IssuedCopyModel.objects.filter(school=issued.school, year=issued.year)
            latest = rows.aggregate(latest=Max("number"))["latest"] or 0
            row = IssuedCopyModel(
                school=issued.school,
                year=issued.year,
                number=latest + 1,
                record_code=issued.record_code,
                keys=[str(key) for key in issued.keys],
                receiver=issued.receiver,
                basis=issued.basis,
                by=issued.by,
                at=issued.at,
            )
            row.save(force_insert=True)
            return _issued(row)

    def of_record(self, school: SchoolCode, code: RecordCode) -> Sequence[IssuedCopy]:
        """Return the copies of a record; see the port."""
        with within(school):
            rows = IssuedCopyModel.objects.filter(school=school, record_code=code)
            return tuple(_issued(row) for row in rows.order_by("-id"))

    def of_school(self, school: SchoolCode, *, limit: int = 100) -> Sequence[IssuedCopy]:
        """Return a school's; see the port."""
        with within(school):
            rows = IssuedCopyModel.objects.filter(school=school).order_by("-id")
            return tuple(_issued(row) for row in rows[:limit])

    def numbered(self, school: SchoolCode, year: int, number: int) -> IssuedCopy | None:
        """Return the copy that bears a number; see the port."""
        with within(school):
            rows = IssuedCopyModel.objects.filter(school=school, year=year, number=number)
            row = rows.first()
            return None if row is None else _issued(row)


def _issued(row: IssuedCopyModel) -> IssuedCopy:
    return IssuedCopy(
        school=SchoolCode(row.school),
        number=row.number,
        record_code=RecordCode(row.record_code),
        keys=tuple(map(record_key_of, row.keys)),
        receiver=row.receiver,
        basis=row.basis,
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        year=row.year,
    )
