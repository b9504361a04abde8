"""
Keys in the memory of the program: for the demo and for training, never for a real record.

A soft key can be copied without a trace, so a school cannot be held to what it signed. The adapter
holds itself to that: a certificate that leads to a real root signs nothing here.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, AsymmetricPadding, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

from hocba.adapters.keys.holder import Holder, PrivateKey
from hocba.core.terms.certificates import DIGEST, KEY_KIND, KeyKind, PathResult, SignatureAlgorithm
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.ports.certificates import CertificatePaths
from hocba.ports.keys import (
    KeyCertificate,
    KeyRef,
    SignatureValue,
    SigningBatch,
    SigningStopped,
)

NOTICE_VI: Final = "Khóa mềm: chỉ dùng để trình diễn, tập huấn và thử nghiệm."
NOTICE_EN: Final = "Soft keys: for demonstration, training and tests only."

_HASHES: Final = {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}


class SoftKeys:
    """
    Signs with keys held in memory. Implements `SigningProvider`.

    paths: how the certificate is checked before signing. unplugs_after: for drills: after so many
    signatures the "token" is pulled once; then it works again.
    """

    def __init__(
        self,
        holders: Mapping[KeyRef, Holder],
        paths: CertificatePaths,
        *,
        unplugs_after: int | None = None,
    ) -> None:
        self._holders = dict(holders)
        self._paths = paths
        self._unplugs_after = unplugs_after
        self._made: dict[str, int] = {}

    def certificate(self, key_ref: KeyRef) -> KeyCertificate:
        """Return the certificate of a key; see the port."""
        holder = self._holder(key_ref)
        return KeyCertificate(certificate=holder.certificate, chain=holder.chain)

    def sign(self, batch: SigningBatch, *, now: datetime) -> tuple[SignatureValue, ...]:
        """Sign every digest in order; see the port."""
        holder = self._holder(batch.key_ref)
        refuse_bad_batch(batch, holder.key, made=self._made.get(batch.consent.consent_id, 0))
        refuse_unfit(self._paths.path(holder.certificate, holder.chain, now, now=now))
        done: list[SignatureValue] = []
        try:
            for value in self._values(batch, holder.key):
                done.append(value)
        except Fault as stopped:
            raise SigningStopped(stopped.code, stopped.reason, done=tuple(done)) from stopped
        finally:
            made = self._made.get(batch.consent.consent_id, 0)
            self._made[batch.consent.consent_id] = made + len(done)
        return tuple(done)

    def _holder(self, key_ref: KeyRef) -> Holder:
        holder = self._holders.get(key_ref)
        if holder is None:
            raise Refusal("keys.no_such_key", "no such key", key=key_ref)
        return holder

    def _values(self, batch: SigningBatch, key: PrivateKey) -> Iterator[SignatureValue]:
        for digest in batch.digests:
            if self._unplugs_after == 0:
                self._unplugs_after = None
                raise Fault("keys.token_lost", "the token was pulled", retry=True)
            yield signature_value(key, batch.algorithm, digest)
            if self._unplugs_after is not None:
                self._unplugs_after -= 1


def refuse_bad_batch(batch: SigningBatch, key: PrivateKey, *, made: int) -> None:
    """
    Refuse a batch that does not fit its key, its algorithm or its consent.

    made: signatures already made under the same consent.
    Raises: Refusal "keys.wrong_algorithm", "keys.wrong_digest_length", "keys.consent_too_small".
    """
    kind = KeyKind.RSA if isinstance(key, RSAPrivateKey) else KeyKind.EC
    if KEY_KIND[batch.algorithm] is not kind:
        raise Refusal("keys.wrong_algorithm", f"a key of kind {kind} cannot do it", kind=kind)
    size = _HASHES[DIGEST[batch.algorithm]].digest_size
    if any(len(digest) != size for digest in batch.digests):
        raise Refusal("keys.wrong_digest_length", f"digests of {size} bytes are due")
    if made + len(batch.digests) > batch.consent.count:
        raise Refusal(
            "keys.consent_too_small",
            "the consent does not cover so many signatures",
            asked=str(made + len(batch.digests)),
            count=str(batch.consent.count),
        )


def refuse_unfit(path: PathResult) -> None:
    """
    Refuse to sign with a certificate that a verifier would not accept today.

    Raises: Refusal "keys.certificate_unfit" with the findings, "keys.practice_key_only".
    Source: TT 15/2025/TT-BKHCN, Điều 5.
    """
    if path.outcome != "PASSED":
        raise Refusal("keys.certificate_unfit", "checked before signing", findings=path.findings)
    if path.anchor is not None and path.anchor.environment is Environment.REAL:
        raise Refusal("keys.practice_key_only", NOTICE_EN)


def _padding(algorithm: SignatureAlgorithm) -> AsymmetricPadding:
    digest = _HASHES[DIGEST[algorithm]]
    if algorithm.name.startswith("RSA_PSS"):
        return PSS(MGF1(digest), digest.digest_size)
    return PKCS1v15()


def signature_value(
    key: PrivateKey, algorithm: SignatureAlgorithm, digest: bytes
) -> SignatureValue:
    """
    Sign one digest.

    Returns: the value as XML Signature stores it; ECDSA is r and s, each as long as the curve.
    Source: XML Signature 1.1, section 6.4.3; RFC 6931, section 2.3.10.
    """
    prehashed = Prehashed(_HASHES[DIGEST[algorithm]])
    if isinstance(key, RSAPrivateKey):
        return SignatureValue(key.sign(digest, _padding(algorithm), prehashed))
    return SignatureValue(_raw(key, key.sign(digest, ECDSA(prehashed))))


def _raw(key: EllipticCurvePrivateKey, der: bytes) -> bytes:
    r, s = decode_dss_signature(der)
    half = (key.key_size + 7) // 8
    return r.to_bytes(half, "big") + s.to_bytes(half, "big")
