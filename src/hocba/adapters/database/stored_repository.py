"""Between rows of the repository's tables and values of its port."""

from collections.abc import Iterable, Sequence

from hocba.adapters.database.models.repository import (
    DeclaredClassModel,
    KeptDeclarationModel,
    KeptEntryModel,
    KeptPackageModel,
    KeptRecordModel,
    KeptWithdrawalModel,
)
from hocba.core.publish.log import LogState
from hocba.core.report.figures import Spot
from hocba.core.submit.declaration import Declaration, DeclaredClass
from hocba.core.submit.message import MessageId
from hocba.core.submit.package import EntryKind, Event
from hocba.core.submit.withdrawal import Withdrawal
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Place
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.archive import Location
from hocba.ports.repository import (
    Keeping,
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


def entry_rows(office: str, keeping: Keeping) -> list[KeptEntryModel]:
    """Return the new entries as rows."""
    years = {record.file_digest: record.key.school_year.first for record in keeping.records}
    years |= {digest: d.school_year.first for digest, d in keeping.declarations.items()}
    years |= {digest: w.key.school_year.first for digest, w in keeping.withdrawals.items()}
    return [
        KeptEntryModel(
            office=office,
            digest=entry.digest,
            kind=entry.kind.value,
            unit=entry.unit,
            school_year=years.get(entry.digest),
            path=entry.path,
            event=entry.event.value if entry.event else "",
            segment=entry.location.segment,
            place=entry.location.offset,
            length=entry.location.length,
            log_index=entry.log_index,
            leaf=entry.leaf,
            kept_at=entry.kept_at,
            message_id=entry.message_id,
        )
        for entry in keeping.entries
    ]


def entry_of(row: KeptEntryModel) -> KeptEntry:
    """Return a row as an entry."""
    return KeptEntry(
        digest=bytes(row.digest),
        kind=EntryKind(row.kind),
        unit=row.unit,
        path=row.path,
        location=Location(segment=row.segment, offset=row.place, length=row.length),
        log_index=row.log_index,
        leaf=bytes(row.leaf),
        kept_at=row.kept_at.astimezone(VIETNAM),
        message_id=MessageId(row.message_id),
        event=Event(row.event) if row.event else None,
    )


def record_row(office: str, record: KeptRecord) -> KeptRecordModel:
    """Return a record as a row."""
    spot = record.spot
    return KeptRecordModel(
        office=office,
        record_code=record.key.record_code,
        school_year=record.key.school_year.first,
        version=record.key.version,
        school=spot.school,
        school_name=spot.school_name,
        ward_code=spot.ward.code,
        ward_name=spot.ward.name,
        province_code=spot.province.code,
        province_name=spot.province.name,
        grade=spot.grade,
        class_name=spot.class_name,
        content_digest=record.content_digest,
        file_digest=record.file_digest,
        kept_at=record.kept_at,
        log_index=record.log_index,
        replaces_version=record.replaces_version,
        replaces_digest=record.replaces_digest,
    )


def spot_of(row: KeptRecordModel) -> Spot:
    """Return where a record's row belongs."""
    return Spot(
        school=SchoolCode(row.school),
        school_name=row.school_name,
        ward=Place(code=row.ward_code, name=row.ward_name),
        province=Place(code=row.province_code, name=row.province_name),
        school_year=SchoolYear(row.school_year),
        grade=row.grade,
        class_name=row.class_name,
    )


def records_of(
    rows: Iterable[KeptRecordModel], withdrawals: Iterable[KeptWithdrawalModel]
) -> tuple[KeptRecord, ...]:
    """
    Return rows as records, with their standing.

    rows: every version of each record and year that is among them.
    """
    known = tuple(rows)
    withdrawn = {(w.record_code, w.school_year, bytes(w.content_digest)) for w in withdrawals}
    latest: dict[tuple[str, int], int] = {}
    for row in known:
        name = (row.record_code, row.school_year)
        latest[name] = max(row.version, latest.get(name, 0))
    return tuple(_record_of(row, latest, withdrawn) for row in known)


def _record_of(
    row: KeptRecordModel,
    latest: dict[tuple[str, int], int],
    withdrawn: set[tuple[str, int, bytes]],
) -> KeptRecord:
    standing = Standing.CURRENT
    if (row.record_code, row.school_year, bytes(row.content_digest)) in withdrawn:
        standing = Standing.WITHDRAWN
    elif row.version < latest[row.record_code, row.school_year]:
        standing = Standing.SUPERSEDED
    return KeptRecord(
        key=RecordKey(
            record_code=RecordCode(row.record_code),
            school_year=SchoolYear(row.school_year),
            version=row.version,
        ),
        spot=spot_of(row),
        content_digest=bytes(row.content_digest),
        file_digest=bytes(row.file_digest),
        kept_at=row.kept_at.astimezone(VIETNAM),
        log_index=row.log_index,
        replaces_version=row.replaces_version,
        replaces_digest=bytes(row.replaces_digest),
        standing=standing,
    )


def declaration_row(office: str, digest: bytes, declaration: Declaration) -> KeptDeclarationModel:
    """Return a declaration as a row."""
    return KeptDeclarationModel(
        office=office,
        school=declaration.school,
        school_year=declaration.school_year.first,
        number=declaration.number,
        digest=digest,
        environment=declaration.environment.value,
        declared_at=declaration.declared_at,
        school_name=declaration.school_name,
        ward_code=declaration.ward.code,
        ward_name=declaration.ward.name,
        province_code=declaration.province.code,
        province_name=declaration.province.name,
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
    return Declaration(
        school=SchoolCode(row.school),
        school_name=row.school_name,
        ward=Place(code=row.ward_code, name=row.ward_name),
        province=Place(code=row.province_code, name=row.province_name),
        school_year=SchoolYear(row.school_year),
        number=row.number,
        environment=Environment(row.environment),
        declared_at=row.declared_at.astimezone(VIETNAM),
        classes=tuple(
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
