"""What is wrong with a certificate at any time: key, digest, usage, constraints."""

from collections.abc import Iterator
from typing import Final, TypeVar

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from hocba.adapters.pki.certificate import Certificate, common_name
from hocba.adapters.pki.facts import key_kind_and_bits
from hocba.adapters.pki.signatures import LEAST_RSA_BITS
from hocba.core.terms.certificates import KeyKind
from hocba.core.terms.outcomes import Finding

E = TypeVar("E", bound=x509.ExtensionType)

_LEAST_BITS: Final = {KeyKind.RSA: LEAST_RSA_BITS, KeyKind.EC: 256}

# Critical extensions that the rules here read, or that set no limit on a signature.
_READ: Final = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.CERTIFICATE_POLICIES,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
        ExtensionOID.CRL_DISTRIBUTION_POINTS,
    }
)

# These limit what a CA may issue even when a careless CA left them uncritical.
_NOT_HANDLED: Final = frozenset(
    {
        ExtensionOID.NAME_CONSTRAINTS,
        ExtensionOID.POLICY_CONSTRAINTS,
        ExtensionOID.INHIBIT_ANY_POLICY,
    }
)

_OTHER_TRADES: Final = frozenset(
    {
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
        ExtendedKeyUsageOID.SERVER_AUTH,
    }
)


def extension(certificate: Certificate, kind: type[E]) -> E | None:
    """Return the extension of that kind, or None."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _found(code: str, certificate: Certificate, **details: str) -> Finding:
    return Finding(code=code, details={"name": common_name(certificate), **details})


def _of_any(certificate: Certificate) -> Iterator[Finding]:
    kind, bits = key_kind_and_bits(certificate.key)
    if kind not in _LEAST_BITS:
        yield _found("pki.key_kind_not_allowed", certificate)
    elif bits < _LEAST_BITS[kind]:
        yield _found("pki.short_key", certificate, bits=str(bits))
    for ext in certificate.extensions:
        if ext.oid in _NOT_HANDLED or (ext.critical and ext.oid not in _READ):
            yield _found("pki.unknown_critical_extension", certificate, oid=ext.oid.dotted_string)


def _signs_documents(certificate: Certificate) -> bool:
    usage = extension(certificate, x509.KeyUsage)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        return False
    trades = extension(certificate, x509.ExtendedKeyUsage)
    # RFC 5280, 4.2.1.12: a named purpose limits; the purposes of signers vary from CA to CA,
    # so a certificate is refused only when each of its purposes is a machine's trade.
    return trades is None or not set(trades) <= _OTHER_TRADES


def _is_ca(certificate: Certificate) -> bool:
    constraints = extension(certificate, x509.BasicConstraints)
    return constraints is not None and constraints.ca


def _signs_certificates(certificate: Certificate) -> bool:
    usage = extension(certificate, x509.KeyUsage)
    return _is_ca(certificate) and (usage is None or usage.key_cert_sign)


def signer_defects(certificate: Certificate) -> tuple[Finding, ...]:
    """
    Name what keeps a certificate from ever signing documents.

    None of it can be mended by more evidence, so each finding is FAILED, where ETSI would
    leave some INDETERMINATE.
    Source: RFC 5280, section 4.2.1; TT 15/2025/TT-BKHCN, Phụ lục I.
    """
    found = list(_of_any(certificate))
    if certificate.has_weak_signature:
        found.append(_found("pki.weak_digest", certificate))
    if _is_ca(certificate):
        found.append(_found("pki.signer_is_a_ca", certificate))
    elif not _signs_documents(certificate):
        found.append(_found("pki.bad_key_usage", certificate))
    if certificate.is_self_issued and certificate.is_signed_by(certificate):
        found.append(_found("pki.self_signed", certificate))
    return tuple(found)


def stamper_defects(certificate: Certificate) -> tuple[Finding, ...]:
    """
    Name what keeps a certificate from ever giving time stamps.

    Its one purpose must be that, and be marked as critical: a key that also signs documents
    could date its own. Source: RFC 3161, 2.3.
    """
    found = list(_of_any(certificate))
    if certificate.has_weak_signature:
        found.append(_found("pki.weak_digest", certificate))
    if _is_ca(certificate) or not _gives_stamps(certificate):
        found.append(_found("stamp.not_an_authority", certificate))
    return tuple(found)


def _gives_stamps(certificate: Certificate) -> bool:
    try:
        trades = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return trades.critical and set(trades.value) == {ExtendedKeyUsageOID.TIME_STAMPING}


def issuer_defects(certificate: Certificate, *, below: int, is_anchor: bool) -> tuple[Finding, ...]:
    """
    Name what keeps a certificate from ever issuing the next one of a path.

    below: CA certificates between this one and the signer, self-issued ones not counted.
    is_anchor: an anchor is trusted by the list, so its own signature's digest does not matter.
    Source: RFC 5280, sections 4.2.1.9 and 6.1.4.
    """
    found = list(_of_any(certificate))
    if certificate.has_weak_signature and not is_anchor:
        found.append(_found("pki.weak_digest", certificate))
    if not _signs_certificates(certificate):
        found.append(_found("pki.not_a_ca", certificate))
    constraints = extension(certificate, x509.BasicConstraints)
    limit = None if constraints is None else constraints.path_length
    if limit is not None and below > limit:
        found.append(_found("pki.path_too_long", certificate))
    return tuple(found)
