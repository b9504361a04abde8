"""Where bytes of accepted documents are kept for ever: append-only segments."""

from collections.abc import Sequence
from dataclasses import dataclass
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


class Archive(Protocol):
    """
    Append-only. What a crash leaves behind the last indexed byte is harmless: nobody knows it.
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
