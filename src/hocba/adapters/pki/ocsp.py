"""OCSP answers kept beside the lists: read, checked, turned into statements."""

from collections.abc import Iterable, Iterator
from hashlib import new as new_digest

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from hocba.adapters.pki.certificate import Certificate, readable_certificates
from hocba.adapters.pki.defects import extension
from hocba.adapters.pki.evidence import Statement
from hocba.adapters.pki.signatures import holds_x509


def readable_answers(ders: Iterable[bytes]) -> tuple[ocsp.OCSPResponse, ...]:
    """Return the successful answers that can be read; others prove nothing and are left out."""
    found = []
    for der in ders:
        try:
            answer = ocsp.load_der_ocsp_response(der)
            if answer.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL:
                found.append(answer)
        except ValueError:
            continue
    return tuple(found)


def _key_bits(certificate: Certificate) -> bytes:
    if isinstance(certificate.key, RSAPublicKey):
        return certificate.key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    return certificate.key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _is_about(
    single: ocsp.OCSPSingleResponse, certificate: Certificate, issuer: Certificate
) -> bool:
    if single.serial_number != certificate.parsed.serial_number:
        return False

    # SHA-1 is common here and harmless: it only names the issuer, the answer's signature binds.
    def digest(content: bytes) -> bytes:
        return new_digest(single.hash_algorithm.name, content, usedforsecurity=False).digest()

    return single.issuer_name_hash == digest(issuer.subject) and (
        single.issuer_key_hash == digest(_key_bits(issuer))
    )


def _is_delegate(candidate: Certificate, answer: ocsp.OCSPResponse, issuer: Certificate) -> bool:
    usage = extension(candidate, x509.ExtendedKeyUsage)
    return (
        usage is not None
        and ExtendedKeyUsageOID.OCSP_SIGNING in usage
        and extension(candidate, x509.OCSPNoCheck) is not None
        and not candidate.has_weak_signature
        and candidate.not_before <= answer.produced_at_utc <= candidate.not_after
        and candidate.is_signed_by(issuer)
    )


def is_signed_for(answer: ocsp.OCSPResponse, issuer: Certificate) -> bool:
    """
    Return whether the CA, or a responder that it named for this alone, signed the answer.

    A delegate without ocsp-nocheck is not taken: its own revocation would be an open question.
    Source: RFC 6960, sections 2.6 and 4.2.2.2.
    """
    try:
        digest = answer.signature_hash_algorithm
        brought = readable_certificates(
            tuple(c.public_bytes(Encoding.DER) for c in answer.certificates)
        )
    except (UnsupportedAlgorithm, ValueError):
        return False
    signers = (issuer, *(c for c in brought if _is_delegate(c, answer, issuer)))
    return any(
        holds_x509(signer.key, digest, answer.signature, answer.tbs_response_bytes)
        for signer in signers
    )


def answer_statements(
    answers: Iterable[ocsp.OCSPResponse], certificate: Certificate, issuer: Certificate
) -> Iterator[Statement]:
    """Return what each believable answer says of the certificate; "unknown" says nothing."""
    for answer in answers:
        for single in answer.responses:
            if single.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
                continue
            if not _is_about(single, certificate, issuer) or not is_signed_for(answer, issuer):
                continue
            reason = single.revocation_reason or x509.ReasonFlags.unspecified
            yield Statement(
                issued_at=single.this_update_utc,
                good_until=single.next_update_utc or single.this_update_utc,
                revoked_at=single.revocation_time_utc,
                reason="" if single.revocation_time_utc is None else reason.value,
            )
