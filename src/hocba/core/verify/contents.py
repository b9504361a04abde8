"""Steps 3 and 12: the text has one form, the document's numbers agree, the extract root fits."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from hocba.core.compose.content import AnyContent, YearBefore
from hocba.core.compose.partial_content import PartialContent
from hocba.core.seal.extract import extract_root
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.text import unprintable
from hocba.core.verify.parsed import ParsedPartial, ParsedRecord
from hocba.core.verify.signatures import Found
from hocba.core.verify.verdict import Step

# Canonical XML writes these control characters as references.
_REFERENCES: Final = re.compile(r"&#x(9|A|D);")
_PIECES: Final = re.compile(r'[<>"]')
# They turn the direction of what follows: a page could show another name than was signed.
_TURNING: Final = re.compile("[\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_BETWEEN: Final = re.compile(r">\s+<")
_SHOWN: Final = 40
# A line break may stand in a comment and between elements; a tab only between them.
PLAIN_ASCII: Final = bytes(range(0x20, 0x7F)) + b"\n"
"""Characters that nothing is ever wrong with, wherever they stand in a text."""


def text_findings(leaves: Sequence[bytes]) -> Iterable[Found]:
    """
    Step 3: every text of the content is NFC and holds no control characters.

    leaves: canonical bytes; they hold all of the content but the seed of the salts.
    Source: spec/format.md §1.2; TCVN 6909:2001.
    """
    for leaf in leaves:
        written = leaf.decode()
        # Only a leaf with line breaks or a fault in it needs the slow look.
        if _is_plain(written):
            continue
        for piece in _PIECES.split(written):
            yield from _piece(piece)


def is_plain(leaves: Sequence[bytes]) -> bool:
    """
    Tell at a glance that `text_findings` finds nothing; False where it has to look itself.

    Plain ASCII is taken out first, three quarters of it all. It is printable, and the characters
    of other letters stay in their order. What it could compose with stands in one block of
    Unicode, and bytes that begin one of those characters are never anything else in UTF-8.
    """
    written = b"".join(leaves)
    return b"&#x" not in written and is_foreign_plain(written.translate(None, PLAIN_ASCII))


def is_foreign_plain(foreign: bytes) -> bool:
    """Tell the same of what is left of leaves without references once plain ASCII is taken out."""
    if b"\xcc" in foreign or b"\xcd" in foreign:
        return False
    letters = foreign.decode()
    return letters.isprintable() and _is_composed(letters)


def _is_plain(written: str) -> bool:
    if not written.isprintable():
        # Between elements another writer may indent as he likes, with tabs too.
        written = _BETWEEN.sub("><", written)
    return written.isprintable() and "&#x" not in written and _is_composed(written)


def _is_composed(written: str) -> bool:
    return unicodedata.is_normalized("NFC", written)


def _piece(piece: str) -> Iterable[Found]:
    if not piece.strip():
        return
    if not _is_composed(piece):
        yield _found("record.not_nfc", piece)
    if unprintable(piece) or _REFERENCES.search(piece) or _TURNING.search(piece):
        yield _found("record.control_character", piece)


def _found(code: str, piece: str) -> Found:
    # Shown escaped, so that the report itself cannot be turned around.
    value = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in piece[:_SHOWN])
    return Step.CONTENT, Finding(code=code, details={"value": value})


def version_findings(content: AnyContent | PartialContent) -> Iterable[Found]:
    """Step 3: a later version names an earlier one, a first one none; years go forward."""
    general = content.general
    replaced = general.replaces
    if (general.version > 1) != (replaced is not None) or (
        replaced is not None and replaced.version >= general.version
    ):
        details = {
            "version": str(general.version),
            "replaced": "-" if replaced is None else str(replaced.version),
        }
        finding = Finding(code="record.versions_disagree", where="ThayThe", details=details)
        yield Step.CONTENT, finding
    before = general.year_before
    if isinstance(before, YearBefore) and before.school_year >= general.school_year:
        details = {"year": str(general.school_year), "before": str(before.school_year)}
        finding = Finding(code="record.years_disagree", where="NamTruoc", details=details)
        yield Step.CONTENT, finding


def sealed_findings(record: ParsedRecord | ParsedPartial) -> Iterable[Found]:
    """Step 12: the extract root is that of the content. Source: spec/format.md §6."""
    root = extract_root(record.leaves, record.content.extract_seed)
    if root != record.root or len(record.leaves) != record.leaf_count:
        yield Step.EXTRACT, Finding(code="seal.root_differs", where="GocTrichLuc")
