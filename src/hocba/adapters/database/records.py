"""Records in PostgreSQL: row and history are written together, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import QuerySet
from psycopg.types.json import Jsonb

from hocba.adapters.database.models.records import HistoryModel, RecordModel
from hocba.adapters.database.stored_records import (
    history_lines,
    key_of,
    record_row,
    signatures_json,
    working_record,
)
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.life import Act, Status, after
from hocba.core.seal.document import Frozen
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.ports.records import RecordChange, RecordRow, WorkingRecord

_UPDATE_STATUS = "UPDATE record SET status = %s, history_length = %s, issued = %s WHERE id = %s"
_UPDATE_BYTES = """
    UPDATE record SET content_xml = %s, content_digest = %s, root = %s, leaf_count = %s,
        signatures = %s, class_name = %s, grade = %s, status = %s, history_length = %s, issued = %s
    WHERE id = %s"""


class DatabaseRecords:
    """
    Implements `Records`.

    tenant: the one school whose records it may see, or `EVERY_SCHOOL` of the office.
    """

    def __init__(self, tenant: str = EVERY_SCHOOL) -> None:
        self._tenant = tenant

    def of_class(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str
    ) -> tuple[WorkingRecord, ...]:
        """Return the latest versions of a class; see the port."""
        with within(school):
            rows = _latest(_of_year(school, school_year).filter(class_name=class_name))
            return tuple(sorted(_whole(rows), key=lambda record: record.sector_code))

    def of_school(
        self, school: SchoolCode, school_year: SchoolYear, statuses: Sequence[Status] = ()
    ) -> tuple[WorkingRecord, ...]:
        """Return every version of a year; see the port."""
        with within(school):
            rows = _of_year(school, school_year)
            if statuses:
                rows = rows.filter(status__in=[status.value for status in statuses])
            return _whole(rows.order_by("class_name", "sector_code", "version"))

    def rows(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> tuple[RecordRow, ...]:
        """Return the latest versions without bytes; see the port."""
        with within(school):
            rows = _of_year(school, school_year)
            if class_name is not None:
                rows = rows.filter(class_name=class_name)
            return tuple(record_row(row) for row in _light(_latest(rows)))

    def latest_of_year(
        self, school_year: SchoolYear, codes: Sequence[RecordCode]
    ) -> tuple[RecordRow, ...]:
        """Return the latest issued versions; see the port."""
        with within(self._tenant):
            rows = RecordModel.objects.filter(
                school_year=school_year.first, record_code__in=codes, issued=True
            )
            return tuple(record_row(row) for row in _light(_latest(rows)))

    def get(self, key: RecordKey) -> WorkingRecord:
        """Return one record; see the port."""
        found = self.many([key])
        if not found:
            raise Refusal("records.unknown", "no such record", value=str(key))
        return found[0]

    def many(self, keys: Sequence[RecordKey]) -> tuple[WorkingRecord, ...]:
        """Return those that exist; see the port."""
        with within(self._tenant):
            found = {record.key: record for record in _whole(_named(keys))}
        return tuple(found[key] for key in keys if key in found)

    def versions(self, code: RecordCode) -> tuple[WorkingRecord, ...]:
        """Return every year and version; see the port."""
        with within(self._tenant):
            rows = RecordModel.objects.filter(record_code=code)
            return _whole(rows.order_by("school_year", "version"))

    def document(self, key: RecordKey) -> bytes:
        """Return a record's file; see the port."""
        return self.get(key).document

    def append_many(self, changes: Sequence[RecordChange]) -> None:
        """Write all changes or none; see the port."""
        opened = [change for change in changes if not change.record.history]
        grown = [change for change in changes if change.record.history]
        # One transaction: a crash before its end leaves every record as it was.
        with within(self._tenant):
            _open(opened)
            _grow(grown)


def _of_year(school: SchoolCode, school_year: SchoolYear) -> QuerySet[RecordModel]:
    return RecordModel.objects.filter(school=school, school_year=school_year.first)


def _latest(rows: QuerySet[RecordModel]) -> QuerySet[RecordModel]:
    return rows.order_by("record_code", "-version").distinct("record_code")


def _light(rows: QuerySet[RecordModel]) -> QuerySet[RecordModel]:
    return rows.defer("content_xml", "signatures")


