"""Verify: gather what cryptography says, then judge. The one verdict of every office."""

from dataclasses import dataclass
from datetime import datetime

from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.verify.judge import Setting, judge
from hocba.core.verify.parsed import ParsedRecord, ParsedSignature
from hocba.core.verify.signatures import Evidence
from hocba.core.verify.verdict import Step, Verdict, unreadable
from hocba.ports.certificates import CertificatePaths
from hocba.ports.documents import Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A verdict and what it was reached on; record is None where the bytes are no record."""

    verdict: Verdict
    record: ParsedRecord | None
    evidence: tuple[Evidence, ...] = ()


def examine(
    file: bytes,
    *,
    documents: Documents,
    paths: CertificatePaths,
    setting: Setting,
    proven_at: datetime | None = None,
) -> Examined:
    """
    Verify a record's file, steps 1 to 13 of spec/format.md §9.

    proven_at: an instant at which the file provably existed (a receipt's), or None.
    Returns: always a verdict; bytes that are no record give a FAILED one.
    """
    try:
        record = documents.record(file)
    except Refusal as refusal:
        return Examined(verdict=_no_record(refusal), record=None)
    evidence = tuple(
        evidence_of(signature, paths=paths, now=setting.now, proven_at=proven_at)
        for signature in record.signatures
    )
    return Examined(verdict=judge(record, evidence, setting), record=record, evidence=evidence)


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
