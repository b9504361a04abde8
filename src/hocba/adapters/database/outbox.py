"""Packages on their way up, in PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet

from hocba.adapters.database.models.outbox import (
    OutboxAnswerModel,
    OutboxPackageModel,
    OutboxTakenModel,
)
from hocba.adapters.database.office_scope import of_office
from hocba.core.submit.message import MessageId
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.outbox import SentPackage


class DatabaseOutbox:
    """Implements `Outbox`. office: its code."""

    def __init__(self, office: str) -> None:
        self._office = office

    def put(self, package: SentPackage, file: bytes) -> None:
        """Keep a package before it is sent; see the port."""
        row = OutboxPackageModel(
            office=self._office,
            message_id=package.message_id,
            sender=package.sender,
            receiver=package.receiver,
            made_at=package.made_at,
            digest=package.digest,
            size=package.size,
            count=package.count,
            file=file,
        )
        with of_office(self._office):
            OutboxPackageModel.objects.bulk_create([row], ignore_conflicts=True)

    def file(self, message_id: MessageId) -> bytes:
        """Return a package's bytes; see the port."""
        with of_office(self._office):
            return bytes(self._row(message_id).file)

    def get(self, message_id: MessageId) -> SentPackage | None:
        """Return a package; see the port."""
        with of_office(self._office):
            return next(iter(_sent(self._light().filter(message_id=message_id))), None)

    def sent(self, sender: str | None = None) -> tuple[SentPackage, ...]:
        """Return packages, newest first; see the port."""
        with of_office(self._office):
            return _sent(self._of(sender).order_by("-id"))

    def waiting(self, sender: str | None = None) -> tuple[SentPackage, ...]:
        """Return packages without a receipt, oldest first; see the port."""
        with of_office(self._office):
            return _sent(self._of(sender).filter(answer=None).order_by("id"))

    def answer(
        self,
        message_id: MessageId,
        receipt: bytes,
        *,
        at: datetime,
        taken: Mapping[str, bytes],
        not_taken: int,
    ) -> None:
        """Keep a package's receipt; see the port."""
        with of_office(self._office):
            package = self._row(message_id)
            answer = OutboxAnswerModel(
                package=package,
                office=self._office,
                receipt=receipt,
                answered_at=at,
                taken=len(taken),
                not_taken=not_taken,
            )
            OutboxAnswerModel.objects.bulk_create([answer], ignore_conflicts=True)
            if bytes(OutboxAnswerModel.objects.get(package=package).receipt) != receipt:
                raise Refusal("outbox.other_receipt", value=message_id)
            OutboxTakenModel.objects.bulk_create(
                [
                    OutboxTakenModel(office=self._office, path=path, digest=digest)
                    for path, digest in taken.items()
                ],
                ignore_conflicts=True,
            )

    def receipted(self) -> Mapping[str, bytes]:
        """Return all that receipts say was taken; see the port."""
        with of_office(self._office):
            rows = OutboxTakenModel.objects.filter(office=self._office)
            return {path: bytes(digest) for path, digest in rows.values_list("path", "digest")}

    def taken(self, paths: Sequence[str]) -> frozenset[str]:
        """Return which entries the office above has taken; see the port."""
        with of_office(self._office):
            rows = OutboxTakenModel.objects.filter(office=self._office, path__in=paths)
            return frozenset(rows.values_list("path", flat=True))

    def _row(self, message_id: MessageId) -> OutboxPackageModel:
        rows = OutboxPackageModel.objects.filter(office=self._office, message_id=message_id)
        row = rows.first()
        if row is None:
            raise Refusal("outbox.unknown", "no such package", value=message_id)
        return row

    def _light(self) -> QuerySet[OutboxPackageModel]:
        rows = OutboxPackageModel.objects.filter(office=self._office)
        return rows.defer("file").select_related("answer")

    def _of(self, sender: str | None) -> QuerySet[OutboxPackageModel]:
        rows = self._light()
        return rows if sender is None else rows.filter(sender=sender)


def _sent(rows: QuerySet[OutboxPackageModel]) -> tuple[SentPackage, ...]:
    return tuple(_one(row) for row in rows)


def _one(row: OutboxPackageModel) -> SentPackage:
    answer: OutboxAnswerModel | None = getattr(row, "answer", None)
    return SentPackage(
        message_id=MessageId(row.message_id),
        sender=row.sender,
        receiver=row.receiver,
        made_at=row.made_at.astimezone(VIETNAM),
        digest=bytes(row.digest),
        size=row.size,
        count=row.count,
        receipt=bytes(answer.receipt) if answer else b"",
        answered_at=answer.answered_at.astimezone(VIETNAM) if answer else None,
        taken=answer.taken if answer else 0,
        not_taken=answer.not_taken if answer else 0,
    )
