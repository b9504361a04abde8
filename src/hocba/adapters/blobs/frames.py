"""
The framing of a segment: a header, then frames, each with its length and its checksum.

Everything begins at a multiple of 64 bytes, so that a frame's offset leaves room for the number
of a document in it. Layout: docs/operations/segments.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from struct import Struct
from typing import BinaryIO, Final
from zlib import crc32

GRAIN: Final = 64
"""Bytes: where frames begin, and the most documents that one of them holds."""
VERSION: Final = 2
_MAGIC: Final = b"HOCBASEG"
_MARK: Final = b"HBFR"
_HEAD: Final = Struct("<4sBxxxI")
_CRC: Final = Struct("<I")
_HEAD_BYTES: Final = _HEAD.size + _CRC.size
_MOST_BYTES: Final = 512 * 1024 * 1024


class Broken(Exception):  # noqa: N818 - an answer inside this adapter, turned into a Fault
    """These bytes are no frame, or not any more."""


class FrameKind(IntEnum):
    """What a frame holds. The numbers are the published format."""

    DOCUMENTS = 1
    CERTIFICATE = 2
    FORM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """offset: in the segment; length: of the whole frame, padding included; payload: padded."""

    kind: FrameKind
    offset: int
    length: int
    payload: bytes


def segment_header() -> bytes:
    """Return the first 64 bytes of every segment."""
    told = (_MAGIC + VERSION.to_bytes(2, "little")).ljust(GRAIN - _CRC.size, b"\0")
    return told + _CRC.pack(crc32(told))


def require_header(file: BinaryIO) -> None:
    """
    Read the header at the file's beginning.

    Raises: Broken.
    """
    file.seek(0)
    if file.read(GRAIN) != segment_header():
        raise Broken("no segment of this format")


def framed(kind: FrameKind, payload: bytes) -> bytes:
    """Return a payload as a frame, its length a multiple of 64."""
    padding = -(_HEAD_BYTES + len(payload)) % GRAIN
    head = _HEAD.pack(_MARK, kind, _HEAD_BYTES + len(payload) + padding)
    body = payload + bytes(padding)
    return b"".join((head, _CRC.pack(crc32(body, crc32(head))), body))


def frame_at(file: BinaryIO, offset: int) -> Frame:
    """
    Read the frame that begins at an offset, checked.

    Raises: Broken.
    """
    file.seek(offset)
    head = file.read(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES:
        raise Broken("cut off")
    mark, kind, length = _HEAD.unpack_from(head)
    if mark != _MARK or length % GRAIN or not _HEAD_BYTES <= length <= _MOST_BYTES:
        raise Broken("no frame begins here")
    body = file.read(length - _HEAD_BYTES)
    if len(body) < length - _HEAD_BYTES:
        raise Broken("cut off")
    if crc32(body, crc32(head[: _HEAD.size])) != _CRC.unpack_from(head, _HEAD.size)[0]:
        raise Broken("checksum differs")
    try:
        return Frame(kind=FrameKind(kind), offset=offset, length=length, payload=body)
    except ValueError as unknown:
        raise Broken(str(unknown)) from unknown


def walk(file: BinaryIO, start: int, end: int) -> Iterator[Frame]:
    """
    Read frame after frame from `start` until exactly `end`.

    Raises: Broken at the first that is none; what stood before it was given.
    """
    offset = start
    while offset < end:
        frame = frame_at(file, offset)
        yield frame
        offset += frame.length
