"""
Signed lists for phones and scripts: JSON Web Signature in its compact form, chain included.

XAdES is for what lasts as long as a record. A list of keys is new every few weeks and is read by
a page that has no XML signatures at hand, but has this. Source: RFC 7515, sections 4.1.6 and 7.1.
"""

import json
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.outcomes import Refusal

_NAMES: Final[Mapping[SignatureAlgorithm, str]] = MappingProxyType(
    {SignatureAlgorithm.RSA_SHA256: "RS256", SignatureAlgorithm.ECDSA_SHA256: "ES256"}
)
_ALGORITHMS: Final = {name: algorithm for algorithm, name in _NAMES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Jws:
    """
    A signed text as read; nothing is verified. kind: its `typ`. chain: DER, the signer's first.

    signed: the bytes that `signature` is over.
    """

    kind: str
    algorithm: SignatureAlgorithm
    chain: tuple[bytes, ...]
    payload: bytes
    signed: bytes
    signature: bytes


def unsigned_jws(
    kind: str, payload: bytes, *, algorithm: SignatureAlgorithm, chain: tuple[bytes, ...]
) -> bytes:
    """Return the bytes that are to be signed. algorithm: RSA or ECDSA with SHA-256."""
    header = {
        "alg": _NAMES[algorithm],
        "typ": kind,
        "x5c": [b64encode(der).decode("ascii") for der in chain],
    }
    return f"{_written(json.dumps(header).encode())}.{_written(payload)}".encode("ascii")


def compact_jws(unsigned: bytes, signature: bytes) -> str:
    """Return the whole. signature: RSA as it comes, ECDSA r and s side by side."""
    return f"{unsigned.decode('ascii')}.{_written(signature)}"


def read_jws(text: str) -> Jws:
    """
    Read a compact JWS.

    Raises: Refusal "printed.list_unreadable", also for an algorithm outside of the two.
    """
    try:
        header, payload, signature = text.strip().split(".")
        told = json.loads(_read(header))
        if set(told) != {"alg", "typ", "x5c"}:
            raise ValueError("other header")
        return Jws(
            kind=told["typ"],
            algorithm=_ALGORITHMS[told["alg"]],
            chain=tuple(b64decode(der, validate=True) for der in _texts(told["x5c"])),
            payload=_read(payload),
            signed=f"{header}.{payload}".encode("ascii"),
            signature=_read(signature),
        )
    except (ValueError, KeyError, TypeError) as broken:
        raise Refusal("printed.list_unreadable", str(broken)) from broken


def _texts(told: Any) -> tuple[str, ...]:
    if not isinstance(told, list) or not told:
        raise ValueError("no certificates")
    return tuple(str(item) for item in told)


def _written(data: bytes) -> str:
    return urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _read(text: str) -> bytes:
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _written(data) != text:
        raise ValueError("not written so")
    return data
