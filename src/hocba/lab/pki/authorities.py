"""The laboratory's authorities at work: certificates, revocation lists, OCSP answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from hocba.adapters.keys.holder import PrivateKey
from hocba.lab.pki.cabinet import KeyCabinet
from hocba.lab.pki.issuing import Issuer, Period, authority_certificate, deterministic
from hocba.lab.pki.world import Authority, World

_BEFORE = timedelta(days=3650)
_AFTER = timedelta(days=7300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One authority with its certificate and key."""

    described: Authority
    certificate: x509.Certificate
    key: PrivateKey

    @property
    def issuer(self) -> Issuer:
        """The authority as the signer of certificates."""
        return Issuer(certificate=self.certificate, key=self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """That a certificate was revoked. reason: RFC 5280's word, as "keyCompromise"."""

    serial: int
    at: datetime
    reason: str


def offices(world: World, cabinet: KeyCabinet, now: datetime) -> dict[str, Office]:
    """Return every authority, issuers before those below them, as the file orders them."""
    period = Period(start=now - _BEFORE, end=now + _AFTER)
    found: dict[str, Office] = {}
    for name, authority in world.authorities.items():
        key = cabinet.key(f"authority {name}", authority.key)
        above = (
            found[authority.issuer].issuer
            if authority.issuer
            else Issuer(certificate=None, key=key)
        )
        certificate = authority_certificate(authority, key, above, period)
        found[name] = Office(described=authority, certificate=certificate, key=key)
    return found


def _entry(revocation: Revocation) -> x509.RevokedCertificate:
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(revocation.serial)
        .revocation_date(revocation.at)
        .add_extension(x509.CRLReason(x509.ReasonFlags(revocation.reason)), critical=False)
        .build()
    )


def revocation_list(
    office: Office, revocations: tuple[Revocation, ...], *, since: datetime, until: datetime
) -> bytes:
    """Return an authority's list as DER, good from `since` until `until`."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(office.certificate.subject)
        .last_update(since)
        .next_update(until)
        .add_extension(x509.CRLNumber(int(since.timestamp())), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(office.key.public_key()),
            critical=False,
        )
    )
    for revocation in sorted(revocations, key=lambda r: (r.at, r.serial)):
        builder = builder.add_revoked_certificate(_entry(revocation))
    signed = builder.sign(office.key, SHA256(), ecdsa_deterministic=deterministic(office.key))
    return signed.public_bytes(Encoding.DER)


def ocsp_answer(
    office: Office,
    certificate: x509.Certificate,
    revocation: Revocation | None,
    *,
    responder: x509.Certificate,
    responder_key: PrivateKey,
    since: datetime,
    until: datetime,
) -> bytes:
    """Return one signed OCSP answer as DER; the responder was named by the same authority."""
    status = ocsp.OCSPCertStatus.GOOD if revocation is None else ocsp.OCSPCertStatus.REVOKED
    return (
        ocsp.OCSPResponseBuilder()
        .add_response(
            certificate,
            office.certificate,
            SHA256(),
            status,
            since,
            until,
            None if revocation is None else revocation.at,
            None if revocation is None else x509.ReasonFlags(revocation.reason),
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder)
        .certificates([responder])
        .sign(responder_key, SHA256())
        .public_bytes(Encoding.DER)
    )
