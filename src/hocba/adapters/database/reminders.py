"""Reminders to schools in PostgreSQL, never changed once they are there."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from hocba.adapters.database.models.desk import ReminderModel
from hocba.adapters.database.office_scope import of_office
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.reminders import Reminder


class DatabaseReminders:
    """Implements `Reminders`. office: the code of the one that reminds."""

    def __init__(self, office: str) -> None:
        self._office = office

    def put(self, reminders: Sequence[Reminder]) -> int:
        """Keep reminders; see the port."""
        with of_office(self._office):
            before = self._rows().count()
            ReminderModel.objects.bulk_create(map(self._row, reminders), ignore_conflicts=True)
            return self._rows().count() - before

    def latest(self) -> Mapping[str, Reminder]:
        """Return the latest of each school; see the port."""
        with of_office(self._office):
            rows = self._rows().order_by("school", "-day").distinct("school")
            return {row.school: _told(row) for row in rows}

    def of_school(self, school: str, *, by: str = "", limit: int = 20) -> tuple[Reminder, ...]:
        """Return a school's, newest first; see the port."""
        office = by or self._office
        with of_office(office):
            rows = ReminderModel.objects.filter(office=office, school=school)
            return tuple(map(_told, rows.order_by("-day")[:limit]))

    def _rows(self) -> QuerySet[ReminderModel]:
        return ReminderModel.objects.filter(office=self._office)

    def _row(self, reminder: Reminder) -> ReminderModel:
        return ReminderModel(
            office=self._office,
            school=reminder.school,
            day=reminder.on,
            by=reminder.by,
            at=reminder.at,
            words=reminder.words,
        )


def _told(row: ReminderModel) -> Reminder:
    return Reminder(
        school=row.school, on=row.day, by=row.by, at=row.at.astimezone(VIETNAM), words=row.words
    )
