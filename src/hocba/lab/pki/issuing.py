"""How one certificate of the laboratory is put together and signed."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hocba.adapters.keys.holder import PrivateKey
from hocba.lab.pki.world import Authority, Profile

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
_PURPOSES: Final = {
    "time_stamping": ExtendedKeyUsageOID.TIME_STAMPING,
    "ocsp_signing": ExtendedKeyUsageOID.OCSP_SIGNING,
}
_RSA_SHA256: Final = bytes.fromhex("06092a864886f70d01010b0500")
_RSA_SHA1: Final = bytes.fromhex("06092a864886f70d0101050500")


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
    authority: Authority, key: PrivateKey, issuer: Issuer, period: Period
) -> x509.Certificate:
    """Issue a CA's certificate; one without basicConstraints where the description says so."""
    subject = Subject(name=authority.name, organisation=authority.organisation)
    builder = _started(subject, key, issuer, period).add_extension(
        _usage(("key_cert_sign", "crl_sign")), critical=True
    )
    if authority.basic_constraints:
        constraints = x509.BasicConstraints(ca=True, path_length=authority.path_length)
        builder = builder.add_extension(constraints, critical=True)
    return builder.sign(issuer.key, SHA256(), ecdsa_deterministic=deterministic(issuer.key))


def holder_certificate(
    subject: Subject,
    key: PrivateKey,
    issuer: Issuer,
    period: Period,
    *,
    profile: Profile,
    policy: str,
) -> x509.Certificate:
    """Issue a signer's or a service's certificate; `policy` marks whose it is."""
    information = x509.PolicyInformation(x509.ObjectIdentifier(policy), None)
    builder = (
        _started(subject, key, issuer, period)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(profile.key_usage), critical=True)
        .add_extension(x509.CertificatePolicies([information]), critical=False)
    )
    if profile.purposes:
        purposes = x509.ExtendedKeyUsage([_PURPOSES[name] for name in profile.purposes])
        builder = builder.add_extension(purposes, critical=True)
    if "ocsp_signing" in profile.purposes:
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    if profile.critical_oid:
        oid = x509.ObjectIdentifier(profile.critical_oid)
        builder = builder.add_extension(x509.UnrecognizedExtension(oid, b"\x05\x00"), critical=True)
    return builder.sign(issuer.key, SHA256(), ecdsa_deterministic=deterministic(issuer.key))


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def with_sha1(certificate: x509.Certificate, key: RSAPrivateKey) -> x509.Certificate:
    """
    Sign a certificate's content again with SHA-1, which no library does any more.

    key: the issuer's. Both names of the algorithm, inside and outside, are replaced.
    """
    content = certificate.tbs_certificate_bytes.replace(_RSA_SHA256, _RSA_SHA1, 1)
    signature = key.sign(content, PKCS1v15(), SHA1())
    whole = content + _der(0x30, _RSA_SHA1) + _der(0x03, b"\x00" + signature)
    return x509.load_der_x509_certificate(_der(0x30, whole))


def der_of(certificate: x509.Certificate) -> bytes:
    """Return a certificate's bytes."""
    return certificate.public_bytes(Encoding.DER)
