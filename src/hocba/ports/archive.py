"""Where bytes of accepted documents are kept for ever: append-only segments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Location:
    """
    Where a document's bytes stand. segment: its name; offset, length: bytes, as stored.

    Opaque to everybody but the archive that gave it.
    """

    segment: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """
    A stretch of an archive's bytes. documents: how many stand in it; a location in it begins
    with its offset. damage: why it cannot be read, empty when it can.
    """

    segment: str
    offset: int
    length: int
    documents: int = 0
    damage: str = ""


class Archive(Protocol):
    """
    Append-only. What a crash leaves behind the last indexed byte is harmless: nobody knows it.

    Only a segment whose documents all stand elsewhere too may go, and only in two steps with
    time between them: it is retired, and later dropped.
    """

    def append(self, documents: Sequence[bytes]) -> tuple[Location, ...]:
        """
        Store documents and return where, in their order; they are durable when this returns.

        Raises: Fault "archive.not_written".
        """
        ...

    def read(self, location: Location, *, digest: bytes) -> bytes:
        """
        Return a document's bytes exactly as they came.

        digest: SHA-256, 32 bytes, checked before anything is returned.
        Raises: Fault "archive.not_read", "archive.damaged".
        """
        ...

    def pieces(self) -> Iterator[Piece]:
        """
        Walk over every byte of the archive, checked by itself, in order; no index is asked.

        Behind damage a segment is not walked on: what stands there is told by the index.
        """
        ...

    def segments(self) -> tuple[str, ...]:
        """Return the names of all segments, oldest first; only the last one still grows."""
        ...

    def stored_bytes(self) -> int:
        """Return how many bytes all segments take up. Raises: Fault "archive.not_read"."""
        ...

    def documents(self, segment: str) -> Iterator[tuple[Location, bytes]]:
        """
        Read every document of a segment in order, checksums checked; no index is asked.

        Each comes back with the place under which the index knows it. Documents that no index
        names are among them: those of a crash, and of a package that is being taken in.
        Raises: Fault "archive.not_read"; "archive.damaged" at the first bytes that cannot be
        read, a torn end among them, when all that stood before was given.
        """
        ...

    def retire(self, segment: str, *, at: datetime) -> None:
        """
        Note durably that this segment is to go; it stays readable until then.

        Again for one that is retired already: the later time holds.
        Raises: Fault "archive.not_written".
        """
        ...

    def retired(self) -> Mapping[str, datetime]:
        """Return when each segment that is to go was retired."""
        ...

    def drop(self, segment: str) -> None:
        """
        Remove a retired segment for ever, and the note on it; the rest of one half gone as well.

        Raises: Fault "archive.not_written". ValueError for a segment that is not retired, and
        for the last one: these are mistakes of the program.
        """
        ...
