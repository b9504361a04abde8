"""What storing a record costs on the CPU, step by step, beside what it cannot do without."""

import os
import tempfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import Final

import zstandard

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.blocks import blocks_of
from hocba.adapters.blobs.split_form import Parts, joined, parted

_ROUNDS: Final = 5
_BLOCK: Final = 40
_LEVEL: Final = 3

Batches = Sequence[Sequence[bytes]]


def storing_steps(batches: Batches, out: Path) -> dict[str, float]:
    """
    Return CPU microseconds a record, the best of some rounds: the machine is shared.

    The steps add up to `append`; the bare ones are measured on the very same bytes.
    """
    count = sum(map(len, batches))
    parts = [[parted(document) for document in batch] for batch in batches]
    blocks = [blocks_of(each, most=_BLOCK, level=_LEVEL) for each in parts]
    texts = [_texts(each, start) for each in parts for start in range(0, len(each), _BLOCK)]
    packed = [block.packed + block.binaries for each in blocks for block in each]

    def took(work: Callable[[], object]) -> float:
        return min(_timed(work) for _ in range(_ROUNDS)) / count * 1e6

    parting = took(lambda: [parted(document) for batch in batches for document in batch])
    certainty = took(lambda: [_joined(part) for each in parts for part in each])
    packing = took(lambda: [blocks_of(each, most=_BLOCK, level=_LEVEL) for each in parts])
    whole = took(lambda: _appended(batches, out))
    compressor = zstandard.ZstdCompressor(level=_LEVEL)
    return {
        "take apart": parting - certainty,
        "put together, to be certain": certainty,
        "blocks, compressed": packing,
        "frames, write, fsync": whole - parting - packing,
        "append": whole,
        "read all documents in order": took(_reading(batches, out)),
        "bare: Zstandard of the same blocks": took(lambda: [compressor.compress(t) for t in texts]),
        "bare: SHA-256 of the record": took(lambda: [sha256(d) for b in batches for d in b]),
        "bare: write and fsync the same bytes": took(lambda: _written(packed, len(batches), out)),
    }


def _timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def _joined(parts: Parts) -> bytes:
    return joined(parts.text, [value.content for value in parts.values])


def _texts(parts: Sequence[Parts], start: int) -> bytes:
    return b"".join(each.text for each in parts[start : start + _BLOCK])


def _appended(batches: Batches, out: Path) -> None:
    with tempfile.TemporaryDirectory(dir=out) as name:
        archive = BlockSegments(Path(name))
        for batch in batches:
            archive.append(batch)


def _reading(batches: Batches, out: Path) -> Callable[[], object]:
    folder = Path(tempfile.mkdtemp(dir=out))
    archive = BlockSegments(folder)
    for batch in batches:
        archive.append(batch)
    return lambda: [len(d) for segment in archive.segments() for _, d in archive.documents(segment)]


def _written(packed: Sequence[bytes], flushes: int, out: Path) -> None:
    """Write what was packed with as many fsyncs as there were batches."""
    each = -(-len(packed) // flushes)
    with tempfile.TemporaryFile(dir=out) as file:
        for start in range(0, len(packed), each):
            file.write(b"".join(packed[start : start + each]))
            file.flush()
            os.fsync(file.fileno())
