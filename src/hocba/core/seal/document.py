"""
Put a record's document together: content, extract root, signatures; and its next signature.

A document is bytes at every stage: unsigned, with one, two or all signatures. Adding a
signature changes nothing that stood before it. Source: spec/format.md §2.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from hocba.core.compose.canonical import DECLARATION
from hocba.core.compose.content import AnyContent, SecondaryContent
from hocba.core.compose.partial_content import PartialContent
from hocba.core.compose.wire import CONTENT_ID, NAMESPACE, WrittenContent, written
from hocba.core.compose.wire_partial import PARTIAL_NAMESPACE, PARTIAL_ROOT, written_partial
from hocba.core.compose.wire_secondary import SECONDARY_NAMESPACE, written_secondary
from hocba.core.seal.content_parts import row_place, row_targets
from hocba.core.seal.extract import ROOT_ID, extract_root, root_element
from hocba.core.sign.policy import SigningPolicy, Slot, row_slot
from hocba.core.sign.xades import Target, Unsigned, finished, prepared, value_target
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role

OPENING: Final = f'{DECLARATION}<HocBa xmlns="{NAMESPACE}">'.encode()
"""The bytes before `NoiDung`."""

_OPENS_SECONDARY: Final = f'<NoiDung xmlns="{SECONDARY_NAMESPACE}"'.encode()
_OPENS_PARTIAL: Final = f'<NoiDung xmlns="{PARTIAL_NAMESPACE}"'.encode()
_ROWS: Final = re.compile(rb'<MonHoc Id="[^"]*" Ma="([a-z0-9_]+)"')
CLOSING: Final = b"</DSCKS></HocBa>\n"
"""The bytes after the last signature."""

_AROUND: Final = {
    NAMESPACE: (OPENING, CLOSING),
    SECONDARY_NAMESPACE: (f'{DECLARATION}<HocBa xmlns="{SECONDARY_NAMESPACE}">'.encode(), CLOSING),
    PARTIAL_NAMESPACE: (
        f'{DECLARATION}<{PARTIAL_ROOT} xmlns="{PARTIAL_NAMESPACE}">'.encode(),
        f"</DSCKS></{PARTIAL_ROOT}>\n".encode(),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A slot that has been signed: its signature value and its `ds:Signature` fragment."""

    slot_id: str
    value: bytes
    fragment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """
    A record's content frozen for signing, and what has been signed so far.

    content_digest: SHA-256 of the canonical `NoiDung`; root: of the extract tree.
    """

    content_xml: bytes
    content_digest: bytes
    root: bytes
    leaf_count: int
    filled: tuple[Filled, ...] = ()

    @property
    def namespace(self) -> str:
        """Of which kind of record it is, as its bytes say."""
        if self.content_xml.startswith(_OPENS_PARTIAL):
            return PARTIAL_NAMESPACE
        is_secondary = self.content_xml.startswith(_OPENS_SECONDARY)
        return SECONDARY_NAMESPACE if is_secondary else NAMESPACE


def frozen(content: AnyContent | PartialContent) -> Frozen:
    """Freeze a content: from here on it is bytes."""
    form = _written(content)
    return Frozen(
        content_xml=form.xml,
        content_digest=sha256(form.xml).digest(),
        root=extract_root(form.leaves, content.extract_seed),
        leaf_count=len(form.leaves),
    )


def _written(content: AnyContent | PartialContent) -> WrittenContent:
    if isinstance(content, PartialContent):
        return written_partial(content)
    if isinstance(content, SecondaryContent):
        return written_secondary(content)
    return written(content)


def open_slots(document: Frozen, policy: SigningPolicy) -> tuple[Slot, ...]:
    """Return the slots that may be signed now: not yet, and all that they cover is there."""
    filled = {one.slot_id for one in document.filled}
    return tuple(
        slot
        for slot in policy.slots
        if slot.slot_id not in filled and filled.issuperset(slot.covers)
    )


def open_rows(document: Frozen) -> tuple[str, ...]:
    """Return the subjects of a secondary record whose teacher has yet to sign, in their order."""
    if not document.content_xml.startswith(_OPENS_SECONDARY):
        return ()
    rows = (key.decode() for key in _ROWS.findall(document.content_xml))
    filled = {one.slot_id for one in document.filled}
    return tuple(key for key in rows if row_slot(key).slot_id not in filled)


def next_slot(document: Frozen, policy: SigningPolicy, subject: str = "") -> Slot:
    """
    Return the slot that is to be signed now. subject: whose row, of a subject teacher's.

    Raises: Refusal "sign.all_signed".
    """
    for slot in open_slots(document, policy):
        if slot.subject == subject or not subject:
            return slot
    raise Refusal("sign.all_signed", "every slot of the policy is filled")


def to_sign(
    document: Frozen,
    *,
    policy: SigningPolicy,
    role: Role,
    certificate: bytes,
    at: datetime,
    algorithm: SignatureAlgorithm,
    subject: str = "",
) -> Unsigned:
    """
    Prepare the next slot's signature. subject: as `next_slot`.

    Raises: Refusal "sign.all_signed", "sign.role_not_due" when `role` may not fill the slot.
    """
    slot = next_slot(document, policy, subject)
    if role not in slot.roles:
        raise Refusal("sign.role_not_due", role=role.value, slot=slot.slot_id)
    return prepared(
        slot=slot,
        role=role,
        targets=_targets(document, slot, policy),
        certificate=certificate,
        at=at,
        algorithm=algorithm,
    )


def signed(
    document: Frozen, unsigned: Unsigned, value: bytes, *, time_stamp: bytes = b""
) -> Frozen:
    """
    Return the document with one slot more filled; rows stand in the order of the content.

    time_stamp: a token on the value, empty for none.
    """
    slot_id = unsigned.slot.slot_id
    fragment = finished(unsigned, value, time_stamp=time_stamp)
    added = Filled(slot_id=slot_id, value=value, fragment=fragment)
    return Frozen(
        content_xml=document.content_xml,
        content_digest=document.content_digest,
        root=document.root,
        leaf_count=document.leaf_count,
        filled=_in_order(document.content_xml, (*document.filled, added)),
    )


def _in_order(content_xml: bytes, filled: tuple[Filled, ...]) -> tuple[Filled, ...]:
    if not content_xml.startswith(_OPENS_SECONDARY):
        return filled
    return tuple(sorted(filled, key=lambda one: row_place(content_xml, one.slot_id)))


def document_bytes(document: Frozen) -> bytes:
    """Return the file's bytes, with the signatures made so far."""
    opening, closing = _AROUND[document.namespace]
    return b"".join(
        (
            opening,
            document.content_xml,
            root_element(document.root, document.leaf_count, document.namespace),
            b"<DSCKS>",
            *(filled.fragment.encode() for filled in document.filled),
            closing,
        )
    )


def _targets(document: Frozen, slot: Slot, policy: SigningPolicy) -> list[Target]:
    if slot.subject:
        return row_targets(document.content_xml, slot)
    slots = {known.slot_id: known for known in policy.slots}
    values = {filled.slot_id: filled.value for filled in document.filled}
    targets = [Target(element_id=CONTENT_ID, digest=document.content_digest)]
    targets += [value_target(slots[earlier], values[earlier]) for earlier in slot.covers]
    if slot.covers_root:
        root = root_element(document.root, document.leaf_count, document.namespace)
        digest = sha256(root).digest()
        targets.append(Target(element_id=ROOT_ID, digest=digest))
    return targets
