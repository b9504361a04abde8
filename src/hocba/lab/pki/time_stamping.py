"""
The laboratory's time-stamping authority: real tokens of RFC 3161, by a test certificate.

Written out by hand, for no library that the product needs makes such tokens; `openssl ts` holds
them in the tests, and our verifier holds those of `openssl ts`.
"""

from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import randbits
from typing import Final, Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from rfc3161_client import _rust
from rfc3161_client.tsp import TimeStampRequest

from hocba.adapters.keys.holder import Holder
from hocba.lab.pki.der import context, integer, octets, oid, sequence, set_of, wrapped

_POLICY: Final = "2.25.214748361157203498716230987451203948.9"
_SHA256: Final = "2.16.840.1.101.3.4.2.1"
_TST_INFO: Final = "1.2.840.113549.1.9.16.1.4"
_SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
_CONTENT_TYPE: Final = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
_SIGNING_CERTIFICATE_V2: Final = "1.2.840.113549.1.9.16.2.47"
_RSA_SHA256: Final = "1.2.840.113549.1.1.11"
_ECDSA_SHA256: Final = "1.2.840.10045.4.3.2"
_GRANTED: Final = 0
_REJECTION: Final = 2
_MOST_BYTES: Final = 10_000


class Clock(Protocol):
    """What the authority reads the time from."""

    def now(self) -> datetime:
        """Return the present instant, with a time zone."""
        ...


class LaboratoryStamps:
    """Implements `TimeStamps` without a line. holder: a certificate of the profile `tsa`."""

    def __init__(self, holder: Holder, clock: Clock) -> None:
        self._holder, self._clock = holder, clock

    def stamp(self, content: bytes) -> bytes:
        """Return a token; see the port."""
        return token(sha256(content).digest(), None, self._holder, self._clock.now())


def answered(request: bytes, holder: Holder, now: datetime) -> bytes:
    """Return the answer to a query, DER; other digests and what is no query are refused."""
    try:
        asked: TimeStampRequest = _rust.parse_timestamp_request(request)
        imprint = asked.message_imprint
        if imprint.hash_algorithm.dotted_string != _SHA256:
            raise ValueError("SHA-256 alone")
        made = token(imprint.message, asked.nonce, holder, now)
    except ValueError:
        return sequence(sequence(integer(_REJECTION)))
    return sequence(sequence(integer(_GRANTED)), made)


def token(digest: bytes, nonce: int | None, holder: Holder, now: datetime) -> bytes:
    """Return a token over a SHA-256 digest."""
    info = _info(digest, nonce, now)
    signed = set_of(
        sequence(oid(_CONTENT_TYPE), set_of(oid(_TST_INFO))),
        sequence(oid(_MESSAGE_DIGEST), set_of(octets(sha256(info).digest()))),
        sequence(oid(_SIGNING_CERTIFICATE_V2), set_of(_names(holder.certificate))),
    )
    certificate = x509.load_der_x509_certificate(holder.certificate)
    algorithm, value = _signature(holder, signed)
    signer = sequence(
        integer(1),
        sequence(certificate.issuer.public_bytes(), integer(certificate.serial_number)),
        sequence(oid(_SHA256)),
        # Signed as a SET, carried as [0]. Source: RFC 5652, 5.4.
        b"\xa0" + signed[1:],
        sequence(oid(algorithm), *([b"\x05\x00"] if algorithm == _RSA_SHA256 else [])),
        octets(value),
    )
    content = sequence(
        integer(3),
        set_of(sequence(oid(_SHA256))),
        sequence(oid(_TST_INFO), context(0, octets(info))),
        context(0, *sorted((holder.certificate, *holder.chain))),
        set_of(signer),
    )
    return sequence(oid(_SIGNED_DATA), context(0, content))


def _info(digest: bytes, nonce: int | None, now: datetime) -> bytes:
    at = now.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode()
    return sequence(
        integer(1),
        oid(_POLICY),
        sequence(sequence(oid(_SHA256)), octets(digest)),
        integer(randbits(64) | 1),
        wrapped(0x18, at),
        *([] if nonce is None else [integer(nonce)]),
    )


def _names(certificate: bytes) -> bytes:
    """Return a `SigningCertificateV2`. Source: RFC 5035."""
    return sequence(sequence(sequence(octets(sha256(certificate).digest()))))


def _signature(holder: Holder, signed: bytes) -> tuple[str, bytes]:
    if isinstance(holder.key, EllipticCurvePrivateKey):
        return _ECDSA_SHA256, holder.key.sign(signed, ECDSA(SHA256()))
    return _RSA_SHA256, holder.key.sign(signed, PKCS1v15(), SHA256())


def stamping_server(holder: Holder, clock: Clock, *, port: int = 0) -> ThreadingHTTPServer:
    """Return a server on this machine alone; `serve_forever` runs it."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            body = self.rfile.read(min(size, _MOST_BYTES))
            answer = answered(body, holder, clock.now())
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *told: object) -> None:
            del told

    return ThreadingHTTPServer(("127.0.0.1", port), Answering)
