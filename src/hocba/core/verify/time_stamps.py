"""
Time stamps on signatures: until when each signature provably existed, and what speaks against it.

A stamp on a signature's value proves that value, and every value that the signature covers: the
seal's stamp proves the persons' signatures too. Source: ETSI EN 319 132-1, clause 5.3;
ETSI EN 319 102-1, clauses 5.4, 5.5 and 5.6.2.3; spec/format.md §21.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hocba.core.sign.policy import SEAL
from hocba.core.sign.xades import value_element
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.terms.time_stamps import StampResult
from hocba.core.verify.parsed import ParsedPartial, ParsedRecord, ParsedSignature
from hocba.core.verify.signatures import CLOCK_DRIFT, Found
from hocba.core.verify.verdict import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """One stamp. place: of the signature whose value it is on."""

    place: int
    result: StampResult


def proven_by(
    signatures: Sequence[ParsedSignature], stamps: Iterable[Stamped], *, given: datetime | None
) -> tuple[datetime | None, ...]:
    """
    Return for each signature the earliest instant at which it provably existed.

    given: an instant that something else proves for the whole file (a receipt), or None.
    """
    proven: list[datetime | None] = [given] * len(signatures)
    for stamp in stamps:
        at = stamp.result.proven_at
        if at is None:
            continue
        for place in {stamp.place, *_covered(signatures[stamp.place])}:
            known = proven[place]
            if known is None or at < known:
                proven[place] = at
    return tuple(proven)


def best_of(stamps: Iterable[Stamped], place: int) -> StampResult | None:
    """Return the stamp to show of one signature: the earliest that proves, else the first."""
    own = [stamp.result for stamp in stamps if stamp.place == place]
    proving = [(result.proven_at, result) for result in own if result.proven_at is not None]
    if proving:
        return min(proving, key=lambda one: one[0])[1]
    return own[0] if own else None


def _covered(signature: ParsedSignature) -> Iterable[int]:
    """Return the places of the signatures whose values this one covers, bytes and all."""
    for reference in signature.references:
        kind, _, place = reference.target.partition(":")
        if kind == "value" and place.isdigit() and reference.actual == reference.digest:
            yield int(place)


def stamped_by_seal(record: ParsedRecord | ParsedPartial) -> bytes | None:
    """
    Return what a stamp beside a record is over; None where its seal is not written as by §2.5.

    Source: spec/format.md §21.1, §21.5.
    """
    for signature in record.signatures:
        if signature.signature_id == SEAL.slot_id:
            return value_element(SEAL, signature.value)
    return None


def stamp_findings(
    signatures: Sequence[ParsedSignature], stamps: Iterable[Stamped]
) -> Iterable[Found]:
    """Step 11: what is wrong with each stamp, and signing times that lie after one."""
    for stamp in stamps:
        signature, at = signatures[stamp.place], stamp.result.proven_at
        where = signature.signature_id
        for finding in stamp.result.findings:
            yield Step.TIMES, replace(finding, where=where)
        signed_at = signature.signing_time
        if at is not None and signed_at is not None and signed_at > at + CLOCK_DRIFT:
            # Source: EN 319 102-1, TIMESTAMP_ORDER_FAILURE.
            details = {"at": signed_at.isoformat(), "stamped": at.isoformat()}
            yield (
                Step.TIMES,
                Finding(
                    code="stamp.before_signing",
                    weight=Weight.INDETERMINATE,
                    where=where,
                    details=details,
                ),
            )
