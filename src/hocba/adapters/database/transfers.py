"""Changes of school in PostgreSQL: only ever appended to."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from hocba.adapters.database.models.transfers import (
    ReceivedRecordModel,
    TransferModel,
    TransferStepModel,
)
from hocba.adapters.database.stored_transfers import (
    received_of,
    received_row,
    step_row,
    transfer_of,
    transfer_row,
)
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.transfers import ReceivedRecord, Transfer, TransferTaken
from hocba.core.terms.codes import RecordCode, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal


class DatabaseTransfers:
    """
    Implements `Transfers`.

    tenant: the one school whose transfers it may see, or `EVERY_SCHOOL` of the installation.
    """

    def __init__(self, tenant: str = EVERY_SCHOOL) -> None:
        self._tenant = tenant

    def open(self, transfer: Transfer) -> None:
        """Write a transfer; see the port."""
        try:
            with within(self._tenant), transaction.atomic():
                row = transfer_row(transfer)
                row.save(force_insert=True)
                step_row(row, 0, transfer.steps[0]).save(force_insert=True)
        except IntegrityError as known:
            raise Refusal("transfer.known", value=transfer.transfer_id[:8]) from known

    def get(self, transfer_id: str) -> Transfer:
        """Return one transfer; see the port."""
        with within(self._tenant):
            found = _whole(TransferModel.objects.filter(transfer_id=transfer_id))
        if not found:
            raise Refusal("transfer.unknown", value=transfer_id[:40])
        return found[0]

    def of_school(self, school: SchoolCode, *, limit: int = 500) -> tuple[Transfer, ...]:
        """Return a school's transfers; see the port."""
        with within(school):
            rows = TransferModel.objects.filter(Q(sender=school) | Q(receiver=school))
            return _whole(rows, limit=limit)

    def of_pupil(self, school: SchoolCode, sector_code: str) -> tuple[Transfer, ...]:
        """Return a pupil's transfers; see the port."""
        with within(school):
            rows = TransferModel.objects.filter(Q(sender=school) | Q(receiver=school))
            return _whole(rows.filter(sector_code=sector_code))

    def append(self, transfer: Transfer, taken: TransferTaken) -> None:
        """Add a step; see the port."""
        try:
            with within(self._tenant), transaction.atomic():
                row = TransferModel.objects.get(transfer_id=transfer.transfer_id)
                # The number is the lock: whoever comes second finds it taken.
                step_row(row, len(transfer.steps), taken).save(force_insert=True)
        except IntegrityError as second:
            raise Refusal("transfer.moved_on") from second

    def keep_records(self, records: Sequence[ReceivedRecord]) -> None:
        """Keep what came with a pupil; see the port."""
        with within(self._tenant):
            ReceivedRecordModel.objects.bulk_create(
                map(received_row, records), ignore_conflicts=True
            )

    def received(self, school: SchoolCode, sector_code: str) -> tuple[ReceivedRecord, ...]:
        """Return the records that came with a pupil; see the port."""
        with within(school):
            rows = ReceivedRecordModel.objects.filter(school=school, sector_code=sector_code)
            return tuple(map(received_of, rows.order_by("school_year", "version")))

    def received_of_year(
        self, school: SchoolCode, school_year: SchoolYear, codes: Sequence[RecordCode]
    ) -> tuple[ReceivedRecord, ...]:
        """Return the latest received versions; see the port."""
        with within(school):
            rows = ReceivedRecordModel.objects.filter(
                school=school, school_year=school_year.first, record_code__in=codes
            )
            latest = rows.order_by("record_code", "-version").distinct("record_code")
            return tuple(map(received_of, latest))


def _whole(rows: QuerySet[TransferModel], *, limit: int | None = None) -> tuple[Transfer, ...]:
    found = list(rows.order_by("-pk")[:limit])
    steps: dict[int, list[TransferStepModel]] = {row.pk: [] for row in found}
    lines = TransferStepModel.objects.filter(transfer_id__in=steps)
    for line in lines.order_by("transfer_id", "number"):
        steps[line.transfer_id].append(line)
    return tuple(transfer_of(row, steps[row.pk]) for row in found)
