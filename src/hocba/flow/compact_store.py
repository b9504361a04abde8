"""
Write loosely filled segments anew, in full blocks, and let the old ones go.

A document that came alone takes several times the room that it takes among its class. It stands
at two places first, then the index names the new one, and the old bytes go much later:

    | a crash                    | leaves                           | next time           |
    |----------------------------|----------------------------------|---------------------|
    | before the index follows   | new blocks that nobody names     | written once more   |
    | after that, before a note  | an old segment nobody names      | retired             |
    | after the note             | the same, and when it was made   | dropped in its time |
    | while dropping             | a note on what is gone           | the note goes too   |
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import groupby, islice
from typing import Final

from hocba.core.terms.outcomes import Fault
from hocba.ports.archive import Archive, Piece
from hocba.ports.outside import Outside
from hocba.ports.progress import Progress, unheard
from hocba.ports.repository import KeptEntry, Move

FULL_DOCUMENTS: Final = 40
"""Documents in a full block: a class."""
_LOOSE: Final = 2
"""Segments are written anew when that at least halves their blocks."""
_ASKED: Final = 500
_MOST_DOCUMENTS: Final = 4000
_MOST_BYTES: Final = 64 * 1024 * 1024

Row = tuple[KeptEntry, bytes]
"""An entry and its document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """How a segment is filled. size: bytes. is_whole: whether all of it can be read."""

    segment: str
    blocks: int = 0
    documents: int = 0
    size: int = 0
    is_whole: bool = True

    @property
    def is_loose(self) -> bool:
        """Whether its blocks are less than half full. What cannot be read is left alone."""
        return self.is_whole and _LOOSE * self.documents < FULL_DOCUMENTS * self.blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """
    What a compaction would do. loose: to be written anew; due: retired long enough ago to be
    dropped; waiting: retired, still kept for those who hold a place in them.
    """

    loose: tuple[Filling, ...]
    due: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """
    What was done. moved: documents. held: segments that were due, but that the index still
    named: what it named was moved and they wait anew. unreadable: left as they are.
    """

    moved: int
    retired: tuple[str, ...]
    dropped: tuple[str, ...]
    held: tuple[str, ...]
    unreadable: tuple[str, ...]


def planned_compaction(outside: Outside, *, grace: timedelta, tell: Progress = unheard) -> Plan:
    """
    Look at every block and say what is to be done; nothing is changed.

    grace: how long a retired segment is kept. It must outlast a package's taking in, a read,
    and the time between copies of the index and of the segments.
    """
    archive = outside.archive
    retired = archive.retired()
    ends = {segment for segment, at in retired.items() if at + grace <= outside.clock.now()}
    # The last one still grows; it has its turn when another has begun.
    finished = frozenset(archive.segments()[:-1]) - retired.keys()
    loose = tuple(
        one for one in _fillings(archive, tell) if one.is_loose and one.segment in finished
    )
    return Plan(
        loose=loose if _is_worth_while(loose) else (),
        due=tuple(sorted(ends)),
        waiting=tuple(sorted(retired.keys() - ends)),
    )


def _is_worth_while(loose: Sequence[Filling]) -> bool:
    """Whether it would at least halve the blocks; otherwise the next run would do it again."""
    full = -(-sum(one.documents for one in loose) // FULL_DOCUMENTS)
    return sum(one.blocks for one in loose) >= _LOOSE * full > 0


def compact(outside: Outside, plan: Plan, *, tell: Progress = unheard) -> Compacted:
    """
    Do what is planned; whatever the plan has overlooked meanwhile is left for the next one.

    Raises: Fault "archive.not_written", "archive.not_read"; all that was kept is still there.
    """
    archive = outside.archive
    held = _named(outside, plan.due)
    sources = (*(one.segment for one in plan.loose), *held)
    total = sum(one.documents for one in plan.loose)
    unreadable: list[str] = []
    moved = 0
    for rows in _batches(_standing_rows(outside, sources, unreadable)):
        moved += _moved(outside, rows)
        tell(moved, max(total, moved))
    retired = tuple(segment for segment in sources if segment not in unreadable)
    # The index names the new places. A crash before a note leaves a segment that nobody names,
    # which the next plan finds loose again, with nothing in it to move.
    for segment in retired:
        archive.retire(segment, at=outside.clock.now())
    dropped = tuple(segment for segment in plan.due if segment not in held)
    for segment in dropped:
        archive.drop(segment)
    return Compacted(
        moved=moved,
        retired=retired,
        dropped=dropped,
        held=held,
        unreadable=tuple(unreadable),
    )


def _fillings(archive: Archive, tell: Progress) -> Iterator[Filling]:
    total = len(archive.segments())
    by_segment = groupby(archive.pieces(), key=lambda piece: piece.segment)
    for done, (segment, pieces) in enumerate(by_segment, start=1):
        yield _filling(segment, pieces)
        tell(done, total)


def _filling(segment: str, pieces: Iterable[Piece]) -> Filling:
    blocks = documents = size = 0
    is_whole = True
    for piece in pieces:
        blocks += piece.documents > 0
        documents += piece.documents
        size = piece.offset + piece.length
        is_whole = is_whole and not piece.damage
    return Filling(
        segment=segment, blocks=blocks, documents=documents, size=size, is_whole=is_whole
    )


def _named(outside: Outside, due: Sequence[str]) -> tuple[str, ...]:
    """Return those segments that the index still names, asked of the index itself."""
    if not due:
        return ()
    found = {entry.location.segment for entry in outside.repository.kept()}
    return tuple(segment for segment in due if segment in found)


def _standing_rows(
    outside: Outside, segments: Sequence[str], unreadable: list[str]
) -> Iterator[Row]:
    for segment in segments:
        try:
            yield from _rows_of(outside, segment)
        except Fault as fault:
            if fault.code != "archive.damaged":
                raise
            # What was read before the damage may stand elsewhere now; the segment stays.
            unreadable.append(segment)


def _rows_of(outside: Outside, segment: str) -> Iterator[Row]:
    """Read what the index names at this very place; the rest is what crashes left."""
    reading = outside.archive.documents(segment)
    while some := list(islice(reading, _ASKED)):
        digests = [sha256(document).digest() for _, document in some]
        known = outside.repository.known(digests)
        for digest, (at, document) in zip(digests, some, strict=True):
            entry = known.get(digest)
            if entry and (entry.location.segment, entry.location.offset) == (segment, at.offset):
                yield entry, document


def _batches(rows: Iterator[Row]) -> Iterator[Sequence[Row]]:
    taken: list[Row] = []
    size = 0
    for row in rows:
        taken.append(row)
        size += len(row[1])
        if len(taken) == _MOST_DOCUMENTS or size >= _MOST_BYTES:
            yield taken
            taken, size = [], 0
    if taken:
        yield taken


def _moved(outside: Outside, rows: Sequence[Row]) -> int:
    places = outside.archive.append([document for _, document in rows])
    moves = [
        Move(digest=entry.digest, old=entry.location, new=at)
        for (entry, _), at in zip(rows, places, strict=True)
    ]
    for move in sorted(moves, key=lambda one: one.new):
        outside.archive.read(move.new, digest=move.digest)
    # Durable and read back first, named second: a crash in between leaves blocks that nobody
    # names, and everything still stands where the index says.
    return outside.repository.relocate(moves)
