"""Lists that the ministry signs for everybody: one way to sign, one way to hear."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Protocol, TypeVar

from hocba.core.publish.jws import compact_jws, read_jws, unsigned_jws
from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Refusal
from hocba.flow.office_statements import signature_of
from hocba.flow.signing_keys import ready_key
from hocba.ports.certificates import CertificatePaths
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside


class Edition(Protocol):
    """Any list."""

    @property
    def made_at(self) -> datetime:
        """When it was signed."""
        ...


E = TypeVar("E", bound=Edition)


def signed_list(
    ministry: Outside, *, kind: str, payload: bytes, made_at: datetime, purpose: str
) -> str:
    """
    Sign a list as the ministry. kind: its `typ`. purpose: what the consent says.

    Returns: a JWS in compact form, with the chain of certificates.
    Raises: Refusal "printed.not_the_ministry", "account.no_key", "keys.*"; SigningStopped.
    """
    if ministry.office.level is not Level.MINISTRY:
        raise Refusal("printed.not_the_ministry")
    key = ready_key(ministry, ministry.office.code)
    chain = key.provider.certificate(key.ref).chain
    unsigned = unsigned_jws(kind, payload, algorithm=key.algorithm, chain=(key.certificate, *chain))
    consent = Consent(
        consent_id=ministry.chance.draw(16).hex(),
        by=ministry.office.code,
        at=made_at,
        purpose=purpose,
        count=1,
    )
    digest = sha256(unsigned).digest()
    return compact_jws(unsigned, signature_of(digest, key, consent, made_at))


def heard_list(
    text: str,
    *,
    kind: str,
    read: Callable[[bytes], E],
    paths: CertificatePaths,
    ministry: frozenset[str],
    now: datetime,
) -> E:
    """
    Read a list and make sure that the ministry signed it.

    ministry: SHA-256 fingerprints, hex, of the ministry's certificates that the reader pins.
    Raises: Refusal "printed.list_unreadable", "printed.list_not_signed" with all findings, and
    those of `read`.
    """
    jws = read_jws(text)
    own, *above = jws.chain
    listed = read(jws.payload)
    path = paths.path(own, tuple(above), listed.made_at, now=now)
    is_whole = paths.verify(own, jws.algorithm.value, jws.signature, jws.signed)
    is_ministry = paths.facts(own).fingerprint in ministry
    if not (is_whole and is_ministry and path.outcome == "PASSED" and jws.kind == kind):
        raise Refusal("printed.list_not_signed", findings=path.findings)
    return listed
