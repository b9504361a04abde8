"""Where a province or the ministry keeps what it has taken in: index, log, figures."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from hocba.core.publish.log import LogState
from hocba.core.report.figures import Choice, Cut, DeclaredRow, Figures, KeptRow, Spot
from hocba.core.report.refusals import RefusedRecords
from hocba.core.submit.declaration import Declaration
from hocba.core.submit.message import MessageId
from hocba.core.submit.package import EntryKind, Event
from hocba.core.submit.refusals import RefusalsStatement
from hocba.core.submit.signers import CertificateEnd, SignersStatement
from hocba.core.submit.stamps import SealStamp
from hocba.core.submit.withdrawal import Withdrawal
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolYear
from hocba.ports.archive import Location


class Standing(StrEnum):
    """How a kept version of a record stands now."""

    CURRENT = "HIEN_HANH"
    SUPERSEDED = "DA_THAY_THE"
    WITHDRAWN = "DA_THU_HOI"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPackage:
    """
    A package that was answered. digest: SHA-256 of its bytes; receipt: bytes as given.

    accepted, warned, rejected, pending: entries by answer.
    """

    message_id: MessageId
    sender: str
    digest: bytes
    size: int
    received_at: datetime
    receipt: bytes
    accepted: int
    warned: int
    rejected: int
    pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntry:
    """
    Any accepted file. unit: the school, or the office whose register it is.

    digest: SHA-256 of its bytes. log_index: its leaf; leaf: the leaf's digest. event: as the
    manifest said, for records and withdrawals.
    """

    digest: bytes
    kind: EntryKind
    unit: str
    path: str
    location: Location
    log_index: int
    leaf: bytes
    kept_at: datetime
    message_id: MessageId
    event: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """
    One kept version of a record: where it belongs and what names it; no pupil, no marks.

    replaces: version and content digest of the version that it replaces, None for a first one.
    """

    key: RecordKey
    spot: Spot
    content_digest: bytes
    file_digest: bytes
    kept_at: datetime
    log_index: int
    replaces_version: int | None = None
    replaces_digest: bytes = b""
    standing: Standing = Standing.CURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """
    All that one package adds, kept in one transaction or not at all.

    entries: newly accepted, in log order. records, declarations, withdrawals, signers, refusals:
    by the digest of their file. log: its state afterwards; checkpoint: the signed note on it.
    refused: records that were returned, counted; the files are not kept. stamps: that came after
    their records.
    """

    package: KeptPackage
    entries: tuple[KeptEntry, ...]
    records: tuple[KeptRecord, ...]
    declarations: Mapping[bytes, Declaration]
    withdrawals: Mapping[bytes, Withdrawal]
    log: LogState
    checkpoint: str
    signers: Mapping[bytes, SignersStatement] = field(default_factory=dict)
    refusals: Mapping[bytes, RefusalsStatement] = field(default_factory=dict)
    refused: tuple[RefusedRecords, ...] = ()
    stamps: tuple[SealStamp, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A kept file's bytes stand elsewhere now. digest: SHA-256 of them, the same as before."""

    digest: bytes
    old: Location
    new: Location


