"""
Read and check tokens of time-stamping authorities.

The token's own signature is checked by OpenSSL by way of rfc3161-client; whether its authority is
one that we trust, and was then, by our own rules for paths. Source: RFC 3161, RFC 5816.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import new
from typing import Final

from cryptography import x509
from rfc3161_client import TimeStampResponse, VerifierBuilder, decode_timestamp_response
from rfc3161_client.errors import VerificationError

from hocba.adapters.pki.certificate import Certificate, parsed_certificate
from hocba.core.terms.outcomes import Finding, Refusal, Weight

_DRIFT: Final = timedelta(minutes=5)
_MOST_BYTES: Final = 50_000
_MOST_CERTIFICATES: Final = 8
_DIGESTS: Final = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""What a token may digest by; not SHA-1. Source: TT 15/2025/TT-BKHCN, Phụ lục I."""
# What a hostile token makes the libraries say, each byte of one altered in the tests.
_UNREADABLE: Final = (
    *(ValueError, KeyError, TypeError, OverflowError, StopIteration),
    x509.InvalidVersion,
)
_GRANTED: Final = b"\x30\x03\x02\x01\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as read. signer: the authority's certificate. brought: what else it carries."""

    response: TimeStampResponse
    at: datetime
    signer: Certificate
    brought: tuple[bytes, ...]


def read_token(token: bytes) -> Token:
    """
    Read a token: a `ContentInfo` as RFC 3161 has it.

    Raises: Refusal "stamp.unreadable", "pki.not_a_certificate".
    """
    if not 0 < len(token) <= _MOST_BYTES:
        raise Refusal("stamp.unreadable", "size")
    try:
        response = decode_timestamp_response(_answer(token))
        at = response.tst_info.gen_time
        infos = list(response.signed_data.signer_infos)
        brought = tuple(sorted(response.signed_data.certificates))[:_MOST_CERTIFICATES]
        (info,) = infos
        named = (info.issuer, info.serial_number)
        signer = next(der for der in brought if _name(der) == named)
    except _UNREADABLE as problem:
        raise Refusal("stamp.unreadable", str(problem)) from problem
    others = tuple(der for der in brought if der != signer)
    return Token(response=response, at=at, signer=parsed_certificate(signer), brought=others)


def is_over(token: Token, stamped: bytes) -> bool:
    """Tell whether a token is over just these bytes, by a digest that may be used."""
    imprint = token.response.tst_info.message_imprint
    name = _DIGESTS.get(imprint.hash_algorithm.dotted_string)
    return name is not None and new(name, stamped).digest() == imprint.message


def is_signed(token: Token, chain: Iterable[Certificate]) -> bool:
    """Tell whether the authority signed the token. chain: its own certificates, the root last."""
    _, *issuers = chain
    *between, root = [x509.load_der_x509_certificate(each.der) for each in issuers]
    used = {each.dotted_string for each in token.response.signed_data.digest_algorithms}
    if not used <= _DIGESTS.keys():
        return False
    verifier = VerifierBuilder(roots=[root], intermediates=between).build()
    try:
        return verifier.verify(token.response, token.response.tst_info.message_imprint.message)
    except (VerificationError, ValueError):
        return False


def is_ahead(token: Token, now: datetime) -> bool:
    """Tell whether a token states an instant that has not come yet."""
    return token.at > now + _DRIFT


def doubt(code: str, **details: str) -> Finding:
    """Return why a stamp proves nothing; a warning, see `StampResult`."""
    return Finding(code=code, weight=Weight.WARNING, details=details)


def _name(der: bytes) -> tuple[x509.Name, int]:
    read = x509.load_der_x509_certificate(der)
    return read.issuer, read.serial_number


def _answer(token: bytes) -> bytes:
    """Put a token into the answer that it once came in, which is what the library reads."""
    content = _GRANTED + token
    size = len(content)
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    length = bytes((size,)) if size < 128 else bytes((0x80 | len(octets),)) + octets
    return b"\x30" + length + content
