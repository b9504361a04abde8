"""One office's repository in PostgreSQL: a package is kept in one transaction, or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from hocba.adapters.database.counters import moved_on, recounted
from hocba.adapters.database.declared_classes import classes_declared
from hocba.adapters.database.entry_copy import entries_kept
from hocba.adapters.database.entry_lookups import files_kept, records_kept
from hocba.adapters.database.entry_moves import compacting, counted_by_segment, relocated
from hocba.adapters.database.kept_signers import (
    keep_signers,
    latest_signers,
    signer_counts,
    signer_ends,
    stated_numbers,
)
from hocba.adapters.database.kept_stamps import keep_stamps, stamps_of
from hocba.adapters.database.models.counts import DayCountModel
from hocba.adapters.database.models.outbox import OutboxTakenModel
from hocba.adapters.database.models.repository import (
    DeclaredClassModel,
    KeptDeclarationModel,
    KeptEntryModel,
    KeptPackageModel,
    KeptWithdrawalModel,
    LogHeadModel,
)
from hocba.adapters.database.office_scope import of_office, turn_of
from hocba.adapters.database.refusals import keep_refusals
from hocba.adapters.database.repository_figures import counted, counted_from_index, counted_rows
from hocba.adapters.database.stored_repository import (
    class_rows,
    declaration_of_row,
    declaration_row,
    entry_of,
    log_nodes,
    log_state,
    package_of,
    package_row,
    records_of,
    withdrawal_row,
)
from hocba.adapters.database.stored_spots import numbered, words_of
from hocba.core.publish.log import LogState
from hocba.core.report.figures import Choice, Cut, DeclaredRow, Figures, KeptRow
from hocba.core.submit.declaration import Declaration
from hocba.core.submit.message import MessageId
from hocba.core.submit.package import EntryKind
from hocba.core.submit.signers import CertificateEnd, SignersStatement
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.ports.repository import Keeping, KeptEntry, KeptPackage, KeptRecord, Move

_BATCH: Final = 1000


class DatabaseRepository:
    """Implements `Repository`. office: its code."""

    def __init__(self, office: str) -> None:
        self._office = office

    def as_of(self) -> datetime | None:
        """Return None: what is read here is what is kept; see the port."""
        return None

    def turn(self) -> AbstractContextManager[None]:
        """Hold the office's one turn; see the port."""
        return turn_of(self._office)

    def package(self, message_id: MessageId) -> KeptPackage | None:
        """Return an answered package; see the port."""
        with of_office(self._office):
            rows = KeptPackageModel.objects.filter(office=self._office, message_id=message_id)
            return next((package_of(row) for row in rows), None)

    def packages(self, sender: str | None = None, *, limit: int = 200) -> tuple[KeptPackage, ...]:
        """Return answered packages, newest first; see the port."""
        with of_office(self._office):
            rows = KeptPackageModel.objects.filter(office=self._office)
            if sender is not None:
                rows = rows.filter(sender=sender)
            return tuple(package_of(row) for row in rows.order_by("-id")[:limit])

    def keep(self, keeping: Keeping, *, seen: int) -> None:
        """Keep all of it or nothing; see the port."""
        try:
            with of_office(self._office):
                self._move_log(keeping, seen=seen)
                self._insert(keeping)
        except IntegrityError as problem:
            # The log did not grow, and yet somebody was faster: a package that brought nothing new.
            raise Refusal("repository.moved_on", str(problem)) from problem

    def relocate(self, moves: Sequence[Move]) -> int:
        """Tell where files stand now; see the port."""
        with of_office(self._office):
            return relocated(self._office, moves)

    def documents_by_segment(self) -> Mapping[str, int]:
        """Count files by segment; see the port."""
        with of_office(self._office):
            return counted_by_segment(self._office)

    def compacting(self) -> AbstractContextManager[None]:
        """Be the only one that moves files; see the port."""
        return compacting(self._office)

    def log(self) -> LogState:
        """Return the log's right edge; see the port."""
        with of_office(self._office):
            row = LogHeadModel.objects.filter(office=self._office).first()
            return LogState() if row is None else log_state(row.size, bytes(row.nodes))

    def leaves(self, start: int = 0, end: int | None = None) -> tuple[bytes, ...]:
        """Return leaves' digests; see the port."""
        with of_office(self._office):
            rows = self._entries().filter(log_index__gte=start)
            if end is not None:
                rows = rows.filter(log_index__lt=end)
            leaves = rows.order_by("log_index").values_list("leaf", flat=True)
            return tuple(bytes(leaf) for leaf in leaves)

    def checkpoint(self) -> str:
        """Return the latest signed note; see the port."""
        with of_office(self._office):
            row = LogHeadModel.objects.filter(office=self._office).first()
            return "" if row is None else row.checkpoint

    def known(
        self, digests: Sequence[bytes], *, years: Sequence[SchoolYear] | None = None
    ) -> Mapping[bytes, KeptEntry]:
        """Return entries that are kept already; see the port."""
        firsts = None if years is None else [year.first for year in years]
        found: dict[bytes, KeptEntry] = {}
        with of_office(self._office):
            kept = files_kept(self._office, digests, firsts)
            for start in range(0, len(kept), _BATCH):
                rows = self._entries().filter(digest__in=kept[start : start + _BATCH])
                found |= {bytes(row.digest): entry_of(row) for row in rows}
        return found

    def siblings(
        self, records: Sequence[tuple[RecordCode, SchoolYear]]
    ) -> Mapping[tuple[RecordCode, SchoolYear], tuple[KeptRecord, ...]]:
        """Return every kept version of records of a year; see the port."""
        asked = set(records)
        years = sorted({year.first for _, year in asked})
        found: dict[tuple[RecordCode, SchoolYear], list[KeptRecord]] = {}
        with of_office(self._office):
            kept = records_kept(self._office, [code for code, _ in records], years)
            for start in range(0, len(kept), _BATCH):
                batch = kept[start : start + _BATCH]
                for record in self._records(Q(record_code__in=batch, school_year__in=years)):
                    pair = (record.key.record_code, record.key.school_year)
                    if pair in asked:
                        found.setdefault(pair, []).append(record)
        return {pair: tuple(each) for pair, each in found.items()}

    def versions(self, code: RecordCode) -> tuple[KeptRecord, ...]:
        """Return every kept year and version of a record; see the port."""
        return self._records(Q(record_code=code))

    def record(self, key: RecordKey) -> KeptRecord | None:
        """Return one kept version; see the port."""
        return next((r for r in self.versions(key.record_code) if r.key == key), None)

    def declared(self, schools: Sequence[str]) -> Mapping[tuple[str, SchoolYear, int], bytes]:
        """Return the digests of declarations; see the port."""
        with of_office(self._office):
            rows = KeptDeclarationModel.objects.filter(office=self._office, school__in=schools)
            return {
                (row.school, SchoolYear(row.school_year), row.number): bytes(row.digest)
                for row in rows
            }

    def stamps(self, keys: Sequence[RecordKey]) -> Mapping[RecordKey, bytes]:
        """Return the digests of late stamps; see the port."""
        with of_office(self._office):
            return stamps_of(self._office, keys)

    def stated_signers(self, schools: Sequence[str]) -> Mapping[tuple[str, SchoolYear, int], bytes]:
        """Return the digests of statements on signers; see the port."""
        with of_office(self._office):
            return stated_numbers(self._office, schools)

    def signers(self, school_year: SchoolYear) -> tuple[SignersStatement, ...]:
        """Return the latest statements on signers; see the port."""
        with of_office(self._office):
            return latest_signers(self._office, school_year)

    def signer_counts(self, school_year: SchoolYear) -> Mapping[str, tuple[int, int]]:
        """Return how many have to sign and can, by school; see the port."""
        with of_office(self._office):
            return signer_counts(self._office, school_year)

    def signer_ends(self, school_year: SchoolYear) -> Mapping[str, tuple[CertificateEnd, ...]]:
        """Return when certificates end, by school; see the port."""
        with of_office(self._office):
            return signer_ends(self._office, school_year)

    def declarations(
        self, school_year: SchoolYear, schools: Sequence[str] | None = None
    ) -> tuple[Declaration, ...]:
        """Return the latest declarations of schools; see the port."""
        with of_office(self._office):
            rows = KeptDeclarationModel.objects.filter(
                office=self._office, school_year=school_year.first
            )
            if schools is not None:
                rows = rows.filter(school__in=schools)
            latest = rows.order_by("school", "-number").distinct("school")
            return tuple(
                declaration_of_row(row, tuple(row.classes.all()))
                for row in latest.prefetch_related("classes")
            )

    def declared_classes(self, choice: Choice) -> Mapping[str, int]:
        """Count the classes of latest declarations; see the port."""
        with of_office(self._office):
            return classes_declared(self._office, choice)

    def kept(
        self,
        *,
        kind: EntryKind | None = None,
        school_year: SchoolYear | None = None,
        start: int = 0,
    ) -> Iterator[KeptEntry]:
        """Walk over accepted entries in log order; see the port."""
        after = start - 1
        while True:
            with of_office(self._office):
                rows = self._entries().filter(log_index__gt=after)
                if kind is not None:
                    rows = rows.filter(kind=kind.value)
                if school_year is not None:
                    rows = rows.filter(school_year=school_year.first)
                batch = [entry_of(row) for row in rows.order_by("log_index")[:_BATCH]]
            # Between batches no transaction is held: a walk may take hours.
            if not batch:
                return
            yield from batch
            after = batch[-1].log_index

    def unreported(self, *, limit: int = 50_000) -> tuple[KeptEntry, ...]:
        """Return what the office above has not taken; see the port."""
        with of_office(self._office):
            rows = self._entries().filter(~Exists(self._taken())).order_by("log_index")[:limit]
            return tuple(entry_of(row) for row in rows)

    def unreported_count(self) -> int:
        """Count what the office above has not taken; see the port."""
        with of_office(self._office):
            return self._entries().filter(~Exists(self._taken())).count()

    def kept_from(self, sender: str) -> Mapping[str, bytes]:
        """Return what is kept from one sender; see the port."""
        with of_office(self._office):
            rows = self._entries().filter(package__sender=sender)
            kept = map(entry_of, rows.iterator(chunk_size=_BATCH))
            return {entry.path: entry.digest for entry in kept}

    def kept_by_day(self, *, kind: EntryKind, school_year: SchoolYear) -> Mapping[date, int]:
        """Count entries by day; see the port."""
        with of_office(self._office):
            rows = DayCountModel.objects.filter(
                office=self._office, kind=kind.value, school_year=school_year.first
            )
            return dict(rows.values_list("day", "entries"))

    def kept_count(self, *, kind: EntryKind) -> int:
        """Count entries of a kind; see the port."""
        with of_office(self._office):
            rows = DayCountModel.objects.filter(office=self._office, kind=kind.value)
            return int(rows.aggregate(kept=Sum("entries"))["kept"] or 0)

    def rows(self, choice: Choice) -> tuple[tuple[DeclaredRow, ...], tuple[KeptRow, ...]]:
        """Return the rows behind the figures; see the port."""
        with of_office(self._office):
            return counted_rows(self._office, choice)

    def figures(self, cut: Cut, choice: Choice) -> Figures:
        """Count in the database; see the port."""
        with of_office(self._office):
            return counted(self._office, cut, choice)

    def counted_anew(self, cut: Cut, choice: Choice) -> Figures:
        """Count from the index itself; see the port."""
        with of_office(self._office):
            return counted_from_index(self._office, cut, choice)

    def rebuild_figures(self) -> int:
        """Make the counters anew; see the port."""
        with self.turn():
            # Held to the end: no package is kept meanwhile, with a turn or without.
            self._head()
            return recounted(self._office)

    def _entries(self) -> QuerySet[KeptEntryModel]:
        rows = KeptEntryModel.objects.filter(office=self._office).select_related("spot")
        return rows.annotate(sent_in=F("package__message_id"))

    def _taken(self) -> QuerySet[OutboxTakenModel]:
        return OutboxTakenModel.objects.filter(office=self._office, digest=OuterRef("digest"))

    def _records(self, which: Q) -> tuple[KeptRecord, ...]:
        with of_office(self._office):
            records = KeptEntryModel.objects.filter(which, office=self._office)
            records = records.filter(record_code__isnull=False).select_related("spot")
            withdrawals = KeptWithdrawalModel.objects.filter(which, office=self._office)
            return records_of(records.order_by("school_year", "version"), withdrawals)

    def _move_log(self, keeping: Keeping, *, seen: int) -> None:
        head = self._head()
        if head.size != seen:
            raise Refusal("repository.moved_on", seen=str(seen), size=str(head.size))
        LogHeadModel.objects.filter(office=self._office).update(
            size=keeping.log.size, nodes=log_nodes(keeping.log), checkpoint=keeping.checkpoint
        )

    def _head(self) -> LogHeadModel:
        heads = LogHeadModel.objects
        heads.bulk_create([LogHeadModel(office=self._office)], ignore_conflicts=True)
        # Whoever holds this row appends alone: packages of one office are kept one by one.
        return heads.select_for_update().get(office=self._office)

    def _insert(self, keeping: Keeping) -> None:
        office = self._office
        package = package_row(office, keeping.package)
        package.save(force_insert=True)
        told = {words_of(record.spot) for record in keeping.records}
        told |= {words_of(declaration) for declaration in keeping.declarations.values()}
        spots = numbered(office, told)
        # Counters first: they are moved on from what stood before this package.
        moved_on(office, keeping, spots=spots)
        entries_kept(office, package.pk, keeping, spots=spots)
        words = [withdrawal_row(office, d, word) for d, word in keeping.withdrawals.items()]
        KeptWithdrawalModel.objects.bulk_create(words, _BATCH)
        keep_signers(office, keeping.signers)
        keep_refusals(office, keeping)
        keep_stamps(office, keeping.stamps)
        for digest, declaration in keeping.declarations.items():
            row = declaration_row(office, digest, declaration)
            row.save(force_insert=True)
            DeclaredClassModel.objects.bulk_create(class_rows(office, row, declaration))
