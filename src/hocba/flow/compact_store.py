"""
Write loosely filled segments anew, in full blocks, and let the old and the dead ones go.

A document that came alone takes several times the room that it takes among its class. It stands
at two places first, then the index names the new one, and the old bytes go much later. What a
killed process left behind fills segments too; one of which the index names nothing is dead.

    | a crash                    | leaves                           | next time           |
    |----------------------------|----------------------------------|---------------------|
    | before the index follows   | new blocks that nobody names     | written once more   |
    | after that, before a note  | an old segment nobody names      | retired             |
    | after the note             | the same, and when it was made   | dropped in its time |
    | while dropping             | a note on what is gone           | the note goes too   |

A package that is being taken in has bytes that nobody names *yet*. So a segment is dropped in the
office's turn, after the index was asked there; and who has the index name a place looks in its
turn whether the segment still stands: the one comes before the other, whatever the grace.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from itertools import groupby, islice
from typing import Final

from hocba.core.terms.outcomes import Fault
from hocba.ports.archive import Archive, Piece
from hocba.ports.outside import Outside
from hocba.ports.progress import Progress, unheard
from hocba.ports.repository import KeptEntry, Move, Repository

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
    """
    How a segment is filled. documents: those that the index names. size: bytes.

    is_whole: whether all of it can be read.
    """

    segment: str
    blocks: int = 0
    documents: int = 0
    size: int = 0
    is_whole: bool = True

    @property
    def is_loose(self) -> bool:
        """Whether its blocks are less than half in use. What cannot be read is left alone."""
        return self.is_whole and 0 < _LOOSE * self.documents < FULL_DOCUMENTS * self.blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """
    What a compaction would do. loose: to be written anew; dead: of which the index names
    nothing; due: retired long enough ago to be dropped; waiting: retired, still kept for those
    who hold a place in them.
    """

    loose: tuple[Filling, ...]
    dead: tuple[str, ...]
    due: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to do now."""
        return bool(self.loose or self.dead or self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """
    What was done. moved: documents. held: segments that were due, but that the index still
    named: what it named was moved and they wait anew, or stays for the next run when it was
    named just now. unreadable: left as they are.
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
    finished = [segment for segment in archive.segments()[:-1] if segment not in retired]
    filled = {one.segment: one for one in _fillings(archive, tell)}
    # The bytes were looked at first: what has come since is in the index, or under way.
    named = outside.repository.documents_by_segment()
    dead = tuple(segment for segment in finished if segment not in named)
    alive = (
        replace(filled.get(one, Filling(segment=one)), documents=named[one])
        for one in finished
        if one in named
    )
    loose = tuple(one for one in alive if one.is_loose)
    return Plan(
        loose=loose if _is_worth_while(loose) else (),
        dead=dead,
        due=tuple(sorted(ends)),
        waiting=tuple(sorted(retired.keys() - ends)),
    )


def _is_worth_while(loose: Sequence[Filling]) -> bool:
    """Whether it would at least halve the blocks; otherwise the next run would do it again."""
    full = -(-sum(one.documents for one in loose) // FULL_DOCUMENTS)
    return sum(one.blocks for one in loose) >= _LOOSE * full > 0


def compact_store(
    outside: Outside, *, grace: timedelta, looked: Progress = unheard, tell: Progress = unheard
) -> Compacted:
    """
    Plan a compaction and do it, while nobody else does. looked: is told of files looked at.

    Raises: Refusal "archive.being_compacted"; as `compact`.
    """
    with outside.repository.compacting():
        return compact(outside, planned_compaction(outside, grace=grace, tell=looked), tell=tell)


def compact(outside: Outside, plan: Plan, *, tell: Progress = unheard) -> Compacted:
    """
    Do what is planned, while nobody else has compacted since; what the plan has overlooked
    meanwhile is left for the next one.

    Raises: Fault "archive.not_written", "archive.not_read", "archive.gone"; all that was kept is
    still there.
    """
    archive, index = outside.archive, _Named(outside.repository)
    held = [segment for segment in plan.due if segment in index.segments]
    sources = (*(one.segment for one in plan.loose), *held)
    total = sum(one.documents for one in plan.loose)
    unreadable: list[str] = []
    moved = 0
    for rows in _batches(_standing_rows(outside, sources, unreadable)):
        moved += _moved(outside, rows)
        tell(moved, max(total, moved))
    # The index names the new places. A crash before a note leaves a segment that nobody names,
    # which is dead to the next plan.
    retired = (*plan.dead, *(segment for segment in sources if segment not in unreadable))
    for segment in retired:
        archive.retire(segment, at=outside.clock.now())
    dropped: list[str] = []
    for segment in plan.due:
        if segment in held:
            continue
        is_gone = _dropped(outside, segment, index)
        (dropped if is_gone else held).append(segment)
    return Compacted(
        moved=moved,
        retired=retired,
        dropped=tuple(dropped),
        held=tuple(held),
        unreadable=tuple(unreadable),
    )


class _Named:
    """The segments that the index names, followed as packages are kept; nobody else moves any."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._seen = repository.log().size
        self.segments = set(repository.documents_by_segment())

    def follow(self) -> None:
        """Take in what was kept since the last look."""
        for entry in self._repository.kept(start=self._seen):
            self.segments.add(entry.location.segment)
            self._seen = entry.log_index + 1


def _dropped(outside: Outside, segment: str, index: _Named) -> bool:
    """Drop a segment unless the index has come to name it; return whether it is gone."""
    # Most of it before the turn, so that the others do not wait for it.
    index.follow()
    with outside.repository.turn():
        index.follow()
        if segment in index.segments:
            return False
        # Whoever stored something in it and has not settled yet finds it gone in its own turn,
        # and does its work again.
        outside.archive.drop(segment)
        return True


def _fillings(archive: Archive, tell: Progress) -> Iterator[Filling]:
    total = len(archive.segments())
    by_segment = groupby(archive.pieces(), key=lambda piece: piece.segment)
    for done, (segment, pieces) in enumerate(by_segment, start=1):
        yield _filling(segment, pieces)
        tell(done, total)


def _filling(segment: str, pieces: Iterable[Piece]) -> Filling:
    blocks = size = 0
    is_whole = True
    for piece in pieces:
        blocks += piece.documents > 0
        size = piece.offset + piece.length
        is_whole = is_whole and not piece.damage
    return Filling(segment=segment, blocks=blocks, size=size, is_whole=is_whole)


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
    with outside.repository.turn():
        outside.archive.require_standing({move.new.segment for move in moves})
        return outside.repository.relocate(moves)