class Repository(Protocol):
    """
    One office's repository. Nothing in it is ever changed or removed; only where a file's
    bytes stand may be told anew.
    """

    def as_of(self) -> datetime | None:
        """
        Return the moment up to which what is read next is complete; None where that is now.

        Whoever shows what was read says this moment with it. It may show what came later, too.
        """
        ...

    def turn(self) -> AbstractContextManager[None]:
        """
        Hold the office's one turn to settle a package, across all processes.

        Everything in the block is one transaction: `log`, `known`, `siblings` and `declared` see
        what the turn before has kept, nobody else keeps meanwhile, and what the block keeps
        stands when it ends without an error. The block must be short: all others wait.
        """
        ...

    def package(self, message_id: MessageId) -> KeptPackage | None:
        """Return an answered package, None for an unknown one."""
        ...

    def packages(self, sender: str | None = None, *, limit: int = 200) -> tuple[KeptPackage, ...]:
        """Return answered packages, newest first; those of one sender, or all."""
        ...

    def keep(self, keeping: Keeping, *, seen: int) -> None:
        """
        Keep all of it in one transaction, durable when this returns.

        seen: the log's size when the keeping was made up.
        Raises: Refusal "repository.moved_on" when the log has grown since, and nothing is kept.
        """
        ...

    def relocate(self, moves: Sequence[Move]) -> int:
        """
        Tell where files stand now, all in one transaction. Returns: how many were moved.

        A file that no longer stands where its move says is left as it is. What a file is never
        changes: neither its digest, nor its name, nor its leaf of the log.
        """
        ...

    def documents_by_segment(self) -> Mapping[str, int]:
        """Return how many kept files stand in each segment of the archive that has any."""
        ...

    def compacting(self) -> AbstractContextManager[None]:
        """
        Be the only one, across all processes, that moves this office's files; a killed one lets go.

        Raises: Refusal "archive.being_compacted" when somebody else is.
        """
        ...

    def log(self) -> LogState:
        """Return the log's right edge."""
        ...

    def leaves(self, start: int = 0, end: int | None = None) -> tuple[bytes, ...]:
        """Return the digests of the log's leaves, in order: all, or those from start to end."""
        ...

    def checkpoint(self) -> str:
        """Return the latest signed note on the log; empty before the first entry."""
        ...

    def known(
        self, digests: Sequence[bytes], *, years: Sequence[SchoolYear] | None = None
    ) -> Mapping[bytes, KeptEntry]:
        """
        Return those entries that are kept already, by their bytes' digest.

        years: those that the files speak of, where the caller knows them all: an index of many
        years is then asked for these alone, and for what belongs to no year.
        """
        ...

    def siblings(
        self, records: Sequence[tuple[RecordCode, SchoolYear]]
    ) -> Mapping[tuple[RecordCode, SchoolYear], tuple[KeptRecord, ...]]:
        """Return every kept version of these records of a year, by version."""
        ...

    def versions(self, code: RecordCode) -> tuple[KeptRecord, ...]:
        """Return every kept year and version of a pupil's record, oldest first."""
        ...

    def record(self, key: RecordKey) -> KeptRecord | None:
        """Return one kept version, None for an unknown one."""
        ...

    def stamps(self, keys: Sequence[RecordKey]) -> Mapping[RecordKey, bytes]:
        """Return SHA-256 of the stamps that came after their records, of those that have one."""
        ...

    def declared(self, schools: Sequence[str]) -> Mapping[tuple[str, SchoolYear, int], bytes]:
        """Return the digest of every kept declaration of schools, by school, year and number."""
        ...

    def stated_signers(self, schools: Sequence[str]) -> Mapping[tuple[str, SchoolYear, int], bytes]:
        """Return the digest of every kept statement on signers, by school, year and number."""
        ...

    def signers(self, school_year: SchoolYear) -> tuple[SignersStatement, ...]:
        """Return the latest statement on signers of every school that made one."""
        ...

    def signer_counts(self, school_year: SchoolYear) -> Mapping[str, tuple[int, int]]:
        """Return how many have to sign and how many can, by school, as last stated."""
        ...

    def signer_ends(self, school_year: SchoolYear) -> Mapping[str, tuple[CertificateEnd, ...]]:
        """Return when certificates end, by school, as last stated; where any day was told."""
        ...

    def declarations(
        self, school_year: SchoolYear, schools: Sequence[str] | None = None
    ) -> tuple[Declaration, ...]:
        """Return the latest declaration of every school, or of some."""
        ...

    def declared_classes(self, choice: Choice) -> Mapping[str, int]:
        """Return how many classes each school's latest declaration has; of the choice's schools."""
        ...

    def kept(
        self,
        *,
        kind: EntryKind | None = None,
        school_year: SchoolYear | None = None,
        start: int = 0,
    ) -> Iterator[KeptEntry]:
        """
        Walk over accepted entries in log order. start: the first leaf of the log to be told.

        school_year: for records and declarations; other kinds belong to none.
        """
        ...

    def unreported(self, *, limit: int = 50_000) -> tuple[KeptEntry, ...]:
        """Return accepted entries that the office above has not taken yet, in log order."""
        ...

    def unreported_count(self) -> int:
        """Return how many accepted entries the office above has not taken yet."""
        ...

    def kept_from(self, sender: str) -> Mapping[str, bytes]:
        """Return what is kept from one sender's packages: SHA-256 by path."""
        ...

    def kept_by_day(self, *, kind: EntryKind, school_year: SchoolYear) -> Mapping[date, int]:
        """Return how many entries were kept on each day of Vietnam's calendar that has any."""
        ...

    def kept_count(self, *, kind: EntryKind) -> int:
        """Return how many entries of a kind were ever kept."""
        ...

    def rows(self, choice: Choice) -> tuple[tuple[DeclaredRow, ...], tuple[KeptRow, ...]]:
        """Return the rows behind the figures: for the pure function, and for checks."""
        ...

    def figures(self, cut: Cut, choice: Choice) -> Figures:
        """Return figures as they stand; always what `core.report.figures` counts over `rows`."""
        ...

    def counted_anew(self, cut: Cut, choice: Choice) -> Figures:
        """Count over the whole index, trusting nothing that was counted before."""
        ...

    def rebuild_figures(self) -> int:
        """
        Make everything anew that figures are read from, out of the index, while nobody keeps.

        Returns: how many counters were wrong; 0 as long as the program is right.
        """
        ...
