"""Partial records in PostgreSQL: only ever appended to."""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import groupby

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from hocba.adapters.database.models.partials import PartialStepModel, ReceivedPartialModel
from hocba.adapters.database.stored_records import frozen_of, signatures_json
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.life import Act, Entry, after
from hocba.core.compose.transfers import ReceivedPartial
from hocba.core.seal.document import Frozen
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.records import RecordChange, WorkingRecord


class DatabasePartials:
    """
    Implements `Partials`.

    tenant: the one school whose partial records it may write, or `EVERY_SCHOOL` of the office.
    """

    def __init__(self, tenant: str = EVERY_SCHOOL) -> None:
        self._tenant = tenant

    def of_pupil(
        self, school: SchoolCode, school_year: SchoolYear, sector_code: str
    ) -> tuple[WorkingRecord, ...]:
        """Return a pupil's partial records of a year; see the port."""
        with within(school):
            return tuple(_whole(_of_year(school, school_year).filter(sector_code=sector_code)))

    def of_school(self, school: SchoolCode, school_year: SchoolYear) -> tuple[WorkingRecord, ...]:
        """Return the latest versions of a year; see the port."""
        with within(school):
            # By version: of each pupil the last one stays.
            latest = {r.sector_code: r for r in _whole(_of_year(school, school_year))}
        return tuple(latest.values())

    def append(self, change: RecordChange) -> None:
        """Write an act; see the port."""
        record, history = change.record, change.record.history
        reduce(after, (entry.act for entry in change.entries), record.status)
        try:
            with within(self._tenant), transaction.atomic():
                PartialStepModel.objects.bulk_create(
                    _step(record, number, entry, change.frozen)
                    for number, entry in enumerate(change.entries, start=len(history) + 1)
                )
        except IntegrityError as taken:
            raise Refusal("records.moved_on", value=str(record.key)) from taken

    def keep_received(self, received: Sequence[ReceivedPartial]) -> None:
        """Keep what came with a pupil; see the port."""
        with within(self._tenant):
            ReceivedPartialModel.objects.bulk_create(
                map(_received_row, received), ignore_conflicts=True
            )

    def received(self, school: SchoolCode, sector_code: str) -> tuple[ReceivedPartial, ...]:
        """Return what came with a pupil; see the port."""
        with within(school):
            rows = ReceivedPartialModel.objects.filter(school=school, sector_code=sector_code)
            return tuple(map(_received_of, rows.order_by("since", "id")))

    def received_of_year(
        self, school: SchoolCode, school_year: SchoolYear
    ) -> tuple[ReceivedPartial, ...]:
        """Return those of a year; see the port."""
        with within(school):
            rows = ReceivedPartialModel.objects.filter(school=school, school_year=school_year.first)
            return tuple(map(_received_of, rows.order_by("sector_code", "since", "id")))


def _of_year(school: SchoolCode, school_year: SchoolYear) -> QuerySet[PartialStepModel]:
    return PartialStepModel.objects.filter(school=school, school_year=school_year.first)


def _whole(rows: QuerySet[PartialStepModel]) -> Iterable[WorkingRecord]:
    ordered = rows.order_by("sector_code", "version", "number")
    for _, steps in groupby(ordered, key=lambda row: (row.sector_code, row.version)):
        yield _record(list(steps))


def _record(steps: Sequence[PartialStepModel]) -> WorkingRecord:
    frozen: Frozen | None = None
    for step in steps:
        frozen = frozen_of(step) or frozen
    last = steps[-1]
    return WorkingRecord(
        key=RecordKey(
            record_code=RecordCode(last.record_code),
            school_year=SchoolYear(last.school_year),
            version=last.version,
        ),
        school=SchoolCode(last.school),
        sector_code=last.sector_code,
        class_name=last.class_name,
        grade=last.grade,
        frozen=frozen,
        history=tuple(map(_entry, steps)),
    )


def _entry(step: PartialStepModel) -> Entry:
    return Entry(
        act=Act(step.act),
        by=step.by,
        at=step.at.astimezone(VIETNAM),
        reason=step.reason,
        proof=bytes(step.proof),
    )


def _step(
    record: WorkingRecord, number: int, entry: Entry, frozen: Frozen | None
) -> PartialStepModel:
    row = PartialStepModel(
        school=record.school,
        school_year=record.key.school_year.first,
        sector_code=record.sector_code,
        version=record.key.version,
        number=number,
        record_code=record.key.record_code,
        class_name=record.class_name,
        grade=record.grade,
        act=entry.act.value,
        by=entry.by,
        at=entry.at,
        reason=entry.reason,
        proof=entry.proof,
    )
    if frozen is not None:
        row.content_xml, row.content_digest = frozen.content_xml, frozen.content_digest
        row.root, row.leaf_count = frozen.root, frozen.leaf_count
        row.signatures = signatures_json(frozen)
    return row


def _received_row(one: ReceivedPartial) -> ReceivedPartialModel:
    return ReceivedPartialModel(
        school=one.school,
        school_year=one.school_year.first,
        sector_code=one.sector_code,
        transfer_id=one.transfer_id,
        issuer=one.issuer,
        issuer_name=one.issuer_name,
        grade=one.grade,
        class_name=one.class_name,
        since=one.since,
        until=one.until,
        content_digest=one.content_digest,
        file_digest=one.file_digest,
    )


def _received_of(row: ReceivedPartialModel) -> ReceivedPartial:
    return ReceivedPartial(
        school=SchoolCode(row.school),
        school_year=SchoolYear(row.school_year),
        sector_code=row.sector_code,
        transfer_id=row.transfer_id,
        issuer=SchoolCode(row.issuer),
        issuer_name=row.issuer_name,
        grade=row.grade,
        class_name=row.class_name,
        since=row.since,
        until=row.until,
        content_digest=bytes(row.content_digest),
        file_digest=bytes(row.file_digest),
    )
