"""The queue of packages that were handed in and are not answered yet, and where they lie."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, Protocol

from hocba.core.submit.message import MessageId
from hocba.core.terms.outcomes import Finding, Refusal


class IntakeState(StrEnum):
    """How far a package has come."""

    WAITING = "CHO"
    WORKING = "DANG_XU_LY"
    KEPT = "DA_LUU"
    """Its receipt is made and waits until the published log covers it."""
    ANSWERED = "DA_TRA_LOI"
    REFUSED = "TU_CHOI"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """
    One package at an office's door.

    digest: SHA-256 of its bytes; size: of them. entries: how many its manifest lists; done: of
    these. failures: how often the world failed while it was worked on. ended_at: kept or
    refused. refusal, findings: why it was refused as a whole. A refused one whose manifest
    could not be read has neither sender nor message id.
    """

    slip: int
    message_id: MessageId
    sender: str
    digest: bytes
    size: int
    entries: int
    state: IntakeState
    handed_at: datetime
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    done: int = 0
    failures: int = 0
    refusal: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much may wait, of one sender and in all: packages and their bytes."""

    sender_packages: int = 200
    sender_bytes: int = 2_000_000_000
    packages: int = 5_000
    bytes: int = 20_000_000_000


class Intake(Protocol):
    """One office's queue. Every call is durable when it returns, but for `progress`."""

    def find(self, digest: bytes) -> HandedIn | None:
        """Return the package with these bytes that is not refused, None for an unknown one."""
        ...

    def require_room(self, sender: str, size: int, room: Room, *, now: datetime) -> None:
        """
        Ask whether one package more may wait.

        Raises: Refusal "intake.full" with the seconds after which to come back.
        """
        ...

    def put(self, package: HandedIn, room: Room) -> HandedIn:
        """
        Put a package into the queue; the same bytes again are the same package.

        package: its slip does not count yet. Returns: as it stands in the queue.
        Raises: Refusal "intake.full"; "package.message_reused" when other bytes have its id.
        """
        ...

    def refuse(self, package: HandedIn, refusal: Refusal, *, now: datetime) -> HandedIn:
        """Keep the trace of a package that is refused as a whole, whether it waited or not."""
        ...

    def claimed(
        self, *, now: datetime, slip: int | None = None
    ) -> AbstractContextManager[HandedIn | None]:
        """
        Hold the package whose turn it is while the block runs; None when none is free.

        The sender served least recently comes first, of one sender the oldest package; those
        that failed come last. Nobody else gets the package meanwhile. The claim goes with its
        process: after a kill the package is free at once.
        slip: hold this very one, if it is free and still waits.
        """
        ...

    def progress(self, slip: int, done: int) -> None:
        """Tell how many entries are done. Raises: nothing worth stopping for."""
        ...

    def kept(self, slip: int, *, log_size: int, now: datetime) -> None:
        """Tell that a claimed package is kept; log_size: the log that covers its receipt."""
        ...

    def released(self, slip: int, *, failed: bool) -> None:
        """Put a claimed package back into the queue. failed: the world failed it."""
        ...

    def answer(self, log_size: int) -> int:
        """Let the receipts leave that a published log of this size covers; return how many."""
        ...

    def unanswered(self) -> tuple[bytes, ...]:
        """Return the digests of all packages whose bytes are still needed."""
        ...

    def listed(self, *, sender: str | None = None, limit: int = 50) -> tuple[HandedIn, ...]:
        """Return packages, the latest first; of one sender, or all."""
        ...

    def waiting(self) -> int:
        """Count the packages that wait or are worked on."""
        ...


class Spool(Protocol):
    """Where the bytes of packages lie until they are answered, by their digest."""

    def store(self, file: BinaryIO, digest: bytes) -> None:
        """
        Store a package, durable when this returns; the same bytes again change nothing.

        Raises: Fault "intake.not_stored".
        """
        ...

    def opened(self, digest: bytes) -> AbstractContextManager[BinaryIO]:
        """Open a stored package. Raises: Fault "intake.not_stored"."""
        ...

    def remove(self, digests: Sequence[bytes]) -> None:
        """Remove packages that nobody needs any more; unknown ones change nothing."""
        ...

    def sweep(self, needed: Sequence[bytes]) -> int:
        """Remove what a crash left and nobody needs; return how many files."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeShelf:
    """All that an office needs to take packages in one after the other."""

    queue: Intake
    spool: Spool
    room: Room = Room()
