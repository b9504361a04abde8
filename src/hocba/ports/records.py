"""Records in the making and issued: frozen bytes, signatures so far, and an append-only history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hocba.core.compose.life import Entry, Status, status_of
from hocba.core.seal.document import Frozen, document_bytes
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingRecord:
    """
    One version of a record at its school.

    frozen: content and signatures as bytes; None before it was locked for the first time.
    history: the truth about its status, oldest first.
    """

    key: RecordKey
    school: SchoolCode
    sector_code: str
    class_name: str
    grade: int
    frozen: Frozen | None = None
    history: tuple[Entry, ...] = ()

    @property
    def status(self) -> Status:
        """Where it stands, from its history."""
        return status_of(self.history)

    @property
    def document(self) -> bytes:
        """
        Its file, with the signatures made so far.

        Raises: Refusal "records.no_content".
        """
        if self.frozen is None:
            raise Refusal("records.no_content", "never locked", value=str(self.key))
        return document_bytes(self.frozen)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A record without its bytes, for lists and counts. status: the database's copy."""

    key: RecordKey
    school: SchoolCode
    sector_code: str
    class_name: str
    grade: int
    status: Status
    content_digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """
    What one act does to one record.

    record: as it was read, or a new one without history, which is opened. frozen: the bytes
    from now on, None to leave them as they are; class and grade are written along with them,
    for a pupil who changed class between two locks. Its history must still be as long as
    `record.history` when the change is written.
    """

    record: WorkingRecord
    entries: tuple[Entry, ...]
    frozen: Frozen | None = None


class Records(Protocol):
    """The records of an office's schools."""

    def of_class(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str
    ) -> tuple[WorkingRecord, ...]:
        """Return the latest version of every record of a class, by sector code."""
        ...

    def of_school(
        self, school: SchoolCode, school_year: SchoolYear, statuses: Sequence[Status] = ()
    ) -> tuple[WorkingRecord, ...]:
        """Return every version of a school's records in a year, or those in some statuses."""
        ...

    def rows(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> tuple[RecordRow, ...]:
        """Return the latest version of every record, without bytes."""
        ...

    def latest_of_year(
        self, school_year: SchoolYear, codes: Sequence[RecordCode]
    ) -> tuple[RecordRow, ...]:
        """Return the latest issued version of these records in a year: for the link to it."""
        ...

    def get(self, key: RecordKey) -> WorkingRecord:
        """
        Return one record.

        Raises: Refusal "records.unknown".
        """
        ...

    def many(self, keys: Sequence[RecordKey]) -> tuple[WorkingRecord, ...]:
        """Return those of the records that exist, in the order of `keys`."""
        ...

    def versions(self, code: RecordCode) -> tuple[WorkingRecord, ...]:
        """Return every year and version of a pupil's record, oldest first."""
        ...

    def append_many(self, changes: Sequence[RecordChange]) -> None:
        """
        Write all changes in one transaction, or none.

        Raises: Refusal "records.moved_on" when a history is longer than it was when read,
        "life.not_now" when an entry breaks the table of a record's life.
        """
        ...

    def document(self, key: RecordKey) -> bytes:
        """
        Return a record's file with the signatures made so far.

        Raises: Refusal "records.unknown", "records.no_content".
        """
        ...
