"""Cut a record as our own writer writes it into content, extract root and signatures."""

from binascii import a2b_base64
from dataclasses import dataclass
from re import DOTALL
from re import compile as pattern
from typing import Final

from hocba.adapters.xml.own_hand import NotOurHand
from hocba.adapters.xml.parsing import MAX_BYTES
from hocba.core.seal.document import OPENING
from hocba.core.seal.extract import root_element

_CONTENT_ENDS: Final = b"</NoiDung>"
_SIGNATURES: Final = b"<DSCKS>"
_ROOT_BYTES: Final = 32
_EXTRACT: Final = pattern(rb'.{1,200} SoLa="([1-9][0-9]{0,5})">([^<>]{44})<[^<>]+>', DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutRecord:
    """
    A file by its parts, from end to end but for its signatures.

    content: the bytes that must turn out to be a canonical `NoiDung`. extract: the canonical
    `GocTrichLuc`, and root and leaf_count what it holds. signatures_at: where they begin.
    """

    content: bytes
    extract: bytes
    root: bytes
    leaf_count: int
    signatures_at: int


def cut_record(file: bytes) -> CutRecord:
    """
    Cut a file at the marks that our writer sets.

    Raises: NotOurHand.
    """
    ends = file.find(_CONTENT_ENDS) + len(_CONTENT_ENDS)
    starts = file.find(_SIGNATURES, ends)
    if len(file) > MAX_BYTES or starts < 0 or not file.startswith(OPENING):
        raise NotOurHand
    extract = file[ends:starts]
    found = _EXTRACT.fullmatch(extract)
    if found is None:
        raise NotOurHand
    root, leaf_count = _decoded(found[2]), int(found[1])
    if len(root) != _ROOT_BYTES or root_element(root, leaf_count) != extract:
        # The writer itself says how this root is written; no other way is read here.
        raise NotOurHand
    return CutRecord(
        content=file[len(OPENING) : ends],
        extract=extract,
        root=root,
        leaf_count=leaf_count,
        signatures_at=starts + len(_SIGNATURES),
    )


def _decoded(written: bytes) -> bytes:
    try:
        return a2b_base64(written)
    except ValueError as problem:
        raise NotOurHand from problem
