"""
Parts of a secondary content that a subject teacher's signature covers, found in its bytes.

The content is ours and canonical, and each part names its `Id` first; so its own canonical form
is what stands in the file, with the namespace declared on it. Source: spec/format.md §5.9.
"""

import re
from functools import lru_cache
from hashlib import sha256

from hocba.core.compose.canonical import declared
from hocba.core.compose.wire_secondary import (
    BASIC_ID,
    GENERAL_ID,
    SECONDARY_NAMESPACE,
    row_id,
)
from hocba.core.sign.policy import Slot
from hocba.core.sign.xades import Target


def row_targets(content_xml: bytes, slot: Slot) -> list[Target]:
    """
    Return what a subject teacher signs: which record, whose, and the own row.

    Raises: KeyError where the content has no such row.
    """
    names = (GENERAL_ID, BASIC_ID, row_id(slot.subject))
    return [Target(element_id=name, digest=_digest(content_xml, name)) for name in names]


def _digest(content_xml: bytes, element_id: str) -> bytes:
    found = _part(element_id).search(content_xml)
    if found is None:
        raise KeyError(element_id)
    return sha256(declared(found[0].decode(), SECONDARY_NAMESPACE).encode()).digest()


@lru_cache(maxsize=256)
def _part(element_id: str) -> re.Pattern[bytes]:
    # None of these holds an element of its own name; "<" in canonical text is markup.
    name = re.escape(element_id.encode())
    return re.compile(rb"<(\w+) Id=\"" + name + rb"\"[^>]*>.*?</\1>", re.DOTALL)


def row_place(content_xml: bytes, slot_id: str) -> int:
    """Return where a subject teacher's signature stands among the others; past all for others."""
    found = content_xml.find(f'<MonHoc Id="{slot_id.removeprefix("ck-")}"'.encode())
    return len(content_xml) if found < 0 else found
