"""
A segment of format 2 read from its beginning to its end, from a file or from bytes in memory.

    with path.open("rb") as file:
        for location, document in documents_of(file, segment=path.name, size=size):
            ...
"""

from collections.abc import Iterator
from typing import BinaryIO

from hocba.adapters.blobs.blocks import document_count, opened
from hocba.adapters.blobs.damage import damaged
from hocba.adapters.blobs.frames import (
    GRAIN,
    Broken,
    Frame,
    FrameKind,
    require_header,
    walk,
)
from hocba.adapters.blobs.shelf import shared_content
from hocba.ports.archive import Location, Piece


def pieces_of(file: BinaryIO, *, segment: str, size: int) -> Iterator[Piece]:
    """Walk over every byte up to `size`; damage ends the walk as a piece that tells it."""
    offset = GRAIN
    try:
        require_header(file)
        for frame in walk(file, offset, size):
            offset = frame.offset
            is_block = frame.kind is FrameKind.DOCUMENTS
            yield Piece(
                segment=segment,
                offset=offset,
                length=frame.length,
                documents=document_count(frame.payload) if is_block else 0,
            )
            offset += frame.length
    except Broken as problem:
        yield Piece(segment=segment, offset=offset, length=size - offset, damage=str(problem))


def documents_of(file: BinaryIO, *, segment: str, size: int) -> Iterator[tuple[Location, bytes]]:
    """
    Read every document in order, one block in memory at a time.

    Raises: Fault "archive.damaged" at the first frame that is none; what stood before was given.
    """
    offset = GRAIN
    shared: dict[int, bytes] = {}
    try:
        require_header(file)
        for frame in walk(file, offset, size):
            offset = frame.offset
            if frame.kind is FrameKind.DOCUMENTS:
                yield from _documents(frame, segment, shared)
            else:
                shared[offset] = shared_content(frame.payload)
            offset += frame.length
    except Broken as problem:
        raise damaged(segment, offset, str(problem)) from problem


def _documents(
    frame: Frame, segment: str, shared: dict[int, bytes]
) -> Iterator[tuple[Location, bytes]]:
    block = opened(frame.payload)
    for number in range(len(block.texts)):
        at = Location(segment=segment, offset=frame.offset + number, length=frame.length)
        yield at, block.document(number, shared.__getitem__)
