"""
`GocTrichLuc`: the root that lets an extract show some leaves and still verify.

A leaf's digest is SHA-256 over 0x00, its salt and its canonical bytes; the tree above is
RFC 6962's. The salts are drawn from one seed that only the full record holds, so that a
withheld leaf cannot be guessed from its digest. Source: spec/format.md §6.
"""

from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256, shake_256
from struct import Struct
from typing import Final

from hocba.core.compose.canonical import declared, element
from hocba.core.compose.wire import NAMESPACE
from hocba.core.terms.tree import root

ROOT_ID: Final = "goc-trich-luc"
SALT_BYTES: Final = 16
_PURPOSE: Final = b"hocba:trich-luc:1:"
_LEAF: Final = sha256(b"\x00")
"""Every leaf's digest starts like this one; only ever copied."""


def salts(seed: bytes, count: int) -> tuple[bytes, ...]:
    """Return `count` salts of 16 bytes, drawn from the record's seed by SHAKE-256."""
    stream = shake_256(_PURPOSE + seed).digest(SALT_BYTES * count)
    return _cut(count).unpack(stream)


@lru_cache(maxsize=64)
def _cut(count: int) -> Struct:
    return Struct(f"{SALT_BYTES}s" * count)


def leaf_digests(leaves: Sequence[bytes], seed: bytes) -> tuple[bytes, ...]:
    """Return the salted digest of every leaf, in order."""
    digests = []
    # `leaf_digest` written out: this loop runs for every record that is verified, and a copy of
    # a digest that is under way costs less than a new one.
    for salt, leaf in zip(salts(seed, len(leaves)), leaves, strict=True):
        digest = _LEAF.copy()
        digest.update(salt)
        digest.update(leaf)
        digests.append(digest.digest())
    return tuple(digests)


def extract_root(leaves: Sequence[bytes], seed: bytes) -> bytes:
    """Return the root over a content's leaves; 32 bytes."""
    return root(leaf_digests(leaves, seed))


def root_element(extract: bytes, leaf_count: int, namespace: str = NAMESPACE) -> bytes:
    """Return the canonical bytes of `GocTrichLuc`. namespace: the record's."""
    fragment = element("GocTrichLuc", b64encode(extract).decode(), Id=ROOT_ID, SoLa=str(leaf_count))
    return declared(fragment, namespace).encode()


def root_digest(extract: bytes, leaf_count: int) -> bytes:
    """Return the SHA-256 of `GocTrichLuc`, which the seal's reference carries."""
    return sha256(root_element(extract, leaf_count)).digest()
