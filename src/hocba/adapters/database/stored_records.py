"""Records and their history as rows, and back."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from hocba.adapters.database.models.records import HistoryModel, RecordModel
from hocba.core.compose.life import Act, Entry, Status
from hocba.core.seal.document import Filled, Frozen
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.records import RecordRow, WorkingRecord


def key_of(row: RecordModel) -> RecordKey:
    """Return the name of a row's record."""
    return RecordKey(
        record_code=RecordCode(row.record_code),
        school_year=SchoolYear(row.school_year),
        version=row.version,
    )


def working_record(row: RecordModel, history: Iterable[HistoryModel]) -> WorkingRecord:
    """Read a record from its row and the lines of its history, oldest first."""
    return WorkingRecord(
        key=key_of(row),
        school=SchoolCode(row.school),
        sector_code=row.sector_code,
        class_name=row.class_name,
        grade=row.grade,
        frozen=frozen_of(row),
        history=tuple(_entry(line) for line in history),
    )


def record_row(row: RecordModel) -> RecordRow:
    """Read a record without its bytes."""
    return RecordRow(
        key=key_of(row),
        school=SchoolCode(row.school),
        sector_code=row.sector_code,
        class_name=row.class_name,
        grade=row.grade,
        status=Status(row.status),
        content_digest=bytes(row.content_digest),
    )


class FrozenColumns(Protocol):
    """Columns in which a frozen document stands, of whichever table."""

    content_xml: Any
    content_digest: Any
    root: Any
    leaf_count: Any
    signatures: Any


def frozen_of(row: FrozenColumns) -> Frozen | None:
    """Read the frozen content and its signatures; None before the first lock."""
    if row.content_xml is None:
        return None
    return Frozen(
        content_xml=bytes(row.content_xml),
        content_digest=bytes(row.content_digest),
        root=bytes(row.root),
        leaf_count=row.leaf_count,
        filled=tuple(
            Filled(slot_id=s["slot"], value=b64decode(s["value"]), fragment=s["fragment"])
            for s in row.signatures
        ),
    )


def signatures_json(frozen: Frozen) -> Sequence[Mapping[str, str]]:
    """Return the signatures made so far as JSON."""
    return [
        {
            "slot": filled.slot_id,
            "value": b64encode(filled.value).decode(),
            "fragment": filled.fragment,
        }
        for filled in frozen.filled
    ]


def history_lines(
    record_id: int, school: SchoolCode, entries: Sequence[Entry], *, after: int
) -> list[HistoryModel]:
    """Return the rows of new entries; after: how many lines the history has already."""
    return [
        HistoryModel(
            record_id=record_id,
            number=number,
            school=school,
            act=entry.act.value,
            by=entry.by,
            at=entry.at,
            reason=entry.reason,
            proof=entry.proof,
        )
        for number, entry in enumerate(entries, start=after + 1)
    ]


def _entry(line: HistoryModel) -> Entry:
    return Entry(
        act=Act(line.act),
        by=line.by,
        at=line.at.astimezone(VIETNAM),
        reason=line.reason,
        proof=bytes(line.proof),
    )