def _named(keys: Sequence[RecordKey]) -> QuerySet[RecordModel]:
    # Three short lists instead of one condition a key: the few rows more are dropped by key.
    return RecordModel.objects.filter(
        record_code__in={key.record_code for key in keys},
        school_year__in={key.school_year.first for key in keys},
        version__in={key.version for key in keys},
    )


def _whole(rows: QuerySet[RecordModel]) -> tuple[WorkingRecord, ...]:
    found = list(rows)
    lines: dict[int, list[HistoryModel]] = {row.pk: [] for row in found}
    for line in HistoryModel.objects.filter(record_id__in=lines).order_by("record_id", "number"):
        lines[line.record_id].append(line)
    return tuple(working_record(row, lines[row.pk]) for row in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copies:
    """The columns that only repeat what the history says."""

    status: Status
    history_length: int
    issued: bool


def _copies(status: Status, length: int, issued: bool, change: RecordChange) -> _Copies:
    acts = [entry.act for entry in change.entries]
    return _Copies(
        status=reduce(after, acts, status),
        history_length=length + len(acts),
        issued=issued or Act.SEAL in acts,
    )


def _open(changes: Sequence[RecordChange]) -> None:
    rows = [_opened(change) for change in changes]
    try:
        RecordModel.objects.bulk_create(rows)
    except IntegrityError as taken:
        raise _moved_on(changes[0].record.key) from taken
    HistoryModel.objects.bulk_create(
        line
        for row, change in zip(rows, changes, strict=True)
        for line in history_lines(row.pk, change.record.school, change.entries, after=0)
    )


def _opened(change: RecordChange) -> RecordModel:
    record, frozen = change.record, change.frozen
    copies = _copies(Status.DRAFT, 0, False, change)
    row = RecordModel(
        record_code=record.key.record_code,
        school_year=record.key.school_year.first,
        version=record.key.version,
        school=record.school,
        sector_code=record.sector_code,
        class_name=record.class_name,
        grade=record.grade,
        status=copies.status.value,
        history_length=copies.history_length,
        issued=copies.issued,
    )
    if frozen is not None:
        row.content_xml = frozen.content_xml
        row.content_digest, row.root = frozen.content_digest, frozen.root
        row.leaf_count, row.signatures = frozen.leaf_count, signatures_json(frozen)
    return row


def _grow(changes: Sequence[RecordChange]) -> None:
    locked = _locked([change.record.key for change in changes])
    status_only: list[tuple[Any, ...]] = []
    with_bytes: list[tuple[Any, ...]] = []
    lines: list[HistoryModel] = []
    for change in changes:
        seen = len(change.record.history)
        row = locked.get(change.record.key)
        if row is None or row.history_length != seen:
            raise _moved_on(change.record.key)
        copies = _copies(Status(row.status), seen, row.issued, change)
        columns = (copies.status.value, copies.history_length, copies.issued, row.pk)
        if change.frozen is None:
            status_only.append(columns)
        else:
            placed = (change.record.class_name, change.record.grade)
            with_bytes.append((*_byte_columns(change.frozen), *placed, *columns))
        lines += history_lines(row.pk, change.record.school, change.entries, after=seen)
    with connection.cursor() as cursor:
        # Each of these travels as one pipeline, not as a round trip a row.
        cursor.executemany(_UPDATE_STATUS, status_only)
        cursor.executemany(_UPDATE_BYTES, with_bytes)
    HistoryModel.objects.bulk_create(lines)


def _locked(keys: Sequence[RecordKey]) -> Mapping[RecordKey, RecordModel]:
    # In the order of their ids, so that two acts on the same class never wait for each other.
    rows = _light(_named(keys)).order_by("pk").select_for_update()
    return {key_of(row): row for row in rows}


def _byte_columns(frozen: Frozen) -> tuple[Any, ...]:
    signatures = Jsonb(signatures_json(frozen))
    digest, root = frozen.content_digest, frozen.root
    return (frozen.content_xml, digest, root, frozen.leaf_count, signatures)


def _moved_on(key: RecordKey) -> Refusal:
    return Refusal("records.moved_on", "the history is longer than it was", value=str(key))
