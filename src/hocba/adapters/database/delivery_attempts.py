"""Attempts to hand packages over in PostgreSQL, never changed once they are there."""

from hocba.adapters.database.models.desk import DeliveryAttemptModel
from hocba.adapters.database.office_scope import of_office
from hocba.core.submit.message import MessageId
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.attempts import Attempt


class DatabaseDeliveryAttempts:
    """Implements `Attempts`. office: its code."""

    def __init__(self, office: str) -> None:
        self._office = office

    def append(self, attempt: Attempt) -> None:
        """Note an attempt; see the port."""
        with of_office(self._office):
            DeliveryAttemptModel(
                office=self._office,
                message_id=attempt.message_id,
                at=attempt.at,
                outcome=attempt.outcome,
            ).save(force_insert=True)

    def of_package(self, message_id: MessageId) -> tuple[Attempt, ...]:
        """Return a package's attempts, oldest first; see the port."""
        with of_office(self._office):
            rows = DeliveryAttemptModel.objects.filter(office=self._office, message_id=message_id)
            return tuple(
                Attempt(
                    message_id=MessageId(row.message_id),
                    at=row.at.astimezone(VIETNAM),
                    outcome=row.outcome,
                )
                for row in rows.order_by("id")
            )
