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
from hocba.adapters.xml.own_content import read_own_content
from hocba.adapters.xml.own_hand import NotOurHand
from hocba.adapters.xml.own_record import cut_record
from hocba.adapters.xml.own_signatures import own_signatures
from hocba.adapters.xml.parsing import canonical, parsed, validated
from hocba.adapters.xml.secondary_parts import row_parts
from hocba.adapters.xml.signatures import signatures_of
from hocba.core.compose.read import Node
from hocba.core.compose.read_content import content_of
from hocba.core.compose.read_secondary import secondary_content_of
from hocba.core.compose.wire import NAMESPACE
from hocba.core.compose.wire_secondary import SECONDARY_NAMESPACE
from hocba.core.sign.statement import StatementKind
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.parsed import ParsedRecord, ParsedStatement

_PRIMARY: Final = f"{{{NAMESPACE}}}HocBa"
_SECONDARY: Final = f"{{{SECONDARY_NAMESPACE}}}HocBa"

_MOST_DIGITS: Final = 6


def read_record(file: bytes) -> ParsedRecord:
    """
    Read a record's document.

    Raises: Refusal "record.*" with all findings; see `parsing.parsed` and `validated`, and
    "record.unknown_format" for another kind of document, "record.unreadable_value".
    """
    try:
        return read_quickly(file)
    except (NotOurHand, Refusal):
        # Whatever is wrong or merely different, the plain reading finds the words for it.
        return read_plainly(file)


def read_plainly(file: bytes) -> ParsedRecord:
    """Read a record's document whoever wrote it; see `read_record`."""
    root = parsed(file)
    if root.tag not in (_PRIMARY, _SECONDARY):
        raise Refusal("record.unknown_format", value=str(root.tag)[:80])
    validated(root)
    content, extract, block = root
    form = canonical(content)
    digest = sha256(form).digest()
    is_secondary = root.tag == _SECONDARY
    read = secondary_content_of if is_secondary else content_of
    fixed = {"content": content, "root": extract}
    if is_secondary:
        fixed |= row_parts(content)
    return ParsedRecord(
        content=read(cast(Node, content)),
        content_digest=digest,
        leaves=leaf_forms(content, form),
        root=b64decode(extract.text or ""),
        leaf_count=_leaf_count(extract),
        signatures=signatures_of(block, fixed=fixed, content_form=form),
        file_digest=sha256(file).digest(),
    )


def _leaf_count(extract: etree._Element) -> int:
    written = extract.get("SoLa", "")
    # The schema sets no limit, and reading a number of thousands of digits is refused by Python.
    if len(written) > _MOST_DIGITS:
        raise Refusal("record.unreadable_value", value=written[:20])
    return int(written)


def read_quickly(file: bytes) -> ParsedRecord:
    """
    Read a record that our own writer wrote, all of it, without parsing; see `read_record`.

    Raises: NotOurHand for any other; Refusal where the plain reading refuses as well.
    """
    cut = cut_record(file)
    content = read_own_content(cut.content)
    digest = sha256(cut.content).digest()
    return ParsedRecord(
        content=content.values,
        content_digest=digest,
        leaves=content.leaves,
        root=cut.root,
        leaf_count=cut.leaf_count,
        signatures=own_signatures(
            file,
            cut.signatures_at,
            content_digest=digest,
            root_digest=sha256(cut.extract).digest(),
        ),
        file_digest=sha256(file).digest(),
        foreign=content.foreign,
    )


def read_statement(file: bytes, kind: StatementKind, *, limit: int = 20_000_000) -> ParsedStatement:
    """
    Read a statement of one kind.

    Raises: Refusal as `read_record`, and "statement.one_signature_due".
    """
    root = parsed(file, limit=limit)
    if root.tag not in [f"{{{namespace}}}{kind.root}" for namespace in kind.namespaces]:
        raise Refusal("record.unknown_format", value=str(root.tag)[:80])
    validated(root)
    content, block = root
    if len(block) != 1:
        raise Refusal("statement.one_signature_due")
    form = canonical(content)
    (signature,) = signatures_of(block, fixed={"content": content}, content_form=form)
    return ParsedStatement(
        root_name=kind.root,
        content=cast(Node, content),
        content_digest=sha256(form).digest(),
        signature=signature,
        file_digest=sha256(file).digest(),
    )
