"""
Segments on a local disk: files that only grow, each document a Zstandard frame of its own.

    segments = Segments(Path("var/blobs/BO"))
    (location,) = segments.append([document])
    segments.read(location, digest=sha256(document).digest())

A crash while writing leaves bytes behind the last frame that anybody knows of. The next
append starts after them: they are skipped, not cut, so that no reader ever sees a file shrink.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

import zstandard

from hocba.adapters.blobs.damage import damaged, not_read, segment_path
from hocba.adapters.blobs.durable import locked, sync_folder
from hocba.adapters.blobs.replica import content, restored
from hocba.adapters.blobs.retirement import drop, require_standing, retire, retired
from hocba.core.terms.outcomes import Fault
from hocba.ports.archive import Archive, Location, Piece

_SUFFIX: Final = ".seg"
_FULL_BYTES: Final = 256 * 1024 * 1024
_LEVEL: Final = 3
_CHUNK_BYTES: Final = 64 * 1024
_MAX_DOCUMENT_BYTES: Final = 64 * 1024 * 1024


class Segments:
    """Implements `Archive` in one folder; processes on one machine may share it."""

    def __init__(self, folder: Path, *, full_bytes: int = _FULL_BYTES) -> None:
        self._folder = folder
        self._full_bytes = full_bytes

    def append(self, documents: Sequence[bytes]) -> tuple[Location, ...]:
        """Store documents durably; see the port."""
        if not documents:
            return ()
        compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        frames = [compressor.compress(document) for document in documents]
        try:
            with self._writing() as path:
                return _written(path, frames)
        except OSError as problem:
            raise Fault("archive.not_written", str(problem), retry=True) from problem

    def read(self, location: Location, *, digest: bytes) -> bytes:
        """Return a document's bytes, checked; see the port."""
        frame = self._frame(location)
        try:
            document = zstandard.ZstdDecompressor().decompress(
                frame, max_output_size=_MAX_DOCUMENT_BYTES
            )
        except zstandard.ZstdError as problem:
            raise damaged(location.segment, location.offset, str(problem)) from problem
        if sha256(document).digest() != digest:
            raise damaged(location.segment, location.offset, "digest differs")
        return document

    def pieces(self) -> Iterator[Piece]:
        """Walk over all segments; see the port."""
        for path in sorted(self._folder.glob(f"*{_SUFFIX}")):
            yield from _pieces(path)

    def segments(self) -> tuple[str, ...]:
        """Name all segments; see the port."""
        return tuple(sorted(path.name for path in self._folder.glob(f"*{_SUFFIX}")))

    def stored_bytes(self) -> int:
        """Return the size of all segments; see the port."""
        return sum(path.stat().st_size for path in self._folder.glob(f"*{_SUFFIX}"))

    def documents(self, segment: str) -> Iterator[tuple[Location, bytes]]:
        """Read a segment's documents in order; see the port."""
        try:
            path = segment_path(self._folder, segment)
            with path.open("rb") as file:
                yield from _documents(file, segment, path.stat().st_size)
        except OSError as problem:
            raise not_read(segment, problem) from problem

    def content(self, segment: str) -> Iterator[bytes]:
        """Give a segment's bytes as they are; see the port."""
        return content(self._folder, segment)

    def restore(
        self, segment: str, content: Iterable[bytes], *, is_right: Callable[[Archive], bool]
    ) -> bool:
        """Put a copy's bytes in place of a segment; see the port."""
        return restored(
            self._folder, segment, content, is_right=lambda trial: is_right(Segments(trial))
        )

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

    def _frame(self, location: Location) -> bytes:
        path = segment_path(self._folder, location.segment)
        try:
            with path.open("rb") as segment:
                segment.seek(location.offset)
                return segment.read(location.length)
        except OSError as problem:
            raise not_read(location.segment, problem) from problem

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        """Give the segment to write to, to one writer at a time; the lock goes with its process."""
        with locked(self._folder):
            yield self._open_segment()

    def _open_segment(self) -> Path:
        known = sorted(self._folder.glob(f"*{_SUFFIX}"))
        if known and known[-1].stat().st_size < self._full_bytes:
            return known[-1]
        number = int(known[-1].stem) + 1 if known else 1
        path = self._folder / f"{number:08d}{_SUFFIX}"
        path.touch()
        # The name must be as durable as the bytes: without this a power cut can lose the file.
        sync_folder(self._folder)
        return path


def _pieces(path: Path) -> Iterator[Piece]:
    offset, size = 0, path.stat().st_size
    with path.open("rb") as segment:
        while offset < size:
            try:
                length = _frame_length(segment, offset)
            except zstandard.ZstdError as problem:
                yield Piece(
                    segment=path.name, offset=offset, length=size - offset, damage=str(problem)
                )
                return
            yield Piece(segment=path.name, offset=offset, length=length, documents=1)
            offset += length


def _documents(file: BinaryIO, segment: str, size: int) -> Iterator[tuple[Location, bytes]]:
    offset = 0
    while offset < size:
        try:
            length = _frame_length(file, offset)
            file.seek(offset)
            document = zstandard.ZstdDecompressor().decompress(
                file.read(length), max_output_size=_MAX_DOCUMENT_BYTES
            )
        except zstandard.ZstdError as problem:
            raise damaged(segment, offset, str(problem)) from problem
        yield Location(segment=segment, offset=offset, length=length), document
        offset += length


def _frame_length(segment: BinaryIO, offset: int) -> int:
    """Return how long the frame is that begins here. Raises: ZstdError."""
    reading = zstandard.ZstdDecompressor().decompressobj()
    segment.seek(offset)
    while not reading.eof:
        chunk = segment.read(_CHUNK_BYTES)
        if not chunk:
            raise zstandard.ZstdError("cut off")
        reading.decompress(chunk)
    return segment.tell() - len(reading.unused_data) - offset


def _written(path: Path, frames: Sequence[bytes]) -> tuple[Location, ...]:
    locations = []
    with path.open("ab") as segment:
        offset = _end(segment)
        for frame in frames:
            segment.write(frame)
            locations.append(Location(segment=path.name, offset=offset, length=len(frame)))
            offset += len(frame)
        segment.flush()
        os.fsync(segment.fileno())
    return tuple(locations)


def _end(segment: BinaryIO) -> int:
    return segment.seek(0, os.SEEK_END)
