"""
How a certificate, an authority's or a signer's, is put together and signed.

For practice only: a training school's own authority, and the test laboratory. Authorities of
the real world issue elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hocba.adapters.keys.holder import PrivateKey

_BITS: Final = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
PURPOSES: Final[Mapping[str, x509.ObjectIdentifier]] = MappingProxyType(
    {
        "time_stamping": ExtendedKeyUsageOID.TIME_STAMPING,
        "ocsp_signing": ExtendedKeyUsageOID.OCSP_SIGNING,
    }
)

_MOST_BYTES: Final = 64
"""X.520 allows 64 characters; the library counts bytes, of which "ộ" has three."""


def _fitting(text: str) -> str:
    """Drop whole words from the end until a name fits its attribute."""
    words = text.split(" ")
    while len(" ".join(words).encode()) > _MOST_BYTES and len(words) > 1:
        words.pop()
    return " ".join(words).encode()[:_MOST_BYTES].decode(errors="ignore")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who a certificate names. uid: `CCCD:...` or `MST:...`, empty for none."""

    name: str
    organisation: str = ""
    unit: str = ""
    uid: str = ""

    def x509_name(self) -> x509.Name:
        """Return the name in the order of Vietnamese certificates: UID, CN, OU, O, C."""
        parts = (
            (NameOID.USER_ID, self.uid),
            (NameOID.COMMON_NAME, self.name),
            (NameOID.ORGANIZATIONAL_UNIT_NAME, self.unit),
            (NameOID.ORGANIZATION_NAME, self.organisation),
            (NameOID.COUNTRY_NAME, "VN"),
        )
        # X.520 allows 64 characters; some names of schools are longer.
        return x509.Name([x509.NameAttribute(oid, _fitting(text)) for oid, text in parts if text])


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who signs: its certificate, None for the one that signs itself, and its key."""

    certificate: x509.Certificate | None
    key: PrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From when to when a certificate is valid; whole seconds."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """
    What a certificate is for.

    key_usage: names of RFC 5280 bits, snake case. purposes: extended key usages, critical.
    policy: the number that marks whose it is. critical_oid: an extension nobody knows, for tests.
    """

    key_usage: tuple[str, ...]
    policy: str
    purposes: tuple[str, ...] = ()
    critical_oid: str = ""


def deterministic(key: PrivateKey) -> bool | None:
    """Return what makes an EC authority sign the same bytes in every run; RSA does so by itself."""
    return True if isinstance(key, EllipticCurvePrivateKey) else None


def _usage(bits: tuple[str, ...]) -> x509.KeyUsage:
    return x509.KeyUsage(**{bit: bit in bits for bit in _BITS})


def _serial(key: PrivateKey, issuer: Issuer, period: Period) -> int:
    """Give one key and period the same number in every run, a renewed certificate another."""
    above = "" if issuer.certificate is None else issuer.certificate.subject.rfc4514_string()
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest.hex()
    text = f"{above}|{own}|{period.start.isoformat()}|{period.end.isoformat()}"
    return int.from_bytes(sha256(text.encode()).digest()[:15], "big") | 1


def _started(
    subject: Subject, key: PrivateKey, issuer: Issuer, period: Period
) -> x509.CertificateBuilder:
    name = subject.x509_name()
    issuer_key = issuer.key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name if issuer.certificate is None else issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(_serial(key, issuer, period))
        .not_valid_before(period.start)
        .not_valid_after(period.end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False
        )
    )


def authority_certificate(
    subject: Subject,
    key: PrivateKey,
    issuer: Issuer,
    period: Period,
    *,
    path_length: int | None = None,
    basic_constraints: bool = True,
) -> x509.Certificate:
    """Issue a CA's certificate; without basicConstraints it is no CA at all, for tests."""
    builder = _started(subject, key, issuer, period).add_extension(
        _usage(("key_cert_sign", "crl_sign")), critical=True
    )
    if basic_constraints:
        constraints = x509.BasicConstraints(ca=True, path_length=path_length)
        builder = builder.add_extension(constraints, critical=True)
    return builder.sign(issuer.key, SHA256(), ecdsa_deterministic=deterministic(issuer.key))


def holder_certificate(
    subject: Subject, key: PrivateKey, issuer: Issuer, period: Period, *, use: Use
) -> x509.Certificate:
    """Issue a signer's or a service's certificate."""
    information = x509.PolicyInformation(x509.ObjectIdentifier(use.policy), None)
    builder = (
        _started(subject, key, issuer, period)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(use.key_usage), critical=True)
        .add_extension(x509.CertificatePolicies([information]), critical=False)
    )
    if use.purposes:
        purposes = x509.ExtendedKeyUsage([PURPOSES[name] for name in use.purposes])
        builder = builder.add_extension(purposes, critical=True)
    if "ocsp_signing" in use.purposes:
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    if use.critical_oid:
        oid = x509.ObjectIdentifier(use.critical_oid)
        builder = builder.add_extension(x509.UnrecognizedExtension(oid, b"\x05\x00"), critical=True)
    return builder.sign(issuer.key, SHA256(), ecdsa_deterministic=deterministic(issuer.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """That a certificate was revoked. reason: RFC 5280's word, as "keyCompromise"."""

    serial: int
    at: datetime
    reason: str


def revocation_list(
    certificate: x509.Certificate,
    key: PrivateKey,
    revocations: Sequence[Revocation],
    *,
    since: datetime,
    until: datetime,
) -> bytes:
    """Return an authority's list as DER, good from `since` until `until`."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(certificate.subject)
        .last_update(since)
        .next_update(until)
        .add_extension(x509.CRLNumber(int(since.timestamp())), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()),
            critical=False,
        )
    )
    for revocation in sorted(revocations, key=lambda r: (r.at, r.serial)):
        builder = builder.add_revoked_certificate(_entry(revocation))
    signed = builder.sign(key, SHA256(), ecdsa_deterministic=deterministic(key))
    return signed.public_bytes(Encoding.DER)


def _entry(revocation: Revocation) -> x509.RevokedCertificate:
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(revocation.serial)
        .revocation_date(revocation.at)
        .add_extension(x509.CRLReason(x509.ReasonFlags(revocation.reason)), critical=False)
        .build()
    )


def der_of(certificate: x509.Certificate) -> bytes:
    """Return a certificate's bytes."""
    return certificate.public_bytes(Encoding.DER)
