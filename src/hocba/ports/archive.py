"""Where bytes of accepted documents are kept for ever: append-only segments."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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

    Only a segment of which the index names nothing may go, and only in two steps with time
    between them: it is retired, and later dropped, in the office's turn.
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

    def content(self, segment: str) -> Iterator[bytes]:
        """
        Give a segment's bytes as they are stored, damaged or not, piece after piece.

        Raises: Fault "archive.not_read"; "archive.damaged" for what is no segment's name.
        """
        ...

    def restore(
        self, segment: str, content: Iterable[bytes], *, is_right: "Callable[[Archive], bool]"
    ) -> bool:
        """
        Put a copy's bytes in place of a segment, or where it is missing; what was added to it
        since the copy was made is kept behind them.

        is_right: asked about an archive that holds the new segment alone, before anything changes.
        Returns: whether it was put there, durably; where not, nothing has changed.
        Raises: Fault "archive.not_written", and what `content` and `is_right` raise.
        """
        ...

    def require_standing(self, segments: Collection[str]) -> None:
        """
        Raise unless all these segments are there, as the store itself says now.

        Whoever has the index name a place asks this in the office's turn, in which alone a
        segment is dropped: so the index never names what is gone, however long it took.
        Raises: Fault "archive.gone", "archive.not_read".
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

        In the office's turn, after the index was asked: see `require_standing`.
        Raises: Fault "archive.not_written". ValueError for a segment that is not retired, and
        for the last one: these are mistakes of the program.
        """
        ...
