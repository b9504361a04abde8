"""A path asked at a moment: quickly where it is known to hold, in full where it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from hocba.adapters.pki.certificate import Certificate, common_name
from hocba.adapters.pki.chains import Chain, TrustedRoot
from hocba.adapters.pki.revocation import Moment, Standing, revocation_finding
from hocba.core.terms.certificates import PathResult
from hocba.core.terms.outcomes import Finding, Weight

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPath:
    """
    A chain, the standing of each certificate but the root, and the limits inside which it passes.

    sound_from..sound_to: a signature claimed and known to exist between them needs no closer
    look; `sound_to` lies before every instant where a closer look is always due.
    """

    chain: Chain
    standings: tuple[Standing, ...]
    passed: PathResult
    sound_from: datetime
    sound_to: datetime

    def holds_at(self, at: datetime, exists_by: datetime) -> bool:
        """
        Return whether the path passes without a closer look.

        at, exists_by: as in `Moment`; in UTC, as the limits are, for the sake of speed alone.
        """
        return self.sound_from <= at <= self.sound_to and exists_by <= self.sound_to


def known_path(chain: Chain, standings: tuple[Standing, ...]) -> KnownPath:
    """Work out, once, between which instants the path holds."""
    ends = [certificate.not_after for certificate in chain.certificates]
    ends += [_vouched_until(known) for known in standings]
    if chain.root.until is not None:
        ends.append(chain.root.until)
    if chain.defects:
        ends.append(_NEVER)
    starts = [certificate.not_before for certificate in chain.certificates]
    return KnownPath(
        chain=chain,
        standings=standings,
        passed=_result(chain, ()),
        sound_from=max(*starts, chain.root.since).astimezone(UTC),
        sound_to=min(ends).astimezone(UTC),
    )


def _vouched_until(known: Standing) -> datetime:
    if known.revoked_at is not None or known.is_suspended:
        return _NEVER
    # No source at all is not known to be good, whatever else is said.
    return _NEVER if known.newest is None else known.good_until or _NEVER


def _result(chain: Chain, findings: tuple[Finding, ...]) -> PathResult:
    return PathResult(
        anchor=chain.root.anchor,
        chain=tuple(certificate.fingerprint for certificate in chain.certificates),
        findings=findings,
    )


def found_at(path: KnownPath, moment: Moment) -> PathResult:
    """Return every finding of the path at the moment."""
    signer, *issuers = path.chain.certificates
    findings = [*path.chain.defects, *outside_validity(signer, moment)]
    for issuer in issuers:
        findings += _issuer_outside_validity(issuer, moment)
    findings += _anchor_outside_trust(path.chain.root, moment)
    for place, known in enumerate(path.standings):
        certificate = path.chain.certificates[place]
        found = revocation_finding(
            known,
            moment,
            name=common_name(certificate),
            is_signer=place == 0,
            has_ended=moment.exists_by > certificate.not_after,
        )
        if found is not None:
            findings.append(found)
    return _result(path.chain, tuple(findings))


def outside_validity(signer: Certificate, moment: Moment) -> Iterator[Finding]:
    """
    Hold a signer's certificate against the moment.

    A signature that itself claims a time outside the validity is FAILED. One that claims a time
    inside it, seen only after the end, may be backdated: INDETERMINATE until something proves it.
    Source: ETSI EN 319 102-1, clause 5.6.2 (EXPIRED, NOT_YET_VALID, OUT_OF_BOUNDS_NO_POE).
    """
    details = {
        "name": common_name(signer),
        "from": signer.not_before.isoformat(),
        "to": signer.not_after.isoformat(),
        "at": moment.at.isoformat(),
    }
    if moment.at < signer.not_before:
        yield Finding(code="pki.not_yet_valid", details=details)
    elif moment.at > signer.not_after:
        yield Finding(code="pki.expired", details=details)
    elif moment.exists_by > signer.not_after:
        yield Finding(code="pki.expired_since", weight=Weight.INDETERMINATE, details=details)


def _issuer_outside_validity(issuer: Certificate, moment: Moment) -> Iterator[Finding]:
    # INDETERMINATE, for a CA renews its certificate and we may lack the newer or older one.
    if moment.at < issuer.not_before or moment.exists_by > issuer.not_after:
        yield Finding(
            code="pki.ca_outside_validity",
            weight=Weight.INDETERMINATE,
            details={
                "name": common_name(issuer),
                "from": issuer.not_before.isoformat(),
                "to": issuer.not_after.isoformat(),
            },
        )


def _anchor_outside_trust(root: TrustedRoot, moment: Moment) -> Iterator[Finding]:
    if moment.at < root.since or (root.until is not None and moment.exists_by > root.until):
        yield Finding(
            code="pki.anchor_not_trusted_then",
            weight=Weight.INDETERMINATE,
            details={
                "name": root.anchor.name,
                "from": root.since.isoformat(),
                "to": "" if root.until is None else root.until.isoformat(),
            },
        )
