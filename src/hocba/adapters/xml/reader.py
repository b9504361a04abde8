"""
Read records and statements: bytes in, values out, or every reason why not.

`read_plainly` is the reference. `read_record` gives the same values for every file, quicker
where our own writer made the signatures; see docs/decisions/0007-checked-quick-way.md.
"""

from base64 import b64decode
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, TypeVar, TypeVarTuple, cast

from lxml import etree

from hocba.adapters.xml.leaves import leaf_forms
from hocba.adapters.xml.own_content import OwnContent, read_own_content
from hocba.adapters.xml.own_hand import NotOurHand
from hocba.adapters.xml.own_record import CutRecord, cut_record
from hocba.adapters.xml.own_signatures import own_signatures
from hocba.adapters.xml.parsing import canonical, parsed, validated
from hocba.adapters.xml.secondary_parts import row_parts
from hocba.adapters.xml.signatures import signatures_of
from hocba.core.compose.read import Node
from hocba.core.compose.read_content import content_of
from hocba.core.compose.read_partial import partial_content_of
from hocba.core.compose.read_secondary import secondary_content_of
from hocba.core.compose.wire import NAMESPACE
from hocba.core.compose.wire_partial import PARTIAL_NAMESPACE, PARTIAL_ROOT
from hocba.core.compose.wire_secondary import SECONDARY_NAMESPACE
from hocba.core.sign.statement import StatementKind
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.parsed import ParsedPartial, ParsedRecord, ParsedStatement

_PRIMARY: Final = f"{{{NAMESPACE}}}HocBa"
_SECONDARY: Final = f"{{{SECONDARY_NAMESPACE}}}HocBa"
_PARTIAL: Final = f"{{{PARTIAL_NAMESPACE}}}{PARTIAL_ROOT}"

_MOST_DIGITS: Final = 6

_Read = TypeVar("_Read")
_Given = TypeVarTuple("_Given")


def read_record(file: bytes) -> ParsedRecord:
    """
    Read a record's document.

    Raises: Refusal "record.*" with all findings; see `parsing.parsed` and `validated`, and
    "record.unknown_format" for another kind of document, "record.partial" for a partial record,
    "record.unreadable_value".
    """
    (read,) = read_records((file,))
    if isinstance(read, Refusal):
        raise read
    return read


def read_records(files: Sequence[bytes]) -> tuple[ParsedRecord | Refusal, ...]:
    """Read many records' documents; each gives what `read_record` gives or raises for it alone."""
    found = _read_quickly(files)
    # Whatever is wrong or merely different, the plain reading finds the words for it.
    return tuple(
        [_plain(file) if one is None else one for file, one in zip(files, found, strict=True)]
    )


def read_quickly(file: bytes) -> ParsedRecord:
    """
    Read a record that our own writer wrote, all of it, without parsing; see `read_record`.

    Raises: NotOurHand for any other, and for what the plain reading refuses.
    """
    (found,) = _read_quickly((file,))
    if found is None:
        raise NotOurHand
    return found


def _read_quickly(files: Sequence[bytes]) -> Sequence[ParsedRecord | None]:
    # Step by step for all of them: what is done again at once finds in the processor's caches
    # what it left there.
    cuts = [_tried(cut_record, file) for file in files]
    contents = [None if cut is None else _tried(_own_content, cut) for cut in cuts]
    return [
        None if cut is None or content is None else _tried(_own_record, file, cut, content)
        for file, cut, content in zip(files, cuts, contents, strict=True)
    ]


def read_plainly(file: bytes) -> ParsedRecord:
    """Read a record's document whoever wrote it; see `read_record`."""
    root = parsed(file)
    if root.tag == _PARTIAL:
        # Never taken for a year's record, and told from other strangers.
        raise Refusal("record.partial")
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


def read_partial(file: bytes) -> ParsedPartial:
    """
    Read a partial record's document.

    Raises: as `read_record`; "record.unknown_format" for a year's record, too.
    """
    root = parsed(file)
    if root.tag != _PARTIAL:
        raise Refusal("record.unknown_format", value=str(root.tag)[:80])
    validated(root)
    content, extract, block = root
    form = canonical(content)
    return ParsedPartial(
        content=partial_content_of(cast(Node, content)),
        content_digest=sha256(form).digest(),
        leaves=leaf_forms(content, form),
        root=b64decode(extract.text or ""),
        leaf_count=_leaf_count(extract),
        signatures=signatures_of(
            block, fixed={"content": content, "root": extract}, content_form=form
        ),
        file_digest=sha256(file).digest(),
    )


def _leaf_count(extract: etree._Element) -> int:
    written = extract.get("SoLa", "")
    # The schema sets no limit, and reading a number of thousands of digits is refused by Python.
    if len(written) > _MOST_DIGITS:
        raise Refusal("record.unreadable_value", value=written[:20])
    return int(written)


def _plain(file: bytes) -> ParsedRecord | Refusal:
    try:
        return read_plainly(file)
    except Refusal as refusal:
        return refusal


def _tried(read: Callable[[*_Given], _Read], *given: *_Given) -> _Read | None:
    # A refusal on the quick way is no answer yet: the plain reading refuses as well, and says all.
    try:
        return read(*given)
    except (NotOurHand, Refusal):
        return None


class _Digested(NamedTuple):
    """A content that was read, and the SHA-256 of its bytes."""

    own: OwnContent
    digest: bytes


def _own_content(cut: CutRecord) -> _Digested:
    return _Digested(read_own_content(cut.content), sha256(cut.content).digest())


def _own_record(file: bytes, cut: CutRecord, content: _Digested) -> ParsedRecord:
    return ParsedRecord(
        content=content.own.values,
        content_digest=content.digest,
        leaves=content.own.leaves,
        root=cut.root,
        leaf_count=cut.leaf_count,
        signatures=own_signatures(
            file,
            cut.signatures_at,
            content_digest=content.digest,
            root_digest=sha256(cut.extract).digest(),
        ),
        file_digest=sha256(file).digest(),
        foreign=content.own.foreign,
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
