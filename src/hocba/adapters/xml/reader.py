"""Read records and statements: bytes in, values out, or every reason why not."""

from base64 import b64decode
from hashlib import sha256
from typing import Final, cast

from lxml import etree

from hocba.adapters.xml.parsing import canonical, parsed, validated
from hocba.adapters.xml.signatures import signatures_of
from hocba.core.compose.read import Node, content_of
from hocba.core.compose.wire import NAMESPACE
from hocba.core.sign.statement import StatementKind
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.parsed import ParsedRecord, ParsedStatement

_N: Final = f"{{{NAMESPACE}}}"
_OF_MANY_LEAVES: Final = frozenset({f"{_N}HocSinh", f"{_N}KetQua", f"{_N}DSMonHoc"})
_NO_LEAF: Final = f"{_N}MuoiTrichLuc"


def read_record(file: bytes) -> ParsedRecord:
    """
    Read a record's document.

    Raises: Refusal "record.*" with all findings; see `parsing.parsed` and `validated`, and
    "record.unknown_format" for another kind of document, "record.unreadable_value".
    """
    root = parsed(file)
    if root.tag != f"{_N}HocBa":
        raise Refusal("record.unknown_format", value=str(root.tag)[:80])
    validated(root)
    content, extract, block = root
    form = canonical(content)
    return ParsedRecord(
        content=content_of(cast(Node, content)),
        content_digest=sha256(form).digest(),
        leaves=tuple(canonical(leaf) for leaf in _leaves(content)),
        root=b64decode(extract.text or ""),
        leaf_count=int(extract.get("SoLa", "0")),
        signatures=signatures_of(block, fixed={"content": content, "root": extract}),
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


def _leaves(node: etree._Element) -> list[etree._Element]:
    leaves: list[etree._Element] = []
    for child in node:
        if child.tag in _OF_MANY_LEAVES:
            leaves.extend(_leaves(child))
        elif child.tag != _NO_LEAF:
            leaves.append(child)
    return leaves
