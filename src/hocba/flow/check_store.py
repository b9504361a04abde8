"""Check an archive against its index: every indexed document comes back, every byte is known."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from hocba.core.terms.outcomes import Fault
from hocba.ports.archive import Archive, Location, Piece
from hocba.ports.outside import Outside
from hocba.ports.progress import Progress, unheard
from hocba.ports.repository import KeptEntry

_BATCH: Final = 10_000
MOST_TOLD: Final = 10_000
"""Unreadable documents that a report names one by one; a lost disk has all of them."""


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

    unreadable: the first of those that do not come back; lost: how many they are in all;
    damaged: the segments in which they stand.
    dead: segments of which no index names anything; unnamed: such pieces in all others, as a
    crash before the index was written leaves them. torn: bytes that are no piece; harmless where
    no document is unreadable. retired: segments that are to go, after a compaction.
    """

    documents: int
    unreadable: tuple[Unreadable, ...]
    unnamed: tuple[Piece, ...]
    torn: tuple[Piece, ...]
    lost: int = 0
    damaged: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether every document that somebody has a receipt for is there."""
        return not self.lost


@dataclass(slots=True, kw_only=True)
class _Blocks:
    """A segment's blocks in a few bytes each: a large archive has millions. named: yes or no."""

    offsets: "array[int]" = field(default_factory=lambda: array("Q"))
    lengths: "array[int]" = field(default_factory=lambda: array("Q"))
    documents: "array[int]" = field(default_factory=lambda: array("I"))
    named: bytearray = field(default_factory=bytearray)

    def add(self, piece: Piece) -> None:
        self.offsets.append(piece.offset)
        self.lengths.append(piece.length)
        self.documents.append(piece.documents)
        self.named.append(False)

    def name(self, offset: int) -> None:
        place = bisect_right(self.offsets, offset) - 1
        if place >= 0 and offset < self.offsets[place] + self.lengths[place]:
            self.named[place] = True

    def unnamed(self, segment: str) -> Iterator[Piece]:
        rows = zip(self.offsets, self.lengths, self.documents, self.named, strict=True)
        for offset, length, documents, named in rows:
            if not named:
                yield Piece(segment=segment, offset=offset, length=length, documents=documents)


def checked_store(
    outside: Outside, archive: Archive | None = None, *, tell: Progress = unheard
) -> StoreReport:
    """
    Read every document that the index names and walk over every byte that is stored.

    archive: another one to hold against the same index, as a restored copy; the office's own
    when left out. What is taken in meanwhile is checked or not, and never told as damage.
    Memory: some 20 bytes a block, however many documents there are.
    """
    kept = archive or outside.archive
    retired = tuple(sorted(kept.retired()))
    # The last one still grows.
    dead = set(kept.segments()[:-1]) - set(retired)
    # The bytes are looked at first: what is added afterwards is indexed, never the reverse.
    stored, torn = _stored(kept)
    total = outside.repository.log().size
    unreadable: list[Unreadable] = []
    damaged: set[str] = set()
    done = lost = 0
    for entry in _by_place(outside.repository.kept()):
        wrong = _why_unreadable(kept, entry)
        _name(stored, entry.location)
        dead.discard(entry.location.segment)
        if wrong:
            lost += 1
            damaged.add(entry.location.segment)
            unreadable += [wrong] if lost <= MOST_TOLD else []
        done += 1
        tell(done, max(done, total))
    return StoreReport(
        documents=done - lost,
        unreadable=tuple(unreadable),
        unnamed=tuple(
            piece
            for segment, blocks in stored.items()
            if segment not in dead and segment not in retired
            for piece in blocks.unnamed(segment)
        ),
        torn=tuple(torn),
        lost=lost,
        damaged=tuple(sorted(damaged)),
        retired=retired,
        dead=tuple(sorted(dead)),
    )


def _stored(archive: Archive) -> tuple[dict[str, _Blocks], list[Piece]]:
    stored: dict[str, _Blocks] = {}
    torn = []
    for piece in archive.pieces():
        if piece.damage:
            torn.append(piece)
        elif piece.documents:
            stored.setdefault(piece.segment, _Blocks()).add(piece)
    return stored, torn


def _name(stored: dict[str, _Blocks], location: Location) -> None:
    blocks = stored.get(location.segment)
    if blocks:
        blocks.name(location.offset)


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
