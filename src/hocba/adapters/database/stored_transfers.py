"""Changes of school as rows, and back."""

from collections.abc import Sequence

from hocba.adapters.database.models.transfers import (
    ReceivedRecordModel,
    TransferModel,
    TransferStepModel,
)
from hocba.core.compose.transfers import (
    ReceivedRecord,
    Transfer,
    TransferReason,
    TransferStep,
    TransferTaken,
)
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.vietnam import VIETNAM


def transfer_row(transfer: Transfer) -> TransferModel:
    """Return the row of a transfer, without its steps."""
    return TransferModel(
        transfer_id=transfer.transfer_id,
        sender=transfer.sender,
        sender_name=transfer.sender_name,
        receiver=transfer.receiver,
        receiver_name=transfer.receiver_name,
        sector_code=transfer.sector_code,
        full_name=transfer.full_name,
        record_code=transfer.record_code or "",
        school_year=transfer.school_year.first,
        grade=transfer.grade,
        class_name=transfer.class_name,
        left_on=transfer.left_on,
        reason=transfer.reason.value,
        basis=transfer.basis,
        file_digest=transfer.file_digest,
    )


def step_row(row: TransferModel, number: int, taken: TransferTaken) -> TransferStepModel:
    """Return the row of one step. number: 0 for the release."""
    return TransferStepModel(
        transfer=row,
        number=number,
        sender=row.sender,
        receiver=row.receiver,
        step=taken.step.value,
        by=taken.by,
        at=taken.at,
        reason=taken.reason,
        file_digest=taken.file_digest,
    )


def transfer_of(row: TransferModel, steps: Sequence[TransferStepModel]) -> Transfer:
    """Read a transfer from its rows. steps: by number."""
    return Transfer(
        transfer_id=row.transfer_id,
        sender=SchoolCode(row.sender),
        sender_name=row.sender_name,
        receiver=SchoolCode(row.receiver),
        receiver_name=row.receiver_name,
        sector_code=row.sector_code,
        full_name=row.full_name,
        record_code=RecordCode(row.record_code) if row.record_code else None,
        school_year=SchoolYear(row.school_year),
        grade=row.grade,
        class_name=row.class_name,
        left_on=row.left_on,
        reason=TransferReason(row.reason),
        basis=row.basis,
        file_digest=bytes(row.file_digest),
        steps=tuple(map(_taken, steps)),
    )


def _taken(row: TransferStepModel) -> TransferTaken:
    return TransferTaken(
        step=TransferStep(row.step),
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        reason=row.reason,
        file_digest=bytes(row.file_digest),
    )


def received_row(record: ReceivedRecord) -> ReceivedRecordModel:
    """Return the row of a received record."""
    return ReceivedRecordModel(
        school=record.school,
        transfer_id=record.transfer_id,
        sector_code=record.sector_code,
        record_code=record.key.record_code,
        school_year=record.key.school_year.first,
        version=record.key.version,
        issuer=record.issuer,
        issuer_name=record.issuer_name,
        grade=record.grade,
        class_name=record.class_name,
        content_digest=record.content_digest,
        file_digest=record.file_digest,
    )


def received_of(row: ReceivedRecordModel) -> ReceivedRecord:
    """Read a received record from its row."""
    return ReceivedRecord(
        school=SchoolCode(row.school),
        transfer_id=row.transfer_id,
        sector_code=row.sector_code,
        key=RecordKey(
            record_code=RecordCode(row.record_code),
            school_year=SchoolYear(row.school_year),
            version=row.version,
        ),
        issuer=SchoolCode(row.issuer),
        issuer_name=row.issuer_name,
        grade=row.grade,
        class_name=row.class_name,
        content_digest=bytes(row.content_digest),
        file_digest=bytes(row.file_digest),
    )
