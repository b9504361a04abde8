"""Verify: gather what cryptography says, then judge. The one verdict of every office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from hocba.core.sign.policy import SEAL
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.verify.judge import Setting, judge
from hocba.core.verify.parsed import ParsedPartial, ParsedRecord, ParsedSignature
from hocba.core.verify.partials import judge_partial
from hocba.core.verify.signatures import Evidence, Found
from hocba.core.verify.time_stamps import (
    Stamped,
    best_of,
    proven_by,
    stamp_findings,
    stamped_by_seal,
)
from hocba.core.verify.verdict import Step, Verdict, unreadable
from hocba.ports.certificates import CertificatePaths
from hocba.ports.documents import Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A verdict and what it was reached on; record is None where the bytes are no record."""

    verdict: Verdict
    record: ParsedRecord | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedPartial:
    """The same of a partial record."""

    verdict: Verdict
    record: ParsedPartial | None
    evidence: tuple[Evidence, ...] = ()


AnyExamined: TypeAlias = Examined | ExaminedPartial
"""What was found of a file that people brought: a record of a year, or of a part of one."""


def examine(
    file: bytes,
    *,
    documents: Documents,
    paths: CertificatePaths,
    setting: Setting,
    proven_at: datetime | None = None,
    stamps: Sequence[bytes] = (),
) -> Examined:
    """
    Verify a record's file, steps 1 to 13 of spec/format.md §9.

    proven_at: an instant at which the file provably existed (a receipt's), or None. stamps:
    tokens on the seal's value that came later and stand beside the file.
    Returns: always a verdict; bytes that are no record give a FAILED one.
    """
    try:
        record = documents.record(file)
    except Refusal as refusal:
        return _not_read(refusal)
    return _examined(record, paths, setting, proven_at=proven_at, stamps=stamps)


def examine_all(
    read: Sequence[ParsedRecord | Refusal],
    *,
    paths: CertificatePaths,
    setting: Setting,
    proven_at: datetime | None = None,
) -> tuple[Examined, ...]:
    """
    Verify many records that were read, each as `examine` would by itself.

    Step by step for all of them, as they are read: see `Documents.records`.
    """
    evidence = [
        ()
        if isinstance(record, Refusal) or _is_stamped(record.signatures)
        else _evidence_of_all(record.signatures, paths, setting.now, proven_at)
        for record in read
    ]
    return tuple(
        [
            _not_read(record)
            if isinstance(record, Refusal)
            else _examined(record, paths, setting, proven_at=proven_at)
            if _is_stamped(record.signatures)
            else Examined(verdict=judge(record, proofs, setting), record=record, evidence=proofs)
            for record, proofs in zip(read, evidence, strict=True)
        ]
    )


def _examined(
    record: ParsedRecord,
    paths: CertificatePaths,
    setting: Setting,
    *,
    proven_at: datetime | None,
    stamps: Sequence[bytes] = (),
) -> Examined:
    beside = _placed(record, stamps)
    heard = _heard(record.signatures, beside, paths=paths, now=setting.now, proven_at=proven_at)
    verdict = heard.added_to(judge(record, heard.evidence, setting))
    return Examined(verdict=verdict, record=record, evidence=heard.evidence)


def _not_read(refusal: Refusal) -> Examined:
    return Examined(verdict=_no_record(refusal), record=None)


def _is_stamped(signatures: Iterable[ParsedSignature]) -> bool:
    return any(signature.time_stamps for signature in signatures)


def _evidence_of_all(
    signatures: Iterable[ParsedSignature],
    paths: CertificatePaths,
    now: datetime,
    proven_at: datetime | None,
) -> tuple[Evidence, ...]:
    return tuple(
        [
            evidence_of(signature, paths=paths, now=now, proven_at=proven_at)
            for signature in signatures
        ]
    )


def is_partial(examined: Examined) -> bool:
    """Tell whether the bytes were a partial record: `examine_partial` is the one to ask then."""
    return any(finding.code == "record.partial" for _, finding in examined.verdict.findings)


