"""
From a signer's certificate up to an anchor: the search, and what is wrong at any time.

Own rules on top of `cryptography`'s parsing and signature checks, not its `x509.verification`:
that verifier serves TLS, answers one sentence for one instant, and stops at the first fault. Here
every fault has a code, and what does not depend on time is found once and kept, so that a second
signature by the same person costs a few comparisons of dates. The tests ask `openssl verify` for a
second opinion.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from hocba.adapters.pki.certificate import Certificate
from hocba.adapters.pki.defects import issuer_defects, signer_defects
from hocba.core.terms.certificates import Anchor
from hocba.core.terms.outcomes import Finding

_LONGEST: Final = 6
"""Certificates in a path, signer and anchor included; Vietnamese paths have three."""

_MOST_CHECKS: Final = 40
"""Signature checks spent on one search: a document can bring certificates made to confuse it."""

_MOST_CHAINS: Final = 4

_MOST_ISSUERS: Final = 100
"""Certificates of authorities about which is known what never changes; a country has a handful."""


Defects = Callable[[Certificate], tuple[Finding, ...]]
"""What is wrong with the first certificate of a path, by the trade that it is to have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedRoot:
    """
    An anchor's certificate and the period in which the list trusts it; `until` None: still.

    One root may stand in the list more than once, with periods that do not touch.
    """

    certificate: Certificate
    anchor: Anchor
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """
    One path that the signatures bear out.

    certificates: signer first, the root last. defects: what is wrong whatever the time.
    """

    certificates: tuple[Certificate, ...]
    root: TrustedRoot
    defects: tuple[Finding, ...]


def by_subject(certificates: Iterable[Certificate]) -> Mapping[bytes, tuple[Certificate, ...]]:
    """Return certificates by the name of their subject, each once."""
    found: dict[bytes, dict[bytes, Certificate]] = {}
    for certificate in certificates:
        found.setdefault(certificate.subject, {})[certificate.der] = certificate
    return {subject: tuple(same.values()) for subject, same in found.items()}


@lru_cache(maxsize=_MOST_ISSUERS)
def _links(certificate: Certificate, issuer: Certificate) -> bool:
    return certificate.is_signed_by(issuer)


_known_defects = lru_cache(maxsize=_MOST_ISSUERS)(issuer_defects)


def _defects(path: Sequence[Certificate], own: Defects) -> tuple[Finding, ...]:
    found = list(own(path[0]))
    below = 0
    for issuer in path[1:]:
        is_anchor = issuer is path[-1]
        found += _known_defects(issuer, below=below, is_anchor=is_anchor)
        below += not issuer.is_self_issued
    return tuple(found)


class Search:
    """One search for paths; holds the budget of signature checks. own: of the first certificate."""

    def __init__(
        self,
        roots: Sequence[TrustedRoot],
        issuers: Mapping[bytes, tuple[Certificate, ...]],
        brought: Mapping[bytes, tuple[Certificate, ...]],
        own: Defects = signer_defects,
    ) -> None:
        self._own = own
        self._roots = roots
        self._issuers = issuers
        self._brought = brought
        self._checks = _MOST_CHECKS

    def chains(self, signer: Certificate) -> tuple[Chain, ...]:
        """Return the paths found, at most four, those without defects first."""
        found: list[Chain] = []
        for chain in self._from((signer,)):
            found.append(chain)
            if len(found) == _MOST_CHAINS:
                break
        return tuple(sorted(found, key=lambda chain: len(chain.defects)))

    def _is_signed_by(self, path: Sequence[Certificate], issuer: Certificate) -> bool:
        if self._checks == 0:
            return False
        self._checks -= 1
        # A signer is asked about once; above it stand the same few for a whole country.
        signer, *above = path
        return _links(above[-1], issuer) if above else signer.is_signed_by(issuer)

    def _from(self, path: tuple[Certificate, ...]) -> Iterator[Chain]:
        top = path[-1]
        for root in self._roots:
            is_named = root.certificate.subject == top.issuer
            if is_named and self._is_signed_by(path, root.certificate):
                whole = (*path, root.certificate)
                yield Chain(certificates=whole, root=root, defects=_defects(whole, self._own))
        if len(path) + 1 < _LONGEST:
            for issuer in self._above(path):
                yield from self._from((*path, issuer))

    def _above(self, path: tuple[Certificate, ...]) -> Iterator[Certificate]:
        top = path[-1]
        # Our own store first: what the document brings is asked only for what we lack.
        for known in (self._issuers, self._brought):
            for issuer in known.get(top.issuer, ()):
                is_new = all(issuer.der != below.der for below in path)
                if is_new and self._is_signed_by(path, issuer):
                    yield issuer
