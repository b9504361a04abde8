"""Read an extract: chosen leaves of a record, their ways to the root, and the seal."""

import re
from base64 import b64decode
from hashlib import sha256
from typing import Final, cast

from lxml import etree

from hocba.adapters.xml.parsing import canonical, parsed, validated
from hocba.adapters.xml.signatures import seal_of_extract
from hocba.core.compose.read import Node
from hocba.core.compose.read_parts import parts_of
from hocba.core.compose.wire import NAMESPACE
from hocba.core.compose.wire_secondary import SECONDARY_NAMESPACE
from hocba.core.seal.extract_document import EXTRACT_NAMESPACE
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.extracts import ParsedExtract, ParsedLeaf

_ROOT: Final = f"{{{EXTRACT_NAMESPACE}}}TrichLuc"
_SEALED: Final = tuple(f"{{{one}}}GocTrichLuc" for one in (NAMESPACE, SECONDARY_NAMESPACE))
_COUNT: Final = re.compile(r"[1-9][0-9]{0,5}")


def read_extract(file: bytes) -> ParsedExtract:
    """
    Read an extract.

    What its leaves may hold is not held against a schema: bytes that lead to a sealed root
    are those that were held against it when they were sealed, and others fail.
    Raises: Refusal "record.*", "extract.head_missing", "sign.*".
    """
    tree = parsed(file)
    if tree.tag != _ROOT:
        raise Refusal("record.unknown_format", value=str(tree.tag)[:80])
    validated(tree)
    shown, sealed, block = tree
    (signature,) = block
    root, leaf_count = _sealed(sealed)
    return ParsedExtract(
        shown=parts_of([cast(Node, place[0]) for place in shown]),
        leaves=tuple(_leaf(place) for place in shown),
        root=root,
        leaf_count=leaf_count,
        seal=seal_of_extract(signature, root=sealed),
        file_digest=sha256(file).digest(),
    )


def _sealed(node: etree._Element) -> tuple[bytes, int]:
    count = node.get("SoLa", "")
    if node.tag not in _SEALED or len(node) or not _COUNT.fullmatch(count):
        raise Refusal("record.unreadable_value", value="GocTrichLuc")
    try:
        return b64decode(node.text or "", validate=True), int(count)
    except ValueError as problem:
        raise Refusal("record.unreadable_value", value="GocTrichLuc") from problem


def _leaf(place: etree._Element) -> ParsedLeaf:
    return ParsedLeaf(
        position=int(place.get("ViTri", "")),
        salt=b64decode(place.get("Muoi", "")),
        path=tuple(b64decode(step) for step in place.get("Duong", "").split()),
        form=canonical(place[0]),
    )
