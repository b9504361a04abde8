"""What a certificate says of its holder, in the words of the port."""

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import NameOID

from hocba.adapters.pki.certificate import Certificate
from hocba.adapters.pki.signatures import kind_of
from hocba.core.terms.certificates import CertificateFacts, HolderKind, KeyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRule:
    """
    One line of the trust list that tells whose certificate it is.

    policy: OID of a certificate policy; uid: how the subject's UID begins. One of the two is given.
    """

    holder: HolderKind
    policy: str = ""
    uid: str = ""


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return ", ".join(str(part.value) for part in name.get_attributes_for_oid(oid))


def key_kind_and_bits(key: CertificatePublicKeyTypes) -> tuple[KeyKind, int]:
    """Return the family of a public key and its size; OTHER is outside the profile."""
    if isinstance(key, RSAPublicKey | EllipticCurvePublicKey):
        return kind_of(key), key.key_size
    return KeyKind.OTHER, 0


def _policies(extensions: x509.Extensions) -> frozenset[str]:
    try:
        found = extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return frozenset()
    return frozenset(policy.policy_identifier.dotted_string for policy in found)


def _holder(certificate: Certificate, uid: str, rules: Sequence[KindRule]) -> HolderKind:
    policies = _policies(certificate.extensions)
    for rule in rules:
        if rule.policy in policies or (rule.uid and uid.startswith(rule.uid)):
            return rule.holder
    return HolderKind.UNKNOWN


def facts_of(certificate: Certificate, rules: Sequence[KindRule]) -> CertificateFacts:
    """Return a certificate's facts; `rules` are tried in order, the first that fits tells."""
    subject, issuer = certificate.parsed.subject, certificate.parsed.issuer
    uid = _first(subject, NameOID.USER_ID)
    kind, bits = key_kind_and_bits(certificate.key)
    return CertificateFacts(
        fingerprint=certificate.fingerprint,
        serial=f"{certificate.parsed.serial_number:x}",
        common_name=_first(subject, NameOID.COMMON_NAME),
        organisation=_first(subject, NameOID.ORGANIZATION_NAME),
        unit=_first(subject, NameOID.ORGANIZATIONAL_UNIT_NAME),
        identifier=uid,
        issuer_name=_first(issuer, NameOID.COMMON_NAME),
        issuer_organisation=_first(issuer, NameOID.ORGANIZATION_NAME),
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        key_kind=kind,
        key_bits=bits,
        holder=_holder(certificate, uid, rules),
    )
