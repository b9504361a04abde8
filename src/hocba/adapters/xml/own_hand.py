"""
Signatures exactly as our own writer writes them, as a fixed text with holes.

Three quarters of a record are its signatures, and ours are a fixed text with a dozen holes. A
form made from the writer itself either fits the bytes of the file from end to end, or they
are not our hand. Where it fits, the bytes are canonical because the writer's text is, if the
holes hold what the writer could have put there, which is for whoever takes them to see.
Argued in docs/decisions/0007-checked-quick-way.md.
"""

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from re import compile as pattern
from typing import Final

from hocba.core.compose.wire import CONTENT_ID
from hocba.core.seal.document import Frozen, signed, to_sign
from hocba.core.seal.extract import ROOT_ID
from hocba.core.sign.policy import POLICIES, SigningPolicy, Slot
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.vietnam import VIETNAM

_HOLE: Final = pattern(
    r'(?<=<ds:SignatureMethod Algorithm=")[^"]+|'
    r"(?<=>)[^<>]+(?=</(?:ds:DigestValue|ds:SignatureValue|ds:X509Certificate"
    r"|xades:SigningTime|xades:ClaimedRole)>)"
)
_URI: Final = pattern(r'URI="#([^"]+)"')


class NotOurHand(Exception):  # noqa: N818 - an answer inside this adapter, not an error
    """The bytes are not exactly what our writer writes; the plain reading decides about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """
    A slot's signature as our writer writes it.

    literals: the bytes between the holes, first to last. info, value, properties: where these
    elements begin and end. covers: of each reference in order, the `Id` named and the position
    that it must lead to.
    """

    slot: Slot
    literals: tuple[bytes, ...]
    info: "Edges"
    value: "Edges"
    properties: "Edges"
    covers: tuple[tuple[str, str], ...]


Edges = tuple[tuple[int, int], tuple[int, int]]
"""Begin and end of an element, each as (number of a literal, offset in it)."""


def binary_of(written: bytes) -> bytes:
    """
    Read base64 that our writer could have written: encoding it again gives the same bytes.

    Raises: NotOurHand.
    """
    try:
        value = a2b_base64(written)
    except ValueError as problem:
        raise NotOurHand from problem
    if not value or b2a_base64(value, newline=False) != written:
        raise NotOurHand
    return value


@cache
def forms() -> Mapping[str, tuple[Form, ...]]:
    """Return what our writer writes in every slot, by policy; worked out once."""
    return {policy.policy_id: tuple(_forms_of(policy)) for policy in POLICIES.values()}


def _forms_of(policy: SigningPolicy) -> Iterator[Form]:
    document = Frozen(content_xml=b"", content_digest=bytes(32), root=bytes(32), leaf_count=1)
    positions = {CONTENT_ID: "content", ROOT_ID: "root"}
    for place, slot in enumerate(policy.slots):
        positions |= {slot.value_id: f"value:{place}", slot.properties_id: f"properties:{place}"}
        unsigned = to_sign(
            document,
            policy=policy,
            role=slot.roles[0],
            certificate=b"any",
            at=datetime(2026, 1, 1, tzinfo=VIETNAM),
            algorithm=SignatureAlgorithm.RSA_SHA256,
        )
        document = signed(document, unsigned, b"any")
        fragment = document.filled[-1].fragment
        literals = tuple(literal.encode() for literal in _HOLE.split(fragment))
        yield Form(
            slot=slot,
            literals=literals,
            info=_edges(literals, b"ds:SignedInfo"),
            value=_edges(literals, b"ds:SignatureValue"),
            properties=_edges(literals, b"xades:SignedProperties"),
            covers=tuple((name, positions[name]) for name in _URI.findall(fragment)),
        )


def _edges(literals: tuple[bytes, ...], name: bytes) -> Edges:
    opening, closing = b"<" + name + b" ", b"</" + name + b">"
    (begin,) = ((n, one.index(opening)) for n, one in enumerate(literals) if opening in one)
    (end,) = ((n, one.index(closing)) for n, one in enumerate(literals) if closing in one)
    return begin, (end[0], end[1] + len(closing))
