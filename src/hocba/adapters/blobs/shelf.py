"""
One segment being written: what it shares already, and frames added at its end.

Only ever used by the holder of the folder's lock.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from struct import Struct
from typing import Final

import zstandard

from hocba.adapters.blobs.blocks import Block
from hocba.adapters.blobs.durable import sync_folder
from hocba.adapters.blobs.frames import (
    GRAIN,
    Broken,
    FrameKind,
    framed,
    require_header,
    segment_header,
    walk,
)
from hocba.adapters.blobs.split_form import Value
from hocba.ports.archive import Location

_LENGTH: Final = Struct("<I")
_MOST_SHARED: Final = 16 * 1024 * 1024


def shared_payload(content: bytes, level: int) -> bytes:
    """Return what blocks share, compressed, as a frame's payload."""
    packed = zstandard.ZstdCompressor(level=level).compress(content)
    return _LENGTH.pack(len(packed)) + packed


def shared_content(payload: bytes) -> bytes:
    """
    Return what `shared_payload` was made from.

    Raises: Broken.
    """
    packed = payload[_LENGTH.size : _LENGTH.size + _LENGTH.unpack_from(payload)[0]]
    try:
        return zstandard.ZstdDecompressor().decompress(packed, max_output_size=_MOST_SHARED)
    except zstandard.ZstdError as wrong:
        raise Broken(str(wrong)) from wrong


@dataclass(slots=True, kw_only=True)
class Shelf:
    """end: where the next frame goes. known: offsets of what the segment shares already."""

    path: Path
    end: int
    known: dict[Value, int] = field(default_factory=dict)
    added: list[bytes] = field(default_factory=list)

    def put(self, block: Block, *, level: int) -> Mapping[int, Location]:
        """Add a block behind what it shares; return the place of each document's number."""
        for value in block.shared:
            if value not in self.known:
                kind = value.shared or FrameKind.CERTIFICATE
                self.known[value] = self._add(kind, shared_payload(value.content, level))
        payload = block.payload([self.known[value] for value in block.shared])
        offset = self._add(FrameKind.DOCUMENTS, payload)
        return {
            # A block begins at a multiple of 64 and holds at most 64: the rest is the number.
            number: Location(
                segment=self.path.name, offset=offset + place, length=self.end - offset
            )
            for place, number in enumerate(block.numbers)
        }

    def _add(self, kind: FrameKind, payload: bytes) -> int:
        offset, frame = self.end, framed(kind, payload)
        self.added.append(frame)
        self.end += len(frame)
        return offset

    def flush(self) -> None:
        """
        Make durable what was put. Raises: OSError; then the segment is as long as before.
        """
        start = self.end - sum(map(len, self.added))
        try:
            with self.path.open("ab") as file:
                file.write(b"".join(self.added))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            # Nobody was told of these bytes, and whoever holds the lock writes alone.
            os.truncate(self.path, start)
            raise
        self.added.clear()

    def catch_up(self) -> bool:
        """
        Learn what others have added; return whether the segment can be written to.

        It cannot once something in it is torn or damaged. Nothing is cut off: what looks torn
        may be a disk's fault among good bytes, and those are kept for a repair.
        """
        size = self.path.stat().st_size
        if size < self.end:
            return False
        try:
            with self.path.open("rb") as file:
                require_header(file)
                for frame in walk(file, self.end, size):
                    if frame.kind is not FrameKind.DOCUMENTS:
                        value = Value(content=shared_content(frame.payload), shared=frame.kind)
                        self.known[value] = frame.offset
        except Broken:
            return False
        self.end = size
        return True


def new_shelf(path: Path) -> Shelf:
    """Create a segment, its name as durable as its bytes. Raises: OSError."""
    with path.open("xb") as file:
        file.write(segment_header())
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return Shelf(path=path, end=GRAIN)
