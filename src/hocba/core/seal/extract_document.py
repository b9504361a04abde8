"""
An extract: some leaves of a record, the way of each to the sealed root, and the seal.

It proves itself without the record: whoever shows two subjects shows nothing of the others, not
even what could be guessed and tried. Source: spec/format.md §6 and §16.
"""

import re
from base64 import b64encode
from collections.abc import Collection, Sequence
from typing import Final

from hocba.core.compose.canonical import DECLARATION
from hocba.core.compose.wire import NAMESPACE
from hocba.core.compose.wire_secondary import SECONDARY_NAMESPACE
from hocba.core.seal.extract import leaf_digests, root_element, salts
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.tree import inclusion_proof, root

EXTRACT_NAMESPACE: Final = "urn:hocba:trich-luc:1"

ALWAYS: Final = ("TTChung", "CoSo", "CoBan")
"""Without which document, school and whose name it is, an extract would prove nothing."""

_HEAD_BYTES: Final = 500

_LABEL: Final = re.compile(rb'<(?:[^ :<>]+:)?([A-Za-z]+)(?: [^<>]*?\bMa="([a-z0-9_]{1,40})")?')
_KEYED: Final = frozenset({"MonHoc", "NhomDanhGia"})


def is_extract(file: bytes) -> bool:
    """Tell at a glance whether bytes mean to be an extract; reading it finds out."""
    return EXTRACT_NAMESPACE.encode() in file[:_HEAD_BYTES]


def leaf_label(leaf: bytes) -> str:
    """
    Return what a leaf is called: its element's name, of those that there are many of with the key.

    leaf: canonical bytes. Returns: `DanhGia`, `MonHoc/toan`.
    """
    found = _LABEL.match(leaf)
    if found is None:
        raise Refusal("extract.unknown_part", value=leaf[:40].decode(errors="replace"))
    name = found[1].decode()
    return f"{name}/{found[2].decode()}" if name in _KEYED and found[2] else name


def chosen_positions(leaves: Sequence[bytes], labels: Collection[str]) -> tuple[int, ...]:
    """
    Return the places of the leaves that an extract shows, those that it must show included.

    Raises: Refusal "extract.unknown_part" for a label that the record has no leaf of.
    """
    known = [leaf_label(leaf) for leaf in leaves]
    unknown = sorted(set(labels) - set(known))
    if unknown:
        raise Refusal("extract.unknown_part", value=", ".join(unknown)[:80])
    wanted = {*ALWAYS, *labels}
    return tuple(place for place, label in enumerate(known) if label in wanted)


def extract_bytes(
    leaves: Sequence[bytes], seed: bytes, chosen: Sequence[int], *, sealed: bytes, seal: str
) -> bytes:
    """
    Return the file of an extract.

    leaves, seed: of the whole record. chosen: places of the leaves to show, rising. sealed: the
    root that the record's seal signs. seal: the seal's `ds:Signature` as it stands there.
    Raises: Refusal "extract.not_sealed" where the leaves do not lead to that root.
    """
    digests = leaf_digests(leaves, seed)
    if root(digests) != sealed:
        raise Refusal("extract.not_sealed", "the leaves lead to another root")
    drawn = salts(seed, len(leaves))
    shown = b"".join(
        _leaf(place, drawn[place], inclusion_proof(digests, place), leaves[place])
        for place in chosen
    )
    return b"".join(
        (
            f'{DECLARATION}<TrichLuc xmlns="{EXTRACT_NAMESPACE}"><DSLa>'.encode(),
            shown,
            b"</DSLa>",
            root_element(sealed, len(leaves), _namespace(leaves[0])),
            f"<DSCKS>{seal}</DSCKS></TrichLuc>\n".encode(),
        )
    )


def _namespace(leaf: bytes) -> str:
    opening = leaf[: leaf.index(b">")].decode()
    return SECONDARY_NAMESPACE if f'"{SECONDARY_NAMESPACE}"' in opening else NAMESPACE


def _leaf(place: int, salt: bytes, path: Sequence[bytes], leaf: bytes) -> bytes:
    way = " ".join(b64encode(step).decode() for step in path)
    opening = f'<La Duong="{way}" Muoi="{b64encode(salt).decode()}" ViTri="{place}">'
    return b"".join((opening.encode(), leaf, b"</La>"))
