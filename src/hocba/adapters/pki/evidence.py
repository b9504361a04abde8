"""Revocation lists and OCSP answers, believed only when rightly signed and within their scope."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import ExtensionOID

from hocba.adapters.pki.certificate import Certificate
from hocba.adapters.pki.defects import extension
from hocba.adapters.pki.signatures import HASHES

_HOLD: Final = x509.ReasonFlags.certificate_hold.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """
    What one source says of one certificate.

    issued_at: thisUpdate. good_until: nextUpdate, or issued_at where the source names none.
    revoked_at: None while the certificate stands. reason: RFC 5280's word, "unspecified" if none.
    """

    issued_at: datetime
    good_until: datetime
    revoked_at: datetime | None = None
    reason: str = ""

    @property
    def is_hold(self) -> bool:
        """Whether the certificate is suspended for a time, not revoked for good."""
        return self.revoked_at is not None and self.reason == _HOLD


def readable_crls(ders: Iterable[bytes]) -> tuple[x509.CertificateRevocationList, ...]:
    """Return the lists that can be read; an unreadable one proves nothing and is left out."""
    found = []
    for der in ders:
        try:
            crl = x509.load_der_x509_crl(der)
            _ = crl.extensions, crl.signature_hash_algorithm  # read now what could fail later
            found.append(crl)
        except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension):
            # Without this list the certificates it covers are UNKNOWN, which is reported.
            continue
    return tuple(found)


def is_signed_by(crl: x509.CertificateRevocationList, issuer: Certificate) -> bool:
    """
    Return whether the CA itself signed the list, with a digest of the profile.

    An indirect list, signed by another than the certificates' issuer, is not taken.
    Source: RFC 5280, section 6.3.3 (f), (g).
    """
    usage = extension(issuer, x509.KeyUsage)
    digest = crl.signature_hash_algorithm
    if usage is not None and not usage.crl_sign:
        return False
    if digest is None or digest.name not in HASHES or crl.issuer.public_bytes() != issuer.subject:
        return False
    try:
        return crl.is_signature_valid(issuer.key)  # type: ignore[arg-type]  # TypeError: odd keys
    except (TypeError, UnsupportedAlgorithm):
        return False


def _names(points: x509.CRLDistributionPoints | None) -> frozenset[x509.GeneralName]:
    return frozenset(name for point in points or () for name in point.full_name or ())


def _in_scope(point: x509.IssuingDistributionPoint, certificate: Certificate) -> bool:
    constraints = extension(certificate, x509.BasicConstraints)
    is_ca = constraints is not None and constraints.ca
    if point.indirect_crl or point.only_contains_attribute_certs or point.only_some_reasons:
        return False
    if (point.only_contains_user_certs and is_ca) or (point.only_contains_ca_certs and not is_ca):
        return False
    if point.full_name is None:
        return point.relative_name is None
    # One shard of a list proves nothing about a certificate that points at another shard.
    own = _names(extension(certificate, x509.CRLDistributionPoints))
    return not own.isdisjoint(point.full_name)


def covers(crl: x509.CertificateRevocationList, certificate: Certificate) -> bool:
    """
    Return whether a list's silence means that the certificate stands.

    Source: RFC 5280, sections 5.2.4 (delta lists are not taken), 5.2.5 and 6.3.3 (b).
    """
    for ext in crl.extensions:
        if isinstance(ext.value, x509.IssuingDistributionPoint):
            if not _in_scope(ext.value, certificate):
                return False
        elif ext.critical or ext.oid == ExtensionOID.DELTA_CRL_INDICATOR:
            return False
    return True


def _reason(entry: x509.RevokedCertificate) -> str:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value
    except x509.ExtensionNotFound:
        return x509.ReasonFlags.unspecified.value


def list_statements(
    crls: Iterable[x509.CertificateRevocationList], certificate: Certificate
) -> Iterator[Statement]:
    """Return what each list, already known to be its issuer's, says of the certificate."""
    for crl in crls:
        if not covers(crl, certificate):
            continue
        issued_at = crl.last_update_utc
        until = crl.next_update_utc or issued_at
        entry = crl.get_revoked_certificate_by_serial_number(certificate.parsed.serial_number)
        if entry is None:
            yield Statement(issued_at=issued_at, good_until=until)
        else:
            yield Statement(
                issued_at=issued_at,
                good_until=until,
                revoked_at=entry.revocation_date_utc,
                reason=_reason(entry),
            )
