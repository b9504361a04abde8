"""
Proofs about the log, computed from tiles: this leaf is in it, this log only grew.

Whoever computes a proof need not be trusted: the check beside it starts from nothing but the
roots of signed checkpoints. Source: RFC 6962, section 2.1; RFC 9162, sections 2.1.3 and 2.1.4.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from hocba.core.publish.tiles import (
    DIGEST_BYTES,
    WIDTH,
    Tile,
    TileReader,
    digests_of,
    tiles_of,
    width_at,
)
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.tree import node_digest, root

_BITS = 8
"""Levels of the tree that one level of tiles spans."""


def root_of(size: int, read: TileReader) -> bytes:
    """Return the root of the tree's first `size` leaves. Source: RFC 6962, section 2.1."""
    return prefix_root(size, size, read)


def prefix_root(count: int, size: int, read: TileReader) -> bytes:
    """Return the root of the first `count` leaves, from the tiles of a tree of `size`."""
    return sha256(b"").digest() if count == 0 else _range_root(size, read, 0, count)


def inclusion_path(index: int, size: int, read: TileReader) -> tuple[bytes, ...]:
    """
    Return the audit path of leaf `index`, nearest sibling first.

    Raises: ValueError when the tree has no such leaf. Source: RFC 6962, section 2.1.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _left(end - start)
        if index < middle:
            path.append(_range_root(size, read, middle, end))
            end = middle
        else:
            path.append(_range_root(size, read, start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_path(old: int, new: int, read: TileReader) -> tuple[bytes, ...]:
    """
    Return the proof that the tree of `new` leaves begins with the tree of `old` ones.

    Raises: ValueError unless 0 <= old <= new. Source: RFC 6962, section 2.1.2.
    """
    if not 0 <= old <= new:
        raise ValueError(f"no way from {old} to {new}")
    if old in (0, new):
        return ()
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while end != old:
        middle = start + _left(end - start)
        if old <= middle:
            path.append(_range_root(new, read, middle, end))
            end = middle
        else:
            path.append(_range_root(new, read, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(_range_root(new, read, start, end))
    return tuple(reversed(path))


def is_consistent(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """
    Say whether a proof shows that the new tree begins with the whole old one.

    Source: RFC 9162, section 2.1.4.2.
    """
    if not 0 <= old_size <= new_size:
        return False
    if old_size in (0, new_size):
        same = old_root == new_root if old_size else old_root == sha256(b"").digest()
        return same and not path
    return _rebuilt(old_size, new_size, old_root, path) == (old_root, new_root)


def _rebuilt(
    old_size: int, new_size: int, old_root: bytes, path: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """Return both roots that a path leads to, None where its length is wrong."""
    node, last = old_size - 1, new_size - 1
    while node % 2:
        node, last = node // 2, last // 2
    # An old tree that is one complete subtree is its own first step.
    steps = iter(path if node else (old_root, *path))
    old = new = next(steps, b"")
    for step in steps:
        if last == 0:
            return None
        if node % 2 or node == last:
            old, new = node_digest(step, old), node_digest(step, new)
            while node and not node % 2:
                node, last = node // 2, last // 2
        else:
            new = node_digest(new, step)
        node, last = node // 2, last // 2
    return (old, new) if last == 0 else None


def tree_findings(size: int, read: TileReader) -> Iterator[Finding]:
    """
    Recompute every digest of the upper tiles from the tiles below and tell each that differs.

    Needs memory for two tiles, however large the log is.
    """
    for tile in tiles_of(size):
        if tile.level == 0:
            continue
        for place, digest in enumerate(digests_of(read(tile))):
            below = Tile(level=tile.level - 1, index=tile.index * WIDTH + place)
            if root(digests_of(read(below))) != digest:
                yield Finding(
                    code="log.tile_differs", where=below.path, details={"path": tile.path}
                )


def _left(count: int) -> int:
    """Return the largest power of two smaller than `count`, which is at least 2."""
    return 1 << (count - 1).bit_length() - 1


def _range_root(size: int, read: TileReader, start: int, end: int) -> bytes:
    """
    Return the root over leaves start..end of a tree of `size`.

    start: a multiple of the largest complete subtree that fits; the callers split so.
    """
    nodes: list[bytes] = []
    while start < end:
        height = (end - start).bit_length() - 1
        nodes.append(_node(size, read, height, start >> height))
        start += 1 << height
    found = nodes.pop()
    while nodes:
        found = node_digest(nodes.pop(), found)
    return found


def _node(size: int, read: TileReader, height: int, index: int) -> bytes:
    """Return the root of complete subtree `index` of 2**height leaves, from one tile."""
    level, inner = divmod(height, _BITS)
    first = index << inner
    number, place = divmod(first, WIDTH)
    tile = Tile(level=level, index=number, width=width_at(size, level, number))
    content = read(tile)
    part = content[place * DIGEST_BYTES : (place + (1 << inner)) * DIGEST_BYTES]
    return root(digests_of(part))
