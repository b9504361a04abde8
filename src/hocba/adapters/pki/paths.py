"""The port `CertificatePaths` over a trust store: found once, kept, asked at each moment anew."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final

from cryptography import x509

from hocba.adapters.pki.certificate import Certificate, parsed_certificate, readable_certificates
from hocba.adapters.pki.chains import Chain, Defects, Search, by_subject
from hocba.adapters.pki.defects import signer_defects, stamper_defects
from hocba.adapters.pki.evidence import is_signed_by, list_statements
from hocba.adapters.pki.facts import facts_of
from hocba.adapters.pki.moments import KnownPath, found_at, known_path, outside_validity
from hocba.adapters.pki.ocsp import answer_statements
from hocba.adapters.pki.revocation import Moment, Standing, standing
from hocba.adapters.pki.signatures import ValueCheck, check_by
from hocba.adapters.pki.time_stamps import (
    Token,
    doubt,
    is_ahead,
    is_over,
    is_signed,
    read_token,
)
from hocba.adapters.pki.trust import TrustStore
from hocba.core.terms.certificates import Authorities, CertificateFacts, PathResult
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.time_stamps import StampResult

_MOST_KEPT: Final = 2_000
"""
Certificates that are kept read, at some 18 kB each; the one not asked for longest goes first.

A package speaks of some twenty a school, and never again once it is done: a hundred schools'
are enough. The country's 140,000 would fill the memory of every process.
"""

_MOST_STAMPERS: Final = 100
"""Certificates of authorities that are kept; a country has a handful."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_MOST_BROUGHT: Final = 8
"""CA certificates of one document that are looked at."""


