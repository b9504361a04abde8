"""One certificate, parsed once and kept with what the path rules ask of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import NameOID

from hocba.core.terms.outcomes import Refusal

_WEAK_SIGNATURES: Final = frozenset(
    {
        "1.2.840.113549.1.1.4",  # md5WithRSAEncryption
        "1.2.840.113549.1.1.5",  # sha1WithRSAEncryption
        "1.3.14.3.2.29",  # sha1WithRSASignature, the old number
        "1.2.840.10045.4.1",  # ecdsa-with-SHA1
        "1.2.840.10040.4.3",  # dsa-with-sha1
    }
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Certificate:
    """
    A certificate whose every part could be read.

    subject, issuer: names as DER, the form in which they are compared.
    """

    der: bytes
    fingerprint: str
    parsed: x509.Certificate
    subject: bytes
    issuer: bytes
    not_before: datetime
    not_after: datetime
    extensions: x509.Extensions
    key: CertificatePublicKeyTypes

    @property
    def is_self_issued(self) -> bool:
        """Whether the certificate names itself as its issuer."""
        return self.subject == self.issuer

    @property
    def has_weak_signature(self) -> bool:
        """Whether the issuer signed with a digest older than SHA-2."""
        return self.parsed.signature_algorithm_oid.dotted_string in _WEAK_SIGNATURES

    def is_signed_by(self, issuer: "Certificate") -> bool:
        """
        Return whether `issuer` has the name and the key that this certificate was issued with.

        A certificate with a weak digest is linked by name only: it is refused for the digest
        in any case, and the refusal must say so instead of "no path".
        """
        if self.issuer != issuer.subject:
            return False
        if self.has_weak_signature:
            return True
        try:
            self.parsed.verify_directly_issued_by(issuer.parsed)
        except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
            return False
        return True


def common_name(certificate: Certificate) -> str:
    """Return how a person would call the certificate; its fingerprint where it has no name."""
    names = certificate.parsed.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.fingerprint[:16]


def parsed_certificate(der: bytes) -> Certificate:
    """
    Read a certificate and touch every lazy part of it, so that nothing fails later.

    Raises: Refusal "pki.not_a_certificate".
    """
    try:
        parsed = x509.load_der_x509_certificate(der)
        return Certificate(
            der=der,
            fingerprint=sha256(der).hexdigest(),
            parsed=parsed,
            subject=parsed.subject.public_bytes(),
            issuer=parsed.issuer.public_bytes(),
            not_before=parsed.not_valid_before_utc,
            not_after=parsed.not_valid_after_utc,
            extensions=parsed.extensions,
            key=parsed.public_key(),
        )
    except (
        x509.InvalidVersion,
        ValueError,
        TypeError,
        UnsupportedAlgorithm,
        x509.DuplicateExtension,
    ) as broken:
        raise Refusal("pki.not_a_certificate", str(broken)) from broken


def readable_certificates(ders: Sequence[bytes]) -> tuple[Certificate, ...]:
    """Return those that can be read; a broken CA certificate in a document can only be missed."""
    found = []
    for der in ders:
        try:
            found.append(parsed_certificate(der))
        except Refusal:
            # The document brought it as a help; what it would have proven stays unproven.
            continue
    return tuple(found)
