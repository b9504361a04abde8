"""Digest trees of RFC 6962: root, inclusion proof and its check."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

_NODE: Final = sha256(b"\x01")
"""Every inner node's digest starts like this one; only ever copied."""


def leaf_digest(leaf: bytes) -> bytes:
    """Return SHA-256 of a leaf with its domain prefix 0x00. Source: RFC 6962, section 2.1."""
    return sha256(b"\x00" + leaf).digest()


def node_digest(left: bytes, right: bytes) -> bytes:
    """Return SHA-256 of two nodes with their domain prefix 0x01. Source: RFC 6962, section 2.1."""
    return sha256(b"\x01" + left + right).digest()


def root(digests: Sequence[bytes]) -> bytes:
    """
    Return the Merkle tree head over leaf digests in order; 32 bytes.

    Level by level, an odd last node rises unchanged: the same tree as the recursive
    definition, without recursion. Source: RFC 6962, section 2.1.
    """
    level = list(digests)
    if not level:
        return sha256(b"").digest()
    while len(level) > 1:
        level = _level_above(level)
    return level[0]


def _level_above(level: Sequence[bytes]) -> list[bytes]:
    # `node_digest` written out: this loop runs for every record that is verified, and a copy of
    # a digest that is under way costs less than a new one.
    above: list[bytes] = []
    lefts = iter(level)
    for left in lefts:
        right = next(lefts, None)
        if right is None:
            above.append(left)
            break
        node = _NODE.copy()
        node.update(left + right)
        above.append(node.digest())
    return above


def inclusion_proof(digests: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path of leaf `index`, nearest sibling first. Source: RFC 6962, 2.1.1."""
    path: list[bytes] = []
    level = list(digests)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        paired = [node_digest(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) - len(level) % 2 :]
        index //= 2
    return tuple(path)


def root_from_proof(*, digest: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """
    Return the root that a proof leads to, or None where the proof has the wrong length.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return None
    node, last, rest = index, size - 1, list(path)
    found = digest
    while last > 0:
        if node % 2 == 1 or node < last:
            if not rest:
                return None
            sibling = rest.pop(0)
            found = node_digest(sibling, found) if node % 2 else node_digest(found, sibling)
        node //= 2
        last //= 2
    return None if rest else found
