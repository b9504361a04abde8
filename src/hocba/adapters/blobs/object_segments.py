"""
Segments of format 2 as objects of a store: each is written once, whole, and never grows.

    segments = ObjectSegments(opened("s3://kho/hocba/SO"))
    (location,) = segments.append([document])
    segments.read(location, digest=sha256(document).digest())

One append is one object, or several when it is large. A bucket that is copied into a folder is an
archive of `BlockSegments`. Layout: docs/operations/segments.md.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from re import compile as pattern
from time import time_ns
from typing import Final

from obstore.exceptions import BaseError
from obstore.store import MemoryStore, ObjectStore

from hocba.adapters.blobs import object_retirement as retirement
from hocba.adapters.blobs.blocks import Block, OpenBlock, blocks_of, opened
from hocba.adapters.blobs.damage import damaged
from hocba.adapters.blobs.frames import (
    GRAIN,
    Broken,
    FrameKind,
    frame_at,
    require_header,
    segment_header,
)
from hocba.adapters.blobs.object_file import ObjectPages
from hocba.adapters.blobs.object_store import (
    TROUBLE,
    create,
    put_in_place,
    reason,
    require_conditional,
)
from hocba.adapters.blobs.segment_walk import documents_of, pieces_of
from hocba.adapters.blobs.shelf import Shelf, shared_content
from hocba.adapters.blobs.split_form import parted
from hocba.core.terms.outcomes import Fault
from hocba.ports.archive import Archive, Location, Piece

SUFFIX: Final = ".seg2"
_NAME: Final = pattern(r"\d+\.seg2")
_FULL_BYTES: Final = 64 * 1024 * 1024
_STREAM_BYTES: Final = 8 * 1024 * 1024
_BLOCK_DOCUMENTS: Final = 40
_LEVEL: Final = 3
_MOST_BLOCKS: Final = 16
_MOST_SHARED: Final = 4096
_MOST_TRIES: Final = 100
_INSTANT_NS: Final = 100_000


class ObjectSegments:
    """
    Implements `Archive`; any number of processes on any machines may share it.

    now: nanoseconds since 1970. An object is named by the instant of its writing, which orders
    the segments; that names are never shared the store itself sees to.
    """

    def __init__(
        self,
        store: ObjectStore,
        *,
        full_bytes: int = _FULL_BYTES,
        block_documents: int = _BLOCK_DOCUMENTS,
        level: int = _LEVEL,
        now: Callable[[], int] = time_ns,
    ) -> None:
        self._store = store
        self._full_bytes = full_bytes
        self._block_documents = min(block_documents, GRAIN)
        self._level = level
        self._now = now
        self._last = 0
        self._was_probed = False
        self._pages = ObjectPages(store)
        self._block = lru_cache(maxsize=_MOST_BLOCKS)(self._read_block)
        self._shared = lru_cache(maxsize=_MOST_SHARED)(self._read_shared)

    def append(self, documents: Sequence[bytes]) -> tuple[Location, ...]:
        """Store documents durably; see the port."""
        if not documents:
            return ()
        parts = [parted(document) for document in documents]
        blocks = blocks_of(parts, most=self._block_documents, level=self._level)
        places: dict[int, Location] = {}
        try:
            self._probe()
            # A crash between two objects leaves whole blocks that no index names: harmless, the
            # package is sent again. None of them is told of before all of them are stored.
            for content, within in self._contents(blocks):
                name = self._created(content)
                places |= {number: replace(at, segment=name) for number, at in within.items()}
        except TROUBLE as problem:
            raise _not_written(problem) from problem
        return tuple(places[number] for number in range(len(documents)))

    def read(self, location: Location, *, digest: bytes) -> bytes:
        """Return a document's bytes, checked; see the port."""
        try:
            return self._checked(location, digest)
        except Broken:
            # Bytes can be damaged on their way; what is remembered of them goes as well.
            self.forget()
        try:
            return self._checked(location, digest)
        except Broken as problem:
            raise damaged(location.segment, location.offset, str(problem)) from problem

    def pieces(self) -> Iterator[Piece]:
        """Walk over all objects; see the port."""
        for name in self.segments():
            pages = self._stream()
            try:
                with pages.file(name) as file:
                    yield from pieces_of(file, segment=name, size=pages.size(name))
            except TROUBLE as problem:
                raise _not_read(name, problem) from problem

    def segments(self) -> tuple[str, ...]:
        """Name all objects that are segments; see the port."""
        return tuple(sorted(self._sizes()))

    def stored_bytes(self) -> int:
        """Return the size of all objects that are segments; see the port."""
        return sum(self._sizes().values())

    def documents(self, segment: str) -> Iterator[tuple[Location, bytes]]:
        """Read an object's documents in order; see the port."""
        _require_name(segment)
        pages = self._stream()
        try:
            with pages.file(segment) as file:
                yield from documents_of(file, segment=segment, size=pages.size(segment))
        except TROUBLE as problem:
            raise _not_read(segment, problem) from problem

    def content(self, segment: str) -> Iterator[bytes]:
        """Give an object's bytes as they are; see the port."""
        _require_name(segment)
        pages = self._stream()
        try:
            with pages.file(segment) as file:
                while chunk := file.read(_STREAM_BYTES):
                    yield chunk
        except TROUBLE as problem:
            raise _not_read(segment, problem) from problem

    def restore(
        self, segment: str, content: Iterable[bytes], *, is_right: Callable[[Archive], bool]
    ) -> bool:
        """Put a copy's bytes in place of an object; see the port. It is held in memory whole."""
        _require_name(segment)
        trial, whole = MemoryStore(), b"".join(content)
        trial.put(segment, whole)
        if not is_right(ObjectSegments(trial)):
            return False
        try:
            self._probe()
            put_in_place(self._store, segment, whole)
        except TROUBLE as problem:
            raise _not_written(problem) from problem
        self.forget()
        return True

    def require_standing(self, segments: Collection[str]) -> None:
        """Raise where an object is gone; see the port."""
        try:
            retirement.require_standing(self._store, segments)
        except TROUBLE as problem:
            raise _not_read("", problem) from problem

    def retire(self, segment: str, *, at: datetime) -> None:
        """Note that an object is to go; see the port."""
        _require_name(segment)
        try:
            retirement.retire(self._store, segment, at=at)
        except TROUBLE as problem:
            raise _not_written(problem) from problem

    def retired(self) -> Mapping[str, datetime]:
        """Read the notes on objects that are to go; see the port."""
        try:
            return retirement.retired(self._store)
        except TROUBLE as problem:
            raise _not_read("retired", problem) from problem

    def drop(self, segment: str) -> None:
        """Remove a retired object; see the port."""
        _require_name(segment)
        last = (self.segments() or (None,))[-1]
        try:
            retirement.drop(self._store, segment, last=last)
        except BaseError as problem:
            raise _not_written(problem) from problem
        self.forget()

    def _sizes(self) -> Mapping[str, int]:
        try:
            # Of this level alone: below it stand the log's tiles, and there are many of them.
            listed = self._store.list_with_delimiter()["objects"]
        except TROUBLE as problem:
            raise _not_read("", problem) from problem
        return {one["path"]: one["size"] for one in listed if _NAME.fullmatch(one["path"])}

    def forget(self) -> None:
        """Read everything anew from the store from now on."""
        self._block.cache_clear()
        self._shared.cache_clear()
        self._pages.forget()

    def _probe(self) -> None:
        if not self._was_probed:
            require_conditional(self._store)
            self._was_probed = True

    def _contents(self, blocks: Sequence[Block]) -> Iterator[tuple[bytes, dict[int, Location]]]:
        """Give whole objects, and where in each of them its documents stand."""
        shelf, places = _new_shelf(), dict[int, Location]()
        for block in blocks:
            if places and shelf.end >= self._full_bytes:
                yield _content(shelf), places
                shelf, places = _new_shelf(), {}
            places |= shelf.put(block, level=self._level)
        yield _content(shelf), places

    def _created(self, content: bytes) -> str:
        instant = max(self._now() // _INSTANT_NS, self._last + 1)
        for number in range(instant, instant + _MOST_TRIES):
            name = f"{number}{SUFFIX}"
            if create(self._store, name, content):
                self._last = number
                return name
        raise Fault("archive.not_written", "every name was taken", retry=True)

    def _checked(self, location: Location, digest: bytes) -> bytes:
        segment, number = location.segment, location.offset % GRAIN
        _require_name(segment)
        try:
            block = self._block(segment, location.offset - number)
            document = block.document(number, lambda at: self._shared(segment, at))
        except TROUBLE as problem:
            raise _not_read(segment, problem) from problem
        if sha256(document).digest() != digest:
            raise Broken("digest differs")
        return document

    def _read_block(self, segment: str, offset: int) -> OpenBlock:
        return opened(self._payload(segment, offset, (FrameKind.DOCUMENTS,)))

    def _read_shared(self, segment: str, offset: int) -> bytes:
        kinds = (FrameKind.CERTIFICATE, FrameKind.FORM)
        return shared_content(self._payload(segment, offset, kinds))

    def _payload(self, segment: str, offset: int, kinds: tuple[FrameKind, ...]) -> bytes:
        with self._pages.file(segment) as file:
            require_header(file)
            frame = frame_at(file, offset)
        if frame.kind not in kinds:
            raise Broken("a frame of another kind")
        return frame.payload

    def _stream(self) -> ObjectPages:
        """Return pages for reading from beginning to end, which nobody needs twice."""
        return ObjectPages(self._store, page_bytes=_STREAM_BYTES, most=1)


def _new_shelf() -> Shelf:
    # Its name is known only when the store has taken it.
    return Shelf(path=Path(f"0{SUFFIX}"), end=GRAIN)


def _content(shelf: Shelf) -> bytes:
    return b"".join((segment_header(), *shelf.added))


def _require_name(segment: str) -> None:
    if not _NAME.fullmatch(segment):
        raise damaged(segment, 0, "no segment's name")


def _not_written(problem: Exception) -> Fault:
    return Fault("archive.not_written", reason(problem), retry=True)


def _not_read(segment: str, problem: Exception) -> Fault:
    return Fault("archive.not_read", reason(problem), retry=True, segment=segment)
