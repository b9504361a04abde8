"""Between rows of the repository's tables and values of its port."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from hocba.adapters.database.models.repository import (
    DeclaredClassModel,
    KeptDeclarationModel,
    KeptEntryModel,
    KeptPackageModel,
    KeptWithdrawalModel,
)
from hocba.adapters.database.stored_heads import head_columns, head_of_row
from hocba.adapters.database.stored_spots import spot_of
from hocba.core.publish.log import LogState
from hocba.core.submit.declaration import Declaration, DeclaredClass, declared
from hocba.core.submit.message import MessageId
from hocba.core.submit.package import EntryKind, Event, record_path
from hocba.core.submit.withdrawal import Withdrawal
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolYear
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.archive import Location
from hocba.ports.repository import (
    KeptEntry,
    KeptPackage,
    KeptRecord,
    Standing,
)

_DIGEST_BYTES = 32


def package_row(office: str, package: KeptPackage) -> KeptPackageModel:
    """Return a package as a row."""
    return KeptPackageModel(
        office=office,
        message_id=package.message_id,
        sender=package.sender,
        digest=package.digest,
        size=package.size,
        received_at=package.received_at,
        receipt=package.receipt,
        accepted=package.accepted,
        warned=package.warned,
        rejected=package.rejected,
        pending=package.pending,
    )


def package_of(row: KeptPackageModel) -> KeptPackage:
    """Return a row as a package."""
    return KeptPackage(
        message_id=MessageId(row.message_id),
        sender=row.sender,
        digest=bytes(row.digest),
        size=row.size,
        received_at=row.received_at.astimezone(VIETNAM),
        receipt=bytes(row.receipt),
        accepted=row.accepted,
        warned=row.warned,
        rejected=row.rejected,
        pending=row.pending,
    )


def entry_of(row: Any) -> KeptEntry:
    """Return a row of `kept_entry` as an entry; with its spot, and its package's id `sent_in`."""
    unit, path = row.unit, row.path
    if row.spot is not None:
        # What a record's spot and key say is not kept a second time.
        unit, path = unit or row.spot.school, path or record_path(_key_of(row))
    return KeptEntry(
        digest=bytes(row.digest),
        kind=EntryKind(row.kind),
        unit=unit,
        path=path,
        location=Location(segment=row.segment, offset=row.place, length=row.length),
        log_index=row.log_index,
        leaf=bytes(row.leaf),
        kept_at=row.kept_at.astimezone(VIETNAM),
        message_id=MessageId(row.sent_in),
        event=Event(row.event) if row.event else None,
    )


def _key_of(row: Any) -> RecordKey:
    # Any: the columns of a record may be empty, and are not where there is a spot.
    return RecordKey(
        record_code=RecordCode(row.record_code),
        school_year=SchoolYear(row.school_year),
        version=row.version,
    )


def records_of(
    rows: Iterable[KeptEntryModel], withdrawals: Iterable[KeptWithdrawalModel]
) -> tuple[KeptRecord, ...]:
    """
    Return rows of records as such, with their standing.

    rows: with their spots; every version of each record and year that is among them.
    """
    known = tuple(_record_of(row) for row in rows)
    withdrawn = {(w.record_code, w.school_year, bytes(w.content_digest)) for w in withdrawals}
    latest: dict[tuple[str, SchoolYear], int] = {}
    for record in known:
        name = (record.key.record_code, record.key.school_year)
        latest[name] = max(record.key.version, latest.get(name, 0))
    return tuple(_standing(record, latest, withdrawn) for record in known)


def _standing(
    record: KeptRecord,
    latest: Mapping[tuple[str, SchoolYear], int],
    withdrawn: AbstractSet[tuple[str, int, bytes]],
) -> KeptRecord:
    key = record.key
    if (key.record_code, key.school_year.first, record.content_digest) in withdrawn:
        return replace(record, standing=Standing.WITHDRAWN)
    if key.version < latest[key.record_code, key.school_year]:
        return replace(record, standing=Standing.SUPERSEDED)
    return record


def _record_of(row: Any) -> KeptRecord:
    return KeptRecord(
        key=_key_of(row),
        spot=spot_of(
            row.spot, school_year=row.school_year, grade=row.grade, class_name=row.class_name
        ),
        content_digest=bytes(row.content_digest),
        file_digest=bytes(row.digest),
        kept_at=row.kept_at.astimezone(VIETNAM),
        log_index=row.log_index,
        replaces_version=row.replaces_version,
        replaces_digest=bytes(row.replaces_digest or b""),
    )


def declaration_row(office: str, digest: bytes, declaration: Declaration) -> KeptDeclarationModel:
    """Return a declaration as a row."""
    return KeptDeclarationModel(
        office=office,
        digest=digest,
        declared_at=declaration.declared_at,
        **head_columns(declaration.head),
    )


def class_rows(
    office: str, row: KeptDeclarationModel, declaration: Declaration
) -> list[DeclaredClassModel]:
    """Return a declaration's classes as rows."""
    return [
        DeclaredClassModel(
            declaration=row,
            office=office,
            class_name=each.class_name,
            grade=each.grade,
            pupils=each.pupils,
            records=each.records,
            signed=each.signed,
            sealed=each.sealed,
            exceptions=dict(each.exceptions),
        )
        for each in declaration.classes
    ]


def declaration_of_row(
    row: KeptDeclarationModel, classes: Sequence[DeclaredClassModel]
) -> Declaration:
    """Return rows as a declaration."""
    return declared(
        head_of_row(row, row.declared_at),
        (
            DeclaredClass(
                class_name=each.class_name,
                grade=each.grade,
                pupils=each.pupils,
                records=each.records,
                signed=each.signed,
                sealed=each.sealed,
                exceptions=each.exceptions,
                # What adds up needs no column of its own.
                still_open=each.pupils - each.records - sum(each.exceptions.values()),
            )
            for each in classes
        ),
    )


def withdrawal_row(office: str, digest: bytes, word: Withdrawal) -> KeptWithdrawalModel:
    """Return a withdrawal as a row."""
    return KeptWithdrawalModel(
        office=office,
        digest=digest,
        record_code=word.key.record_code,
        school_year=word.key.school_year.first,
        version=word.key.version,
        school=word.school,
        content_digest=word.content_digest,
        reason=word.reason,
        withdrawn_at=word.withdrawn_at,
    )


def log_nodes(state: LogState) -> bytes:
    """Return a log's right edge as bytes."""
    return b"".join(state.nodes)


def log_state(size: int, nodes: bytes) -> LogState:
    """Return bytes as a log's right edge."""
    count = len(nodes) // _DIGEST_BYTES
    cut = [nodes[i * _DIGEST_BYTES : (i + 1) * _DIGEST_BYTES] for i in range(count)]
    return LogState(size=size, nodes=tuple(cut))
