"""
Blocks: the parts of documents of one class, compressed together; one of them is read alone.

A block names the frames that it shares with others by their offsets in the same segment.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from struct import Struct, error
from typing import Final

import zstandard

from hocba.adapters.blobs.frames import GRAIN, Broken
from hocba.adapters.blobs.split_form import Parts, Value, joined

MOST_DOCUMENTS: Final = GRAIN
_MOST_BYTES: Final = 4 * 1024 * 1024
_MOST_UNPACKED: Final = 256 * 1024 * 1024
_HEAD: Final = Struct("<BxHI")
_INLINE: Final = Struct("<BI")
_NUMBER: Final = Struct("<BH")
_LENGTHS: Final = "<{count}I{count}I"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """
    A block ready but for the offsets of what it shares.

    shared: in the order in which its documents name them. numbers: which of the documents
    that were given stand in it, in their order.
    """

    shared: tuple[Value, ...]
    numbers: tuple[int, ...]
    packed: bytes
    binaries: bytes

    def payload(self, offsets: Sequence[int]) -> bytes:
        """Return the block's bytes. offsets: of the frames that hold `shared`."""
        head = _HEAD.pack(len(self.numbers), len(offsets), len(self.packed))
        table = Struct(f"<{len(offsets)}Q").pack(*offsets)
        return b"".join((head, table, self.packed, self.binaries))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBlock:
    """A block that was read: its documents' texts and their values, not yet put together."""

    texts: tuple[bytes, ...]
    values: tuple[bytes, ...]
    offsets: tuple[int, ...]

    def document(self, number: int, shared: Callable[[int], bytes]) -> bytes:
        """
        Put one document together. shared: gives what the frame at an offset holds.

        Raises: Broken.
        """
        try:
            values = tuple(self._values(number, shared))
            return joined(self.texts[number], values)
        except (IndexError, ValueError, KeyError, StopIteration, error) as wrong:
            raise Broken(f"document {number}: {wrong}") from wrong

    def _values(self, number: int, shared: Callable[[int], bytes]) -> Iterator[bytes]:
        written, at = self.values[number], 0
        while at < len(written):
            if written[at]:
                _, which = _NUMBER.unpack_from(written, at)
                yield shared(self.offsets[which])
                at += _NUMBER.size
            else:
                _, length = _INLINE.unpack_from(written, at)
                at += _INLINE.size
                yield written[at : at + length]
                at += length


def blocks_of(parts: Sequence[Parts], *, most: int, level: int) -> tuple[Block, ...]:
    """
    Put documents into blocks, those of the same signers side by side.

    most: documents in a block, at most 64. level: of the compression.
    """
    compressor = zstandard.ZstdCompressor(level=level)
    in_order = sorted(range(len(parts)), key=lambda number: parts[number].family)
    return tuple(
        _block([parts[number] for number in numbers], numbers, compressor)
        for numbers in _cut(in_order, parts, most)
    )


def _cut(in_order: Sequence[int], parts: Sequence[Parts], most: int) -> Iterator[tuple[int, ...]]:
    taken: list[int] = []
    size = 0
    for number in in_order:
        if taken and (len(taken) == most or size + len(parts[number].text) > _MOST_BYTES):
            yield tuple(taken)
            taken, size = [], 0
        taken.append(number)
        size += len(parts[number].text)
    if taken:
        yield tuple(taken)


def _block(
    parts: Sequence[Parts], numbers: tuple[int, ...], compressor: zstandard.ZstdCompressor
) -> Block:
    shared: dict[Value, int] = {}
    values = [_written(each.values, shared) for each in parts]
    lengths = (*(len(each.text) for each in parts), *map(len, values))
    table = Struct(_LENGTHS.format(count=len(parts))).pack(*lengths)
    return Block(
        shared=tuple(shared),
        numbers=numbers,
        packed=compressor.compress(b"".join((table, *(each.text for each in parts)))),
        binaries=b"".join(values),
    )


def _written(values: Sequence[Value], shared: dict[Value, int]) -> bytes:
    pieces = []
    for value in values:
        if value.shared is None:
            pieces += [_INLINE.pack(0, len(value.content)), value.content]
        else:
            pieces.append(_NUMBER.pack(1, shared.setdefault(value, len(shared))))
    return b"".join(pieces)


def opened(payload: bytes) -> OpenBlock:
    """
    Read a block's bytes, as `Block.payload` made them.

    Raises: Broken.
    """
    try:
        count, references, packed = _HEAD.unpack_from(payload)
        offsets = Struct(f"<{references}Q").unpack_from(payload, _HEAD.size)
        at = _HEAD.size + 8 * references
        text = zstandard.ZstdDecompressor().decompress(
            payload[at : at + packed], max_output_size=_MOST_UNPACKED
        )
        table = Struct(_LENGTHS.format(count=count))
        lengths = table.unpack_from(text)
    except (error, zstandard.ZstdError) as wrong:
        raise Broken(str(wrong)) from wrong
    return OpenBlock(
        texts=_slices(text, table.size, lengths[:count]),
        values=_slices(payload, at + packed, lengths[count:]),
        offsets=offsets,
    )


def document_count(payload: bytes) -> int:
    """Return how many documents a block holds, without opening it."""
    count: int = payload[0]
    return count


def _slices(text: bytes, start: int, lengths: Sequence[int]) -> tuple[bytes, ...]:
    found, at = [], start
    for length in lengths:
        found.append(text[at : at + length])
        at += length
    return tuple(found)