class Paths:
    """
    Answers about certificates from one trust store. Implements `CertificatePaths`.

    >>> paths = Paths(read_trust(directory))  # doctest: +SKIP
    >>> paths.path(der, (), signed_at, now=now).outcome  # doctest: +SKIP
    'PASSED'
    """

    def __init__(self, trust: TrustStore, *, most_kept: int = _MOST_KEPT) -> None:
        self._trust = trust
        self._issuers = by_subject(trust.issuers)
        kept = lru_cache(maxsize=most_kept)
        self._certificate = kept(parsed_certificate)
        self._facts = kept(self._facts_of)
        self._check = kept(self._check_of)
        self._known_paths = kept(self._found)
        self._known_stampers = lru_cache(maxsize=_MOST_STAMPERS)(self._found_stamper)
        self._known_standing = lru_cache(maxsize=_MOST_STAMPERS)(self._standing)
        self._exists_by = _EPOCH, _EPOCH
        self._lists: dict[bytes, tuple[x509.CertificateRevocationList, ...]] = {}

    @property
    def kept(self) -> int:
        """How many answers about certificates are remembered at this moment."""
        memories = (self._certificate, self._facts, self._check, self._known_paths)
        return sum(memory.cache_info().currsize for memory in memories)

    def authorities(self) -> Authorities:
        """Return the anchors and issuers; see the port."""
        roots = self._trust.roots
        return Authorities(
            anchors=tuple((root.anchor.environment, root.certificate.der) for root in roots),
            issuers=tuple(issuer.der for issuer in self._trust.issuers),
        )

    def facts(self, der: bytes) -> CertificateFacts:
        """Read a certificate; see the port."""
        return self._facts(der)

    def path(
        self,
        der: bytes,
        intermediates: tuple[bytes, ...],
        at: datetime,
        *,
        now: datetime,
        proven_at: datetime | None = None,
    ) -> PathResult:
        """Find and check the best path; see the port."""
        exists_by = now if proven_at is None else proven_at
        try:
            paths = self._known_paths(der, intermediates)
        except Refusal as refusal:
            return _without_path(Finding(code=refusal.code))
        in_utc, by_utc = _in_utc(at), self._known_in_utc(exists_by)
        for path in paths:
            if path.holds_at(in_utc, by_utc):
                return path.passed
        moment = Moment(at=at, exists_by=exists_by)
        if not paths:
            return self._no_path(der, moment)
        return min((found_at(path, moment) for path in paths), key=_gravity)

    def time_stamp(self, token: bytes, stamped: bytes, *, now: datetime) -> StampResult:
        """Read and check a time stamp; see the port."""
        try:
            read = read_token(token)
        except Refusal as refusal:
            return StampResult(at=None, authority="", findings=(doubt(refusal.code),))
        facts = self.facts(read.signer.der)
        findings = tuple(self._stamp_doubts(read, stamped, now=now))
        return StampResult(
            at=read.at,
            authority=facts.common_name,
            findings=findings,
            holds_until=facts.not_after,
        )

    def verify(self, der: bytes, algorithm: str, signature: bytes, signed: bytes) -> bool:
        """Check a signature value; see the port."""
        try:
            check = self._check(der, algorithm)
        except Refusal:
            return False
        return check(signature, signed)

    def _stamp_doubts(self, read: Token, stamped: bytes, *, now: datetime) -> Iterator[Finding]:
        if not is_over(read, stamped):
            yield doubt("stamp.other_bytes")
        if is_ahead(read, now):
            yield doubt("stamp.in_future", at=read.at.isoformat())
        paths = self._known_stampers(read.signer.der, read.brought)
        name = self.facts(read.signer.der).common_name
        if not paths:
            # Without a way to a root of ours the token's own signature proves nothing to us.
            yield doubt("stamp.unknown_authority", name=name)
            return
        # Nothing proves the stamp itself: what its authority is now counts.
        moment = Moment(at=read.at, exists_by=now)
        best = min(((found_at(path, moment), path) for path in paths), key=lambda p: _gravity(p[0]))
        for finding in best[0].findings:
            yield doubt("stamp.authority_doubted", name=name, reason=finding.code)
        if not is_signed(read, best[1].chain.certificates):
            yield doubt("stamp.value_wrong", name=name)

    def _facts_of(self, der: bytes) -> CertificateFacts:
        return facts_of(self._certificate(der), self._trust.kinds)

    def _check_of(self, der: bytes, algorithm: str) -> ValueCheck:
        return check_by(self._certificate(der).key, algorithm)

    def _known_in_utc(self, exists_by: datetime) -> datetime:
        # One instant serves a whole run; both parts change at once, whoever else is asking.
        given, in_utc = self._exists_by
        if given is not exists_by:
            in_utc = _in_utc(exists_by)
            self._exists_by = exists_by, in_utc
        return in_utc

    def _found(self, der: bytes, intermediates: tuple[bytes, ...]) -> tuple[KnownPath, ...]:
        return self._found_for(der, intermediates, signer_defects)

    def _found_stamper(self, der: bytes, intermediates: tuple[bytes, ...]) -> tuple[KnownPath, ...]:
        return self._found_for(der, intermediates, stamper_defects)

    def _found_for(
        self, der: bytes, intermediates: tuple[bytes, ...], own: Defects
    ) -> tuple[KnownPath, ...]:
        signer = self._certificate(der)
        brought = by_subject(readable_certificates(intermediates[:_MOST_BROUGHT]))
        chains = Search(self._trust.roots, self._issuers, brought, own).chains(signer)
        return tuple(known_path(chain, self._standings(chain)) for chain in chains)

    def _standings(self, chain: Chain) -> tuple[Standing, ...]:
        signer, *issuers = chain.certificates
        if not issuers:
            return ()
        # Whoever stands above a signer stands above many, and is asked about once.
        above = [self._known_standing(*pair) for pair in pairwise(issuers)]
        return (self._standing(signer, issuers[0]), *above)

    def _standing(self, certificate: Certificate, issuer: Certificate) -> Standing:
        lists = self._lists.get(issuer.der)
        if lists is None:
            lists = tuple(crl for crl in self._trust.crls if is_signed_by(crl, issuer))
            self._lists[issuer.der] = lists
        statements = (
            *list_statements(lists, certificate),
            *answer_statements(self._trust.answers, certificate, issuer),
        )
        return standing(statements, not_after=certificate.not_after)

    def _no_path(self, der: bytes, moment: Moment) -> PathResult:
        signer = self._certificate(der)
        defects = (*signer_defects(signer), *outside_validity(signer, moment))
        if any(finding.code == "pki.self_signed" for finding in defects):
            return _without_path(*defects)
        issuer = self.facts(der).issuer_name
        missing = Finding(
            code="pki.no_chain_found", weight=Weight.INDETERMINATE, details={"issuer": issuer}
        )
        return _without_path(*defects, missing)


def _in_utc(instant: datetime) -> datetime:
    # Instants of one time zone are compared ten times as fast as those of two.
    try:
        return instant.astimezone(UTC)
    except OverflowError:  # hours away from the year 1 or 9999
        return instant


def _without_path(*findings: Finding) -> PathResult:
    return PathResult(anchor=None, chain=(), findings=findings)


def _gravity(result: PathResult) -> tuple[bool, int]:
    is_failed = any(finding.weight is Weight.FAILED for finding in result.findings)
    return is_failed, len(result.findings)
