"""Check an archive against its index: every indexed document comes back, every byte is known."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hocba.core.terms.outcomes import Fault
from hocba.ports.archive import Archive, Piece
from hocba.ports.outside import Outside
from hocba.ports.repository import KeptEntry

_BATCH: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """An indexed document that does not come back. code: of the Fault."""

    entry: KeptEntry
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreReport:
    """
    What a check found. documents: indexed ones that were read and are right.

    unnamed: whole pieces whose documents no index names, as a crash before the index was
    written leaves them. torn: bytes that are no piece; harmless where no document is unreadable.
    """

    documents: int
    unreadable: tuple[Unreadable, ...]
    unnamed: tuple[Piece, ...]
    torn: tuple[Piece, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every document that somebody has a receipt for is there."""
        return not self.unreadable


def checked_store(outside: Outside, archive: Archive | None = None) -> StoreReport:
    """
    Read every document that the index names and walk over every byte that is stored.

    archive: another one to hold against the same index, as a restored copy; the office's own
    when left out. What is taken in meanwhile is checked or not, and never told as damage.
    """
    kept = archive or outside.archive
    # The bytes are looked at first: what is added afterwards is indexed, never the reverse.
    pieces = tuple(kept.pieces())
    named: dict[str, array[int]] = {}
    unreadable: list[Unreadable] = []
    documents = 0
    for entry in _by_place(outside.repository.kept()):
        named.setdefault(entry.location.segment, array("Q")).append(entry.location.offset)
        wrong = _why_unreadable(kept, entry)
        if wrong is None:
            documents += 1
        else:
            unreadable.append(wrong)
    in_order = {segment: array("Q", sorted(offsets)) for segment, offsets in named.items()}
    return StoreReport(
        documents=documents,
        unreadable=tuple(unreadable),
        unnamed=tuple(
            piece for piece in pieces if piece.documents and not _is_named(piece, in_order)
        ),
        torn=tuple(piece for piece in pieces if piece.damage),
    )


def _by_place(entries: Iterator[KeptEntry]) -> Iterator[KeptEntry]:
    # Neighbours in a segment are opened together; the log's order jumps between them.
    while batch := list(islice(entries, _BATCH)):
        yield from sorted(batch, key=lambda entry: entry.location)


def _why_unreadable(archive: Archive, entry: KeptEntry) -> Unreadable | None:
    try:
        archive.read(entry.location, digest=entry.digest)
    except Fault as fault:
        return Unreadable(entry=entry, code=fault.code, reason=str(fault))
    return None


def _is_named(piece: Piece, named: Mapping[str, "array[int]"]) -> bool:
    offsets = named.get(piece.segment, array("Q"))
    place = bisect_left(offsets, piece.offset)
    return place < len(offsets) and offsets[place] < piece.offset + piece.length
