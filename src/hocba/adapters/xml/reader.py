"""
Read records and statements: bytes in, values out, or every reason why not.

`read_plainly` is the reference. `read_record` gives the same values for every file, quicker
where our own writer made the signatures; see docs/decisions/0007-checked-quick-way.md.
"""

from base64 import b64decode
from hashlib import sha256
from typing import Final, cast

from lxml import etree

from hocba.adapters.xml.leaves import leaf_forms
from hocba.adapters.xml.own_hand import NotOurHand, own_signatures, split
from hocba.adapters.xml.parsing import MAX_BYTES, canonical, conforming, parsed, validated
from hocba.adapters.xml.signatures import signatures_of
from hocba.core.compose.read import Node, content_of
from hocba.core.compose.wire import CONTENT_ID, NAMESPACE
from hocba.core.seal.extract import ROOT_ID
from hocba.core.sign.statement import StatementKind
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.parsed import ParsedRecord, ParsedStatement

_N: Final = f"{{{NAMESPACE}}}"

_MOST_DIGITS: Final = 6


def read_record(file: bytes) -> ParsedRecord:
    """
    Read a record's document.

    Raises: Refusal "record.*" with all findings; see `parsing.parsed` and `validated`, and
    "record.unknown_format" for another kind of document, "record.unreadable_value".
    """
    try:
        return _read_quickly(file)
    except (NotOurHand, Refusal):
        # Whatever is wrong or merely different, the plain reading finds the words for it.
        return read_plainly(file)


def read_plainly(file: bytes) -> ParsedRecord:
    """Read a record's document whoever wrote it; see `read_record`."""
    root = parsed(file)
    if root.tag != f"{_N}HocBa":
        raise Refusal("record.unknown_format", value=str(root.tag)[:80])
    validated(root)
    content, extract, block = root
    form = canonical(content)
    digest = sha256(form).digest()
    return ParsedRecord(
        content=content_of(cast(Node, content)),
        content_digest=digest,
        leaves=leaf_forms(content, form),
        root=b64decode(extract.text or ""),
        leaf_count=_leaf_count(extract),
        signatures=signatures_of(block, fixed={"content": content, "root": extract}),
        file_digest=sha256(file).digest(),
    )


def _leaf_count(extract: etree._Element) -> int:
    written = extract.get("SoLa", "")
    # The schema sets no limit, and reading a number of thousands of digits is refused by Python.
    if len(written) > _MOST_DIGITS:
        raise Refusal("record.unreadable_value", value=written[:20])
    return int(written)


def _read_quickly(file: bytes) -> ParsedRecord:
    # Raises NotOurHand, and Refusal where the rest of the document is refused.
    if len(file) > MAX_BYTES:
        raise NotOurHand
    found = split(file)
    root = parsed(found.unsigned)
    # The schema has no open place outside of signatures, so it also judges all attributes.
    conforming(root)
    content, extract, _ = root
    if (content.get("Id"), extract.get("Id")) != (CONTENT_ID, ROOT_ID):
        raise NotOurHand
    form = canonical(content)
    digest = sha256(form).digest()
    return ParsedRecord(
        content=content_of(cast(Node, content)),
        content_digest=digest,
        leaves=leaf_forms(content, form),
        root=b64decode(extract.text or ""),
        leaf_count=_leaf_count(extract),
        signatures=own_signatures(
            found, content_digest=digest, root_digest=sha256(canonical(extract)).digest()
        ),
        file_digest=sha256(file).digest(),
    )


def read_statement(file: bytes, kind: StatementKind, *, limit: int = 20_000_000) -> ParsedStatement:
    """
    Read a statement of one kind.

    Raises: Refusal as `read_record`, and "statement.one_signature_due".
    """
    root = parsed(file, limit=limit)
    if root.tag != f"{{{kind.namespace}}}{kind.root}":
        raise Refusal("record.unknown_format", value=str(root.tag)[:80])
    validated(root)
    content, block = root
    if len(block) != 1:
        raise Refusal("statement.one_signature_due")
    (signature,) = signatures_of(block, fixed={"content": content})
    return ParsedStatement(
        root_name=kind.root,
        content=cast(Node, content),
        content_digest=sha256(canonical(content)).digest(),
        signature=signature,
        file_digest=sha256(file).digest(),
    )
