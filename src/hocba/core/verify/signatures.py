"""Steps 5 to 9 and 11: are the signatures there, over what they must cover, and genuine."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, lru_cache
from hashlib import new
from typing import Final, NamedTuple

from hocba.core.sign.policy import Slot, policy
from hocba.core.sign.profile import CANONICAL, DIGESTS, SHA256
from hocba.core.terms.certificates import (
    CertificateFacts,
    HolderKind,
    PathResult,
    SignatureAlgorithm,
)
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.terms.time_stamps import StampResult
from hocba.core.verify.parsed import ParsedReference, ParsedSignature
from hocba.core.verify.verdict import Step

Found = tuple[Step, Finding]

KNOWN_ALGORITHMS: Final = frozenset(algorithm.value for algorithm in SignatureAlgorithm)
"""Identifiers of the signature algorithms of the profile."""
# Clocks of school machines drift; signatures of one minute ahead are no forgery.
CLOCK_DRIFT: Final = timedelta(minutes=5)
"""How far a signing time may lie off."""


class Evidence(NamedTuple):
    """
    What cryptography says of one signature.

    facts, path: None where the signature carries no readable certificate. value_ok: the
    value verifies over `signed_info` with the certificate's key. stamp: the earliest time stamp
    that proves it, or the first that does not; None without one.
    """

    facts: CertificateFacts | None
    path: PathResult | None
    value_ok: bool
    stamp: StampResult | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A signing policy's slots, and the positions that the signature in each must cover."""

    slots: tuple[Slot, ...]
    targets: tuple[frozenset[str], ...]


@cache
def due_by(policy_id: str) -> Due:
    """
    Return what a signing policy asks of signatures, worked out once.

    Raises: Refusal "sign.unknown_policy".
    """
    return _due(policy(policy_id).slots)


@lru_cache(maxsize=1024)
def due_by_rows(policy_id: str, rows: tuple[str, ...]) -> Due:
    """
    Return what a policy asks of a secondary record's signatures. rows: keys of its subjects.

    Raises: Refusal "sign.unknown_policy".
    """
    return _due(policy(policy_id, rows).slots)


def _due(slots: tuple[Slot, ...]) -> Due:
    targets = tuple(expected_targets(slots, index) for index in range(len(slots)))
    return Due(slots=slots, targets=targets)


def slot_findings(slots: Sequence[Slot], signatures: Sequence[ParsedSignature]) -> Iterable[Found]:
    """Step 5: every slot of the policy is filled, and nothing stands beside them."""
    for slot in slots[len(signatures) :]:
        yield Step.SLOTS, Finding(code="sign.missing_signature", where=slot.slot_id)
    for extra in signatures[len(slots) :]:
        yield Step.SLOTS, Finding(code="sign.too_many_signatures", where=extra.signature_id)


def expected_targets(slots: Sequence[Slot], index: int) -> frozenset[str]:
    """Return the positions that the signature in slot `index` must cover, and no others."""
    positions = {slot.slot_id: place for place, slot in enumerate(slots)}
    slot = slots[index]
    if slot.subject:
        return frozenset({"general", "pupil", f"row:{slot.subject}", f"properties:{index}"})
    earlier = {f"value:{positions[slot_id]}" for slot_id in slot.covers}
    root = {"root"} if slot.covers_root else set()
    return frozenset({"content", f"properties:{index}"} | earlier | root)


def reference_findings(
    signature: ParsedSignature, *, where: str, expected: frozenset[str]
) -> Iterable[Found]:
    """Step 6: the signature covers exactly what its slot must cover, and the digests fit."""
    targets = [reference.target for reference in signature.references]
    for missing in sorted(expected - set(targets)):
        yield _wrong(Step.REFERENCES, "sign.does_not_cover", where, target=missing)
    for reference in signature.references:
        yield from _one_reference(reference, where=where, expected=expected)
    if len(targets) != len(set(targets)):
        yield _wrong(Step.REFERENCES, "sign.target_twice", where)


def _one_reference(
    reference: ParsedReference, *, where: str, expected: frozenset[str]
) -> Iterable[Found]:
    step = Step.REFERENCES
    if reference.target not in expected:
        yield _wrong(step, "sign.unexpected_target", where, target=reference.uri)
    elif len(reference.transforms) != 1 or reference.transforms[0] not in CANONICAL:
        transforms = ", ".join(reference.transforms) or "-"
        yield _wrong(step, "sign.transform_not_allowed", where, value=transforms)
    elif reference.digest_method not in DIGESTS:
        yield _wrong(step, "sign.digest_method_not_allowed", where, value=reference.digest_method)
    elif reference.actual != reference.digest:
        yield _wrong(step, "sign.digest_differs", where, target=reference.target)


