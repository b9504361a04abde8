"""
Put a record's document together: content, extract root, signatures; and its next signature.

A document is bytes at every stage: unsigned, with one, two or all signatures. Adding a
signature changes nothing that stood before it. Source: spec/format.md §2.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from hocba.core.compose.canonical import DECLARATION
from hocba.core.compose.content import RecordContent
from hocba.core.compose.wire import CONTENT_ID, NAMESPACE, written
from hocba.core.seal.extract import ROOT_ID, extract_root, root_element
from hocba.core.sign.policy import SigningPolicy, Slot
from hocba.core.sign.xades import Target, Unsigned, finished, prepared, value_target
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role

OPENING: Final = f'{DECLARATION}<HocBa xmlns="{NAMESPACE}">'.encode()
"""The bytes before `NoiDung`."""

CLOSING: Final = b"</DSCKS></HocBa>\n"
"""The bytes after the last signature."""


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


def frozen(content: RecordContent) -> Frozen:
    """Freeze a content: from here on it is bytes."""
    form = written(content)
    return Frozen(
        content_xml=form.xml,
        content_digest=sha256(form.xml).digest(),
        root=extract_root(form.leaves, content.extract_seed),
        leaf_count=len(form.leaves),
    )


def next_slot(document: Frozen, policy: SigningPolicy) -> Slot:
    """
    Return the slot that is to be signed now.

    Raises: Refusal "sign.all_signed".
    """
    if len(document.filled) >= len(policy.slots):
        raise Refusal("sign.all_signed", "every slot of the policy is filled")
    return policy.slots[len(document.filled)]


def to_sign(
    document: Frozen,
    *,
    policy: SigningPolicy,
    role: Role,
    certificate: bytes,
    at: datetime,
    algorithm: SignatureAlgorithm,
) -> Unsigned:
    """
    Prepare the next slot's signature.

    Raises: Refusal "sign.all_signed", "sign.role_not_due" when `role` may not fill the slot.
    """
    slot = next_slot(document, policy)
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


def signed(document: Frozen, unsigned: Unsigned, value: bytes) -> Frozen:
    """Return the document with one slot more filled."""
    slot_id = unsigned.slot.slot_id
    added = Filled(slot_id=slot_id, value=value, fragment=finished(unsigned, value))
    return Frozen(
        content_xml=document.content_xml,
        content_digest=document.content_digest,
        root=document.root,
        leaf_count=document.leaf_count,
        filled=(*document.filled, added),
    )


def document_bytes(document: Frozen) -> bytes:
    """Return the file's bytes, with the signatures made so far."""
    return b"".join(
        (
            OPENING,
            document.content_xml,
            root_element(document.root, document.leaf_count),
            b"<DSCKS>",
            *(filled.fragment.encode() for filled in document.filled),
            CLOSING,
        )
    )


def _targets(document: Frozen, slot: Slot, policy: SigningPolicy) -> list[Target]:
    slots = {known.slot_id: known for known in policy.slots}
    values = {filled.slot_id: filled.value for filled in document.filled}
    targets = [Target(element_id=CONTENT_ID, digest=document.content_digest)]
    targets += [value_target(slots[earlier], values[earlier]) for earlier in slot.covers]
    if slot.covers_root:
        digest = sha256(root_element(document.root, document.leaf_count)).digest()
        targets.append(Target(element_id=ROOT_ID, digest=digest))
    return targets
