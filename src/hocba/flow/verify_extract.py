"""Verify an extract: gather what cryptography says of its seal, then judge."""

from dataclasses import dataclass
from datetime import datetime

from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.verify.extracts import (
    EXTRACT_STEPS,
    ExtractVerdict,
    ParsedExtract,
    judge_extract,
)
from hocba.core.verify.judge import Setting
from hocba.core.verify.signatures import Evidence
from hocba.core.verify.verdict import Step
from hocba.flow.verify_document import evidence_of
from hocba.ports.certificates import CertificatePaths
from hocba.ports.documents import Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedExtract:
    """A verdict and what it was reached on; extract is None where the bytes are none."""

    verdict: ExtractVerdict
    extract: ParsedExtract | None
    evidence: Evidence | None = None


def examine_extract(
    file: bytes,
    *,
    documents: Documents,
    paths: CertificatePaths,
    setting: Setting,
    proven_at: datetime | None = None,
) -> ExaminedExtract:
    """
    Verify an extract's file, spec/format.md §16.

    proven_at: as `examine`. Returns: always a verdict; bytes that are no extract give a FAILED one.
    """
    try:
        extract = documents.extract(file)
    except Refusal as refusal:
        found = refusal.findings or (Finding(code=refusal.code, details=refusal.details),)
        reached = tuple(step for step in EXTRACT_STEPS if step <= Step.SHAPE)
        verdict = ExtractVerdict(
            findings=tuple((Step.SHAPE, one) for one in found), reached=reached
        )
        return ExaminedExtract(verdict=verdict, extract=None)
    evidence = evidence_of(extract.seal, paths=paths, now=setting.now, proven_at=proven_at)
    verdict = judge_extract(extract, evidence, setting)
    return ExaminedExtract(verdict=verdict, extract=extract, evidence=evidence)
