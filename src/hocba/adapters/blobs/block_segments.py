"""
Segments of format 2 on a local disk: files of bounded size that only grow, in class-sized blocks.

    segments = BlockSegments(Path("var/blobs/BO"))
    (location,) = segments.append([document])
    segments.read(location, digest=sha256(document).digest())

Segments of format 1 in the same folder are still read. Layout: docs/operations/segments.md.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from hocba.adapters.blobs.blocks import Block, OpenBlock, blocks_of, opened
from hocba.adapters.blobs.damage import damaged, not_read, segment_path
from hocba.adapters.blobs.durable import locked
from hocba.adapters.blobs.frames import (
    GRAIN,
    Broken,
    FrameKind,
    frame_at,
    require_header,
)
from hocba.adapters.blobs.replica import content, restored
from hocba.adapters.blobs.retirement import drop, require_standing, retire, retired
from hocba.adapters.blobs.segment_walk import documents_of, pieces_of
from hocba.adapters.blobs.segments import Segments
from hocba.adapters.blobs.shelf import Shelf, new_shelf, shared_content
from hocba.adapters.blobs.split_form import parted
from hocba.core.terms.outcomes import Fault
from hocba.ports.archive import Archive, Location, Piece

SUFFIX: Final = ".seg2"
_FIRST_FORMAT: Final = ".seg"
_FULL_BYTES: Final = 64 * 1024 * 1024
_BLOCK_DOCUMENTS: Final = 40
_LEVEL: Final = 3


class BlockSegments:
    """Implements `Archive` in one folder; processes on one machine may share it."""

    def __init__(
        self,
        folder: Path,
        *,
        full_bytes: int = _FULL_BYTES,
        block_documents: int = _BLOCK_DOCUMENTS,
        level: int = _LEVEL,
    ) -> None:
        self._folder = folder
        self._full_bytes = full_bytes
        self._block_documents = min(block_documents, GRAIN)
        self._level = level
        self._first_format = Segments(folder)
        self._shelf: Shelf | None = None
        self._last: tuple[str, int, OpenBlock] | None = None
        self._shared = lru_cache(maxsize=4096)(self._read_shared)

    def append(self, documents: Sequence[bytes]) -> tuple[Location, ...]:
        """Store documents durably; see the port."""
        if not documents:
            return ()
        # Everything slow is done before others have to wait for the lock.
        parts = [parted(document) for document in documents]
        blocks = blocks_of(parts, most=self._block_documents, level=self._level)
        try:
            with locked(self._folder):
                places = self._put(blocks)
        except OSError as problem:
            raise Fault("archive.not_written", str(problem), retry=True) from problem
        return tuple(places[number] for number in range(len(documents)))

    def read(self, location: Location, *, digest: bytes) -> bytes:
        """Return a document's bytes, checked; see the port."""
        segment = location.segment
        if not segment.endswith(SUFFIX):
            return self._first_format.read(location, digest=digest)
        start, number = location.offset - location.offset % GRAIN, location.offset % GRAIN
        try:
            block = self._block(segment, start)
            document = block.document(number, lambda at: self._shared(segment, at))
        except Broken as problem:
            raise damaged(segment, location.offset, str(problem)) from problem
        except OSError as problem:
            raise not_read(segment, problem) from problem
        if sha256(document).digest() != digest:
            raise damaged(segment, location.offset, "digest differs")
        return document

    def pieces(self) -> Iterator[Piece]:
        """Walk over all segments, of both formats; see the port."""
        yield from self._first_format.pieces()
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            with path.open("rb") as file:
                yield from pieces_of(file, segment=path.name, size=self._settled_size(path))

    def segments(self) -> tuple[str, ...]:
        """Name all segments, of both formats; see the port."""
        return tuple(sorted(path.name for path in self._folder.glob("*.seg*")))

    def stored_bytes(self) -> int:
        """Return the size of all segments, of both formats; see the port."""
        return sum(segment_path(self._folder, name).stat().st_size for name in self.segments())

    def documents(self, segment: str) -> Iterator[tuple[Location, bytes]]:
        """Read a segment's documents in order; see the port."""
        if not segment.endswith(SUFFIX):
            yield from self._first_format.documents(segment)
            return
        try:
            path = segment_path(self._folder, segment)
            with path.open("rb") as file:
                yield from documents_of(file, segment=segment, size=self._settled_size(path))
        except OSError as problem:
            raise not_read(segment, problem) from problem

    def content(self, segment: str) -> Iterator[bytes]:
        """Give a segment's bytes as they are; see the port."""
        return content(self._folder, segment)

    def restore(
        self, segment: str, content: Iterable[bytes], *, is_right: Callable[[Archive], bool]
    ) -> bool:
        """Put a copy's bytes in place of a segment; see the port."""
        done = restored(
            self._folder, segment, content, is_right=lambda trial: is_right(BlockSegments(trial))
        )
        self.forget()
        return done

    def forget(self) -> None:
        """Read everything anew from the disk from now on."""
        self._shelf = self._last = None
        self._shared.cache_clear()

    def require_standing(self, segments: Collection[str]) -> None:
        """Raise where a segment is gone; see the port."""
        require_standing(self._folder, segments)

    def retire(self, segment: str, *, at: datetime) -> None:
        """Note that a segment is to go; see the port."""
        retire(self._folder, segment, at=at)

    def retired(self) -> Mapping[str, datetime]:
        """Return when segments were retired; see the port."""
        return retired(self._folder)

    def drop(self, segment: str) -> None:
        """Remove a retired segment; see the port."""
        drop(self._folder, segment, last=max(self.segments(), default=None))

    def _settled_size(self, path: Path) -> int:
        """Return a segment's size while nobody is in the middle of adding to it."""
        try:
            with locked(self._folder):
                return path.stat().st_size
        except OSError:
            # A copy on a disk that takes no writes has no writer either.
            return path.stat().st_size

    def _block(self, segment: str, offset: int) -> OpenBlock:
        last = self._last
        if last is not None and last[:2] == (segment, offset):
            return last[2]
        block = opened(self._payload(segment, offset, (FrameKind.DOCUMENTS,)))
        # Neighbours are often asked for together; one block is all that is remembered.
        self._last = (segment, offset, block)
        return block

    def _read_shared(self, segment: str, offset: int) -> bytes:
        kinds = (FrameKind.CERTIFICATE, FrameKind.FORM)
        return shared_content(self._payload(segment, offset, kinds))

    def _payload(self, segment: str, offset: int, kinds: tuple[FrameKind, ...]) -> bytes:
        with segment_path(self._folder, segment).open("rb") as file:
            require_header(file)
            frame = frame_at(file, offset)
        if frame.kind not in kinds:
            raise Broken("a frame of another kind")
        return frame.payload

    def _put(self, blocks: Sequence[Block]) -> Mapping[int, Location]:
        places: dict[int, Location] = {}
        shelf = self._open_shelf()
        # Until the last flush went well, nobody may build on what this object remembers.
        self._shelf = None
        for block in blocks:
            # A segment holds a block at least, however small it is meant to be.
            if shelf.end > GRAIN and shelf.end >= self._full_bytes:
                shelf.flush()
                shelf = new_shelf(self._next_path())
            places |= shelf.put(block, level=self._level)
        shelf.flush()
        self._shelf = shelf
        return places

    def _open_shelf(self) -> Shelf:
        known = sorted(self._folder.glob(f"*{SUFFIX}"))
        if known:
            last = self._shelf
            if last is None or last.path != known[-1]:
                last = Shelf(path=known[-1], end=GRAIN)
            if last.catch_up() and last.end < self._full_bytes:
                return last
        return new_shelf(self._next_path())

    def _next_path(self) -> Path:
        both = (*self._folder.glob(f"*{SUFFIX}"), *self._folder.glob(f"*{_FIRST_FORMAT}"))
        number = max((int(path.stem) for path in both), default=0) + 1
        return self._folder / f"{number:08d}{SUFFIX}"
