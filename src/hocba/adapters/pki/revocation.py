"""All statements on one certificate folded into one standing, and asked at a moment in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from hocba.adapters.pki.evidence import Statement
from hocba.core.terms.outcomes import Finding, Weight

# By whose certificate it is (the signer's?) and when (claimed before the revocation?).
_REVOKED: Final = MappingProxyType(
    {
        (True, False): ("pki.revoked", Weight.FAILED),
        (True, True): ("pki.revoked_after_signing", Weight.INDETERMINATE),
        (False, False): ("pki.ca_revoked", Weight.INDETERMINATE),
        (False, True): ("pki.ca_revoked", Weight.INDETERMINATE),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """
    The instants that a path is asked about.

    at: claimed signing time. exists_by: when the signature is known to exist: at its proof, or
    now, for now it lies before us.
    """

    at: datetime
    exists_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """
    What all the evidence together says of one certificate; independent of the moment asked.

    revoked_at: the earliest revocation that any source names. good_until: until when a source
    vouches for it; None without one. newest: when the newest source was issued.
    """

    revoked_at: datetime | None = None
    reason: str = ""
    is_suspended: bool = False
    good_until: datetime | None = None
    newest: datetime | None = None


def standing(statements: Iterable[Statement], *, not_after: datetime) -> Standing:
    """
    Fold what the sources say into one standing.

    A source issued after the certificate's end may have dropped it, so its silence proves
    nothing. A hold counts only while the newest source holds it.
    Source: RFC 5280, sections 3.3 and 5.3.1.
    """
    said = sorted(statements, key=lambda s: s.issued_at)
    if not said:
        return Standing()
    revoked = [s for s in said if s.revoked_at is not None and not s.is_hold]
    if revoked:
        first = min(revoked, key=lambda s: s.revoked_at or s.issued_at)
        return Standing(revoked_at=first.revoked_at, reason=first.reason, newest=said[-1].issued_at)
    silent = [s.good_until for s in said if s.revoked_at is None and s.issued_at <= not_after]
    return Standing(
        is_suspended=said[-1].is_hold,
        good_until=max(silent, default=None),
        newest=said[-1].issued_at,
    )


def _shown(instant: datetime | None) -> str:
    return "" if instant is None else instant.isoformat()


def revocation_finding(
    known: Standing, moment: Moment, *, name: str, is_signer: bool, has_ended: bool = False
) -> Finding | None:
    """
    Ask a certificate's standing at a moment; None when it stood.

    A revocation after the proof of existence does not reach back; without a proof a signature
    that claims to be older than the revocation cannot be told from a backdated one.
    has_ended: the certificate's validity was over by then, which is reported as such; that no
    list speaks of it any more is then no second fault.
    Source: ETSI EN 319 102-1, clauses 5.2.6.4 and 5.6.2.2 (REVOKED, REVOKED_NO_POE,
    REVOKED_CA_NO_POE, TRY_LATER).
    """
    details = {"name": name, "at": _shown(known.revoked_at), "reason": known.reason}
    if known.revoked_at is not None:
        if moment.exists_by < known.revoked_at:
            return None
        code, weight = _REVOKED[is_signer, moment.at < known.revoked_at]
        return Finding(code=code, weight=weight, details=details)
    if known.is_suspended:
        code = "pki.suspended"
    elif has_ended:
        return None
    elif known.newest is None:
        code = "pki.revocation_unknown"
    elif known.good_until is None or known.good_until < moment.exists_by:
        code = "pki.revocation_stale"
    else:
        return None
    return Finding(
        code=code,
        weight=Weight.INDETERMINATE,
        details={"name": name, "newest": _shown(known.newest)},
    )
