"""Look-ups in PostgreSQL, never changed once they are there."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from hocba.adapters.database.models.look_up import LookUpModel
from hocba.adapters.database.office_scope import of_office
from hocba.core.compose.looking_up import AskedBy, LookUp, Purpose
from hocba.core.terms.codes import RecordCode
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM


class DatabaseLookUps:
    """Implements `LookUps`. office: its code."""

    def __init__(self, office: str) -> None:
        self._office = office

    def append(self, look_up: LookUp) -> None:
        """Note a look-up; see the port."""
        with of_office(self._office):
            LookUpModel(
                look_up_id=look_up.look_up_id,
                person=look_up.person,
                role=look_up.role.value,
                office=self._office,
                by=look_up.by.value,
                purpose=look_up.purpose.value,
                basis=look_up.basis,
                at=look_up.at,
                found=list(look_up.found),
            ).save(force_insert=True)

    def get(self, look_up_id: str) -> LookUp | None:
        """Return one look-up; see the port."""
        with of_office(self._office):
            rows = LookUpModel.objects.filter(office=self._office, look_up_id=look_up_id)
            return next(_told(rows), None)

    def count(self, person: str, *, since: datetime) -> int:
        """Count a person's look-ups; see the port."""
        with of_office(self._office):
            rows = LookUpModel.objects.filter(office=self._office, person=person, at__gt=since)
            return rows.count()

    def of_person(self, person: str, *, limit: int = 10) -> tuple[LookUp, ...]:
        """Return a person's look-ups, newest first; see the port."""
        with of_office(self._office):
            rows = LookUpModel.objects.filter(office=self._office, person=person)
            return tuple(_told(rows.order_by("-at", "-id")[:limit]))


def _told(rows: Iterable[LookUpModel]) -> Iterator[LookUp]:
    return (
        LookUp(
            look_up_id=row.look_up_id,
            person=row.person,
            role=Role(row.role),
            office=row.office,
            by=AskedBy(row.by),
            purpose=Purpose(row.purpose),
            basis=row.basis,
            at=row.at.astimezone(VIETNAM),
            found=tuple(RecordCode(code) for code in row.found),
        )
        for row in rows
    )
