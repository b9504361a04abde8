"""Cut a record as our own writer writes it into content, extract root and signatures."""

from binascii import b2a_base64
from functools import cache
from re import compile as pattern
from typing import Final, NamedTuple

from hocba.adapters.xml.own_hand import NotOurHand, binary_of
from hocba.adapters.xml.parsing import MAX_BYTES
from hocba.core.seal.document import OPENING
from hocba.core.seal.extract import root_element

_CONTENT_ENDS: Final = b"</NoiDung>"
_SIGNATURES: Final = b"<DSCKS>"
_ROOT_BYTES: Final = 32
_ROOT_LETTERS: Final = 44
_COUNT: Final = pattern(rb"[1-9][0-9]{0,5}")


class CutRecord(NamedTuple):
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
    # The writer itself says how a root is written; no other way is read here.
    first, second, third = _around_root()
    root_ends = len(extract) - len(third)
    root_at = root_ends - _ROOT_LETTERS
    count = extract[len(first) : root_at - len(second)]
    written = extract[root_at:root_ends]
    if extract != b"".join((first, count, second, written, third)) or not _COUNT.fullmatch(count):
        raise NotOurHand
    root = binary_of(written)
    if len(root) != _ROOT_BYTES:
        raise NotOurHand
    return CutRecord(
        file[len(OPENING) : ends],
        extract,
        root,
        int(count),
        starts + len(_SIGNATURES),
    )


@cache
def _around_root() -> tuple[bytes, bytes, bytes]:
    """Return what our writer writes before, between and behind a root's count and its value."""
    value = bytes(_ROOT_BYTES)
    opening, third = root_element(value, 1).split(b2a_base64(value, newline=False))
    first, second = opening.rsplit(b"1", 1)
    return first, second, third
