"""Print jobs, where their pages wait to be fetched, and the numbers of copies."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hocba.core.compose.issued_copies import IssuedCopy
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSheet:
    """
    One record of a job. place: from 0, in the order of the class lists.

    name: of its PDF, once it lies in the tray. refusal: code of why it was not printed.
    """

    place: int
    key: RecordKey
    name: str = ""
    refusal: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """
    The records of a class, or of a whole school where class_name is empty, asked for at once.

    total, done, refused: sheets; a refused one is done too. failures: how often the world failed
    while it was printed. ended_at: None while sheets are due. cleared_at: its pages were removed.
    """

    job_id: str
    school: SchoolCode
    school_year: SchoolYear
    class_name: str
    by: str
    at: datetime
    total: int
    done: int = 0
    refused: int = 0
    failures: int = 0
    ended_at: datetime | None = None
    cleared_at: datetime | None = None

    @property
    def has_pages(self) -> bool:
        """Whether there is a page to fetch now."""
        return self.done > self.refused and self.cleared_at is None


class PrintQueue(Protocol):
    """The jobs of an installation's schools. Every call is durable when it returns."""

    def put(self, job: PrintJob, keys: Sequence[RecordKey]) -> PrintJob:
        """
        Put a job into the queue, a sheet a record.

        Returns: the job; one of the same scope that is still being printed is the same job.
        """
        ...

    def get(self, school: SchoolCode, job_id: str) -> PrintJob | None:
        """Return one of a school's jobs."""
        ...

    def of_school(self, school: SchoolCode, *, limit: int = 50) -> tuple[PrintJob, ...]:
        """Return a school's jobs, the latest first."""
        ...

    def sheets(self, job: PrintJob) -> tuple[PrintSheet, ...]:
        """Return a job's sheets in their order."""
        ...

    def claimed(self, now: datetime) -> AbstractContextManager[PrintJob | None]:
        """
        Hold the job whose turn it is while the block runs; None when none is free.

        Nobody else gets it meanwhile. The claim goes with its process: after a kill the job is
        free at once, and only the sheets that are not done are due.
        """
        ...

    def printed(self, job: PrintJob, sheet: PrintSheet, *, now: datetime) -> None:
        """Note that a sheet is done: its file lies in the tray, or it was refused."""
        ...

    def ended(self, job: PrintJob, *, now: datetime) -> None:
        """Note that no sheet of a claimed job is due any more."""
        ...

    def put_off(self, job: PrintJob, *, until: datetime) -> None:
        """Let a job wait after the world has failed it."""
        ...

    def waiting(self) -> int:
        """Count the jobs that are not ended."""
        ...

    def to_clear(self, before: datetime) -> tuple[PrintJob, ...]:
        """Return the jobs that ended before an instant and whose pages still lie in the tray."""
        ...

    def cleared(self, job: PrintJob, *, now: datetime) -> None:
        """Note that a job's pages are gone."""
        ...


class PrintTray(Protocol):
    """Where the PDFs of jobs lie until they are fetched; nothing else ever comes here."""

    def store(self, job_id: str, name: str, pdf: bytes) -> None:
        """Keep a page under its name, durable when this returns. Raises: Fault "print.tray"."""
        ...

    def read(self, job_id: str, name: str) -> bytes:
        """Return a page. Raises: Fault "print.tray"."""
        ...

    def remove(self, job_id: str) -> None:
        """Remove all pages of a job; unknown ones change nothing."""
        ...


class IssuedCopies(Protocol):
    """The numbered log of copies that schools have issued."""

    def append(self, issued: IssuedCopy) -> IssuedCopy:
        """Give the next number of the school's year and note it, durable when this returns."""
        ...

    def of_record(self, school: SchoolCode, code: RecordCode) -> Sequence[IssuedCopy]:
        """Return the copies of a pupil's record that a school has issued, newest first."""
        ...

    def of_school(self, school: SchoolCode, *, limit: int = 100) -> Sequence[IssuedCopy]:
        """Return a school's, newest first."""
        ...

    def numbered(self, school: SchoolCode, year: int, number: int) -> IssuedCopy | None:
        """Return the copy that bears a number."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintShelf:
    """What a school's printing desk works with."""

    queue: PrintQueue
    tray: PrintTray
    copies: IssuedCopies
