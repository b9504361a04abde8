"""The laboratory's authorities at work: their certificates, and OCSP answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from hocba.adapters.keys.holder import PrivateKey
from hocba.adapters.keys.issuing import (
    Issuer,
    Period,
    Revocation,
    Subject,
    authority_certificate,
)
from hocba.lab.pki.cabinet import KeyCabinet
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
        certificate = authority_certificate(
            Subject(name=authority.name, organisation=authority.organisation),
            key,
            above,
            period,
            path_length=authority.path_length,
            basic_constraints=authority.basic_constraints,
        )
        found[name] = Office(described=authority, certificate=certificate, key=key)
    return found


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
