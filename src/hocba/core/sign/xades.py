"""
Make XAdES-B-B signatures: everything but the key's own operation, in plain Python.

    unsigned = prepared(slot=..., targets=..., certificate=..., at=..., algorithm=...)
    value = provider.sign(... unsigned.digest ...)
    fragment = finished(unsigned, value)

The fragment is in canonical form and stands in `DSCKS` as it is.
Source: spec/format.md §5; ETSI EN 319 132-1, clause 6.3 (level B-B).
"""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import new, sha256
from typing import Final

from hocba.core.compose.canonical import declared, element, text
from hocba.core.compose.wire import instant
from hocba.core.sign.policy import Slot
from hocba.core.sign.profile import DS, EXCLUSIVE, SHA256, SIGNED_PROPERTIES_TYPE, XADES
from hocba.core.terms.certificates import DIGEST, SignatureAlgorithm
from hocba.core.terms.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a signature covers: the `Id` of an element, the SHA-256 of its canonical form."""

    element_id: str
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsigned:
    """
    A signature that lacks only its value.

    signed_info: canonical bytes that the key signs; digest: their digest, which is all that
    leaves for the signing device.
    """

    slot: Slot
    algorithm: SignatureAlgorithm
    signed_info: bytes
    digest: bytes
    properties: str
    certificate: bytes


def prepared(
    *,
    slot: Slot,
    role: Role,
    targets: Iterable[Target],
    certificate: bytes,
    at: datetime,
    algorithm: SignatureAlgorithm,
) -> Unsigned:
    """
    Prepare a slot's signature over `targets`, in the order given.

    role: the capacity claimed, one of the slot's. certificate: DER. at: aware, to the second.
    """
    covered = tuple(targets)
    names = tuple(f"{slot.slot_id}-tc-{index}" for index, _ in enumerate(covered))
    properties, own_digest = _own_properties(slot, role, certificate, instant(at), names)
    references = [
        _reference(target.element_id, target.digest, Id=name)
        for name, target in zip(names, covered, strict=True)
    ]
    references.append(_reference(slot.properties_id, own_digest, Type=SIGNED_PROPERTIES_TYPE))
    info = element(
        "ds:SignedInfo",
        element("ds:CanonicalizationMethod", Algorithm=EXCLUSIVE),
        element("ds:SignatureMethod", Algorithm=algorithm.value),
        *references,
    )
    signed_info = declared(info, DS, "ds").encode()
    return Unsigned(
        slot=slot,
        algorithm=algorithm,
        signed_info=signed_info,
        digest=new(DIGEST[algorithm], signed_info).digest(),
        properties=properties,
        certificate=certificate,
    )


def value_element(slot: Slot, value: bytes) -> bytes:
    """Return the canonical form of a slot's `ds:SignatureValue`, which later slots digest."""
    fragment = element("ds:SignatureValue", b64encode(value).decode(), Id=slot.value_id)
    return declared(fragment, DS, "ds").encode()


def value_target(slot: Slot, value: bytes) -> Target:
    """Return a slot's signature value as something that a later slot covers."""
    return Target(element_id=slot.value_id, digest=sha256(value_element(slot, value)).digest())


def finished(unsigned: Unsigned, value: bytes, *, time_stamp: bytes = b"") -> str:
    """
    Return the whole `ds:Signature`, its value put in.

    time_stamp: a token of RFC 3161 over `value_element`, empty for none (level B-B), else B-T.
    """
    slot = unsigned.slot
    signature = element(
        "ds:Signature",
        unsigned.signed_info.decode(),
        value_element(slot, value).decode(),
        _stamped(_after_value(slot.slot_id, unsigned.certificate, unsigned.properties), time_stamp),
        Id=slot.slot_id,
    )
    return declared(signature, DS, "ds")


def declared_digests(fragment: str) -> str:
    """
    Declare `ds` on the digest elements inside signed properties.

    Exclusive canonical form declares a prefix on the first element that uses it, and the
    properties around them use only `xades`.
    """
    for name in ("ds:DigestMethod", "ds:DigestValue"):
        fragment = fragment.replace(f"<{name} ", f'<{name} xmlns:ds="{DS}" ')
        fragment = fragment.replace(f"<{name}>", f'<{name} xmlns:ds="{DS}">')
    return fragment


_QUALIFIED: Final = "</xades:QualifyingProperties>"
_TRANSFORMS: Final = element("ds:Transforms", element("ds:Transform", Algorithm=EXCLUSIVE))
_METHOD: Final = element("ds:DigestMethod", Algorithm=SHA256)


def _digest(value: bytes) -> str:
    return _METHOD + element("ds:DigestValue", b64encode(value).decode())


def _reference(element_id: str, digest: bytes, **attributes: str) -> str:
    return element("ds:Reference", _TRANSFORMS, _digest(digest), URI=f"#{element_id}", **attributes)


# A class is signed in one batch: its signatures differ in what they cover and in nothing else.
@lru_cache(maxsize=64)
def _own_properties(
    slot: Slot, role: Role, certificate: bytes, at: str, names: tuple[str, ...]
) -> tuple[str, bytes]:
    """
    Return the canonical `SignedProperties` and their SHA-256.

    at: as written, for one instant under two offsets is one key of the cache and two texts.
    """
    properties = _signed_properties(slot, role, certificate, at, names)
    own = declared(declared_digests(properties), XADES, "xades")
    return own, sha256(own.encode()).digest()


@lru_cache(maxsize=64)
def _after_value(slot_id: str, certificate: bytes, properties: str) -> str:
    """Return what stands in a `ds:Signature` behind its value."""
    key = element("ds:X509Certificate", b64encode(certificate).decode())
    qualifying = element("xades:QualifyingProperties", properties, Target=f"#{slot_id}")
    return "".join(
        (
            element("ds:KeyInfo", element("ds:X509Data", key)),
            element("ds:Object", declared(qualifying, XADES, "xades")),
        )
    )


def _stamped(after_value: str, token: bytes) -> str:
    """Add the stamp on the signature's value. Source: ETSI EN 319 132-1, clause 5.3."""
    if not token:
        return after_value
    unsigned = element(
        "xades:UnsignedProperties",
        element(
            "xades:UnsignedSignatureProperties",
            element(
                "xades:SignatureTimeStamp",
                element("ds:CanonicalizationMethod", Algorithm=EXCLUSIVE),
                element("xades:EncapsulatedTimeStamp", b64encode(token).decode()),
            ),
        ),
    )
    return after_value.replace(_QUALIFIED, f"{unsigned}{_QUALIFIED}", 1)


def _signed_properties(
    slot: Slot, role: Role, certificate: bytes, at: str, names: Iterable[str]
) -> str:
    cert_digest = element("xades:CertDigest", _digest(sha256(certificate).digest()))
    formats = [
        element(
            "xades:DataObjectFormat",
            element("xades:MimeType", "text/xml"),
            ObjectReference=f"#{name}",
        )
        for name in names
    ]
    return element(
        "xades:SignedProperties",
        element(
            "xades:SignedSignatureProperties",
            element("xades:SigningTime", at),
            element("xades:SigningCertificateV2", element("xades:Cert", cert_digest)),
            element(
                "xades:SignerRoleV2",
                element("xades:ClaimedRoles", element("xades:ClaimedRole", text(role.value))),
            ),
        ),
        element("xades:SignedDataObjectProperties", *formats),
        Id=slot.properties_id,
    )