def examine_partial(
    file: bytes,
    *,
    documents: Documents,
    paths: CertificatePaths,
    setting: Setting,
    stamps: Sequence[bytes] = (),
) -> ExaminedPartial:
    """
    Verify a partial record's file: the same steps, spec/format.md §24.

    stamps: as `examine`.
    Returns: always a verdict; a year's record or anything else gives a FAILED one.
    """
    try:
        record = documents.partial(file)
    except Refusal as refusal:
        return ExaminedPartial(verdict=_no_record(refusal), record=None)
    beside = _placed(record, stamps)
    heard = _heard(record.signatures, beside, paths=paths, now=setting.now, proven_at=None)
    verdict = heard.added_to(judge_partial(record, heard.evidence, setting))
    return ExaminedPartial(verdict=verdict, record=record, evidence=heard.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What cryptography says of all signatures of a document, and what is wrong with stamps."""

    evidence: tuple[Evidence, ...]
    of_stamps: tuple[Found, ...] = ()

    def added_to(self, judged: Verdict) -> Verdict:
        """Return the verdict with what the stamps add."""
        if not self.of_stamps:
            return judged
        return Verdict(findings=(*judged.findings, *self.of_stamps), reached=judged.reached)


def _heard(
    signatures: Sequence[ParsedSignature],
    beside: Sequence[tuple[int, bytes, bytes]],
    *,
    paths: CertificatePaths,
    now: datetime,
    proven_at: datetime | None,
) -> _Heard:
    if not beside and not _is_stamped(signatures):
        return _Heard(evidence=_evidence_of_all(signatures, paths, now, proven_at))
    found = stamps_of(signatures, beside, paths=paths, now=now)
    proven = proven_by(signatures, found, given=proven_at)
    plain = (
        evidence_of(signature, paths=paths, now=now, proven_at=at)
        for signature, at in zip(signatures, proven, strict=True)
    )
    evidence = tuple(one._replace(stamp=best_of(found, place)) for place, one in enumerate(plain))
    return _Heard(evidence=evidence, of_stamps=tuple(stamp_findings(signatures, found)))


def _placed(
    record: ParsedRecord | ParsedPartial, tokens: Sequence[bytes]
) -> tuple[tuple[int, bytes, bytes], ...]:
    """Put tokens that stand beside the file to the seal, whose `Id` they were asked for."""
    stamped = stamped_by_seal(record)
    return tuple(
        (place, token, stamped)
        for place, signature in enumerate(record.signatures)
        if stamped is not None and signature.signature_id == SEAL.slot_id
        for token in tokens
        # A bundle brings those inside the record, too: each is told once.
        if token not in {own.token for own in signature.time_stamps}
    )


def stamps_of(
    signatures: Sequence[ParsedSignature],
    beside: Iterable[tuple[int, bytes, bytes]] = (),
    *,
    paths: CertificatePaths,
    now: datetime,
) -> tuple[Stamped, ...]:
    """
    Return every time stamp on the values of signatures, checked.

    beside: of each stamp outside the file its signature's place, the token, what it is over.
    """
    inside = (
        (place, stamp.token, stamp.stamped)
        for place, signature in enumerate(signatures)
        for stamp in signature.time_stamps
    )
    return tuple(
        Stamped(place=place, result=paths.time_stamp(token, stamped, now=now))
        for place, token, stamped in (*inside, *beside)
    )


def evidence_of(
    signature: ParsedSignature,
    *,
    paths: CertificatePaths,
    now: datetime,
    proven_at: datetime | None,
) -> Evidence:
    """Return what cryptography says of one signature, at its claimed time."""
    if not signature.certificate:
        return Evidence(facts=None, path=None, value_ok=False)
    try:
        facts = paths.facts(signature.certificate)
    except Refusal:
        return Evidence(facts=None, path=None, value_ok=False)
    path = paths.path(
        signature.certificate,
        signature.intermediates,
        signature.signing_time or now,
        now=now,
        proven_at=proven_at,
    )
    value_ok = paths.verify(
        signature.certificate, signature.algorithm, signature.value, signature.signed_info
    )
    return Evidence(facts=facts, path=path, value_ok=value_ok)


_STEP_OF_CODE = {
    "record.empty": Step.BYTES,
    "record.too_large": Step.BYTES,
    "record.not_utf8": Step.BYTES,
    "record.declaration": Step.BYTES,
    "record.doctype": Step.BYTES,
    "record.processing_instruction": Step.BYTES,
    "record.not_well_formed": Step.BYTES,
    "record.unreadable_value": Step.CONTENT,
    "record.label_differs": Step.CONTENT,
}


def _no_record(refusal: Refusal) -> Verdict:
    # A code of the area "code" is a value that its type refused: a check character, a year.
    fallback = Step.CONTENT if refusal.code.startswith("code.") else Step.SHAPE
    step = _STEP_OF_CODE.get(refusal.code, fallback)
    findings = refusal.findings or (Finding(code=refusal.code, details=refusal.details),)
    return unreadable(step, findings)
