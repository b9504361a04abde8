"""Signing: digests go to the keeper of a key in batches; the content never leaves."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType, Protocol

from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.outcomes import Fault

KeyRef = NewType("KeyRef", str)
"""The name by which one provider knows one key; opaque, not a secret."""

SignatureValue = NewType("SignatureValue", bytes)
"""Bytes as XML Signature wants them: RSA as it comes, ECDSA r and s side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """
    One person's "yes" to a number of signatures.

    purpose: one Vietnamese sentence, what the person was shown. count: signatures allowed in all,
    however many batches they are made in.
    """

    consent_id: str
    by: str
    at: datetime
    purpose: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningBatch:
    """
    Digests to be signed with one key under one consent.

    digests: of the bytes that are signed (the canonical SignedInfo), each as long as the
    algorithm's digest.
    """

    key_ref: KeyRef
    algorithm: SignatureAlgorithm
    digests: tuple[bytes, ...]
    consent: Consent

    def after(self, done: int) -> "SigningBatch":
        """Return the batch that is left when the first `done` digests are signed."""
        return replace(self, digests=self.digests[done:])


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCertificate:
    """The certificate of a key and its issuers, each DER; the chain goes upward, no root needed."""

    certificate: bytes
    chain: tuple[bytes, ...]


class SigningStopped(Fault):
    """
    A token was pulled, a line broke: what was signed stays, the rest can be asked for again.

    done: signatures of the first digests of the batch, in order; keep them, then sign
    `batch.after(len(done))` under the same consent.
    """

    def __init__(self, code: str, reason: str, *, done: tuple[SignatureValue, ...]) -> None:
        super().__init__(code, reason, retry=True, done=str(len(done)))
        self.done = done


class SigningProvider(Protocol):
    """Whoever keeps keys: a token, a remote service, an HSM, a file."""

    def certificate(self, key_ref: KeyRef) -> KeyCertificate:
        """
        Return the certificate of a key.

        Raises: Refusal "keys.no_such_key".
        """
        ...

    def sign(self, batch: SigningBatch, *, now: datetime) -> tuple[SignatureValue, ...]:
        """
        Sign every digest, in order.

        The certificate is checked first, as of `now`; a key whose certificate has expired, is
        revoked or cannot be confirmed signs nothing.
        Raises: Refusal "keys.no_such_key", "keys.wrong_digest_length", "keys.wrong_algorithm",
        "keys.consent_too_small", "keys.certificate_unfit" (with the path's findings),
        "keys.practice_key_only"; SigningStopped (a Fault) "keys.token_lost".
        Source: TT 15/2025/TT-BKHCN, Điều 5.
        """
        ...
