"""What every signing act asks first: whose key, is its certificate fit, was its holder entitled."""

from dataclasses import dataclass

from hocba.core.terms.certificates import CertificateFacts, KeyKind, SignatureAlgorithm
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.authority import Claim, RegisterBook, why_not_held
from hocba.ports.keys import KeyRef, SigningProvider
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyKey:
    """A key whose certificate holds now. certificate: DER."""

    provider: SigningProvider
    ref: KeyRef
    certificate: bytes
    facts: CertificateFacts
    algorithm: SignatureAlgorithm


def ready_key(outside: Outside, owner: str, keys: SigningProvider | None = None) -> ReadyKey:
    """
    Find the key of a person, a seal or an office, and check its certificate before signing.

    keys: the provider that holds it, the office's own when left out.
    Raises: Refusal "account.no_key", "keys.no_such_key", "pki.not_a_certificate",
    "keys.certificate_unfit" with all findings.
    Source: Thông tư 15/2025/TT-BKHCN, Điều 5.
    """
    return key_at(outside, outside.accounts.key_of(owner), keys)


def key_at(outside: Outside, ref: KeyRef, keys: SigningProvider | None = None) -> ReadyKey:
    """
    Find a key by its name, and check its certificate before signing.

    keys: as of `ready_key`.
    Raises: as `ready_key`, but for "account.no_key".
    """
    provider = keys or outside.keys
    held = provider.certificate(ref)
    facts = outside.paths.facts(held.certificate)
    now = outside.clock.now()
    path = outside.paths.path(held.certificate, held.chain, now, now=now)
    if path.outcome != "PASSED":
        raise Refusal("keys.certificate_unfit", path.outcome, findings=path.findings)
    is_ec = facts.key_kind is KeyKind.EC
    return ReadyKey(
        provider=provider,
        ref=ref,
        certificate=held.certificate,
        facts=facts,
        algorithm=SignatureAlgorithm.ECDSA_SHA256 if is_ec else SignatureAlgorithm.RSA_SHA256,
    )


def require_entitled(book: RegisterBook, claim: Claim) -> None:
    """
    Refuse to sign what every verifier would have to reject for want of authority.

    Raises: Refusal "authority.*", the same code that the verdict would carry.
    """
    missing = why_not_held(book, claim)
    if missing is not None:
        raise Refusal(missing.code, findings=(missing,), **missing.details)
