"""Signed requests for connection in PostgreSQL, never changed once they are there."""

from datetime import datetime

from django.db import IntegrityError

from hocba.adapters.database.models.connections import ConnectionAnswerModel, ConnectionModel
from hocba.adapters.database.office_scope import of_office
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.connections import KeptConnection


class DatabaseConnections:
    """Implements `Connections`. office: its code."""

    def __init__(self, office: str) -> None:
        self._office = office

    def keep(self, request: KeptConnection) -> None:
        """Keep a request; see the port."""
        try:
            with of_office(self._office):
                ConnectionModel(
                    office=self._office,
                    request_id=request.request_id,
                    province=request.province,
                    signer=request.signer,
                    at=request.at,
                    digest=request.digest,
                ).save(force_insert=True)
        except IntegrityError as second:
            raise Refusal("connection.id_reused", value=request.request_id) from second

    def get(self, request_id: str) -> KeptConnection | None:
        """Return one request; see the port."""
        with of_office(self._office):
            rows = ConnectionModel.objects.filter(office=self._office, request_id=request_id)
            return next(map(_kept, rows), None)

    def all(self) -> tuple[KeptConnection, ...]:
        """Return every request; see the port."""
        with of_office(self._office):
            rows = ConnectionModel.objects.filter(office=self._office)
            return tuple(map(_kept, rows.order_by("id")))

    def note_answer(self, digest: bytes, *, at: datetime) -> None:
        """Note an answer; see the port."""
        with of_office(self._office):
            ConnectionAnswerModel.objects.get_or_create(
                office=self._office, digest=digest, defaults={"at": at}
            )

    def last_answer(self) -> tuple[bytes, datetime] | None:
        """Return the latest answer; see the port."""
        with of_office(self._office):
            rows = ConnectionAnswerModel.objects.filter(office=self._office)
            last = rows.order_by("-id").first()
            return None if last is None else (bytes(last.digest), last.at.astimezone(VIETNAM))


def _kept(row: ConnectionModel) -> KeptConnection:
    return KeptConnection(
        request_id=row.request_id,
        province=row.province,
        signer=row.signer,
        at=row.at.astimezone(VIETNAM),
        digest=bytes(row.digest),
    )