def algorithm_findings(signature: ParsedSignature, *, where: str) -> Iterable[Found]:
    """Step 7: canonicalisation and signature algorithm are of the profile."""
    if signature.canonicalisation not in CANONICAL:
        value = signature.canonicalisation
        yield _wrong(Step.ALGORITHMS, "sign.canonicalisation_not_allowed", where, value=value)
    if signature.algorithm not in KNOWN_ALGORITHMS:
        value = signature.algorithm
        yield _wrong(Step.ALGORITHMS, "sign.algorithm_not_allowed", where, value=value)


def value_findings(evidence: Evidence, *, where: str) -> Iterable[Found]:
    """Step 8: the signature's value is right."""
    if not evidence.value_ok:
        yield _wrong(Step.VALUES, "sign.value_wrong", where)


def certificate_findings(
    signature: ParsedSignature, evidence: Evidence, *, slot: Slot, environment: Environment
) -> Iterable[Found]:
    """Step 9: the signed certificate is the one in `KeyInfo`, and its path holds."""
    where, step = slot.slot_id, Step.CERTIFICATES
    if evidence.facts is None or evidence.path is None:
        yield _wrong(step, "sign.no_certificate", where)
        return
    if not _bound(signature, evidence.facts.fingerprint):
        yield _wrong(step, "sign.certificate_not_bound", where)
    for finding in evidence.path.findings:
        yield step, replace(finding, where=where)
    anchor = evidence.path.anchor
    real = environment is Environment.REAL
    if anchor is not None and real and anchor.environment is not Environment.REAL:
        yield _wrong(step, "verify.test_anchor_under_real_record", where, anchor=anchor.name)
    due = HolderKind.ORGANISATION if slot.by_organisation else HolderKind.PERSON
    if evidence.facts.holder not in (due, HolderKind.UNKNOWN):
        yield _wrong(step, "sign.wrong_holder_kind", where, holder=evidence.facts.common_name)


def _bound(signature: ParsedSignature, fingerprint: str) -> bool:
    if len(signature.certificate_digests) != 1:
        return False
    ((method, digest),) = signature.certificate_digests
    if method == SHA256:
        # The certificate's facts already hold this digest.
        return digest.hex() == fingerprint
    name = DIGESTS.get(method)
    return name is not None and new(name, signature.certificate).digest() == digest


def time_findings(
    signatures: Sequence[tuple[Slot, ParsedSignature]], *, composed_at: datetime, now: datetime
) -> Iterable[Found]:
    """
    Step 11: signing times are there, follow what they cover, and lie between composing and now.
    """
    step, signed_at = Step.TIMES, dict[str, datetime]()
    for slot, signature in signatures:
        at, where = signature.signing_time, slot.slot_id
        if at is None:
            yield _wrong(step, "sign.no_signing_time", where)
            continue
        # Subject teachers sign in any order: a signature comes after those that it covers.
        covered = (signed_at[earlier] for earlier in slot.covers if earlier in signed_at)
        latest = max(covered, default=composed_at)
        if at > now + CLOCK_DRIFT:
            yield _wrong(step, "sign.time_in_future", where, at=at.isoformat())
        if at < max(latest, composed_at) - CLOCK_DRIFT:
            yield _wrong(step, "sign.time_out_of_order", where, at=at.isoformat())
        signed_at[where] = max(latest, at)


def distinct_signer_findings(
    signatures: Sequence[tuple[Slot, frozenset[Hashable]]],
) -> Iterable[Found]:
    """
    Step 10: nobody signs twice for the whole of one record, and no seal is a person's.

    signatures: of each slot, every name by which its signer is known (certificate, personal
    identifier, register entries); one name in common is one person. Who teaches a subject signs
    its row, and may sign for the whole as well: nobody is alone with a row even so.
    """
    whole: dict[Hashable, str] = {}
    of_rows: dict[Hashable, str] = {}
    for slot, names in signatures:
        if slot.subject:
            of_rows.update(dict.fromkeys(names - of_rows.keys(), slot.slot_id))
            continue
        seen = whole | of_rows if slot.by_organisation else whole
        first = next((seen[name] for name in names if name in seen), None)
        if first is not None:
            yield _wrong(Step.AUTHORITY, "authority.same_signer_twice", slot.slot_id, first=first)
        whole.update(dict.fromkeys(names - whole.keys(), slot.slot_id))


def _wrong(
    step: Step, code: str, where: str, *, weight: Weight = Weight.FAILED, **details: str
) -> Found:
    return step, Finding(code=code, weight=weight, where=where, details=details)
