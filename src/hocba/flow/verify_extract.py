"""Verify an extract: gather what cryptography says of its seal, then judge."""

from dataclasses import dataclass
from datetime import datetime

from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.verify.extracts import (
    EXTRACT_STEPS,
    ExtractVerdict,
    ParsedExtract,
    judge_extract,
)
from hocba.core.verify.judge import Setting
from hocba.core.verify.signatures import Evidence
from hocba.core.verify.time_stamps import best_of, proven_by, stamp_findings
from hocba.core.verify.verdict import Step
from hocba.flow.verify_alone import Trust
from hocba.flow.verify_document import evidence_of, stamps_of
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

    file: an extract, or its print. proven_at: as `examine`.
    Returns: always a verdict; bytes that are no extract give a FAILED one.
    """
    try:
        extract = documents.extract(documents.opened(file))
    except Refusal as refusal:
        found = refusal.findings or (Finding(code=refusal.code, details=refusal.details),)
        reached = tuple(step for step in EXTRACT_STEPS if step <= Step.SHAPE)
        verdict = ExtractVerdict(
            findings=tuple((Step.SHAPE, one) for one in found), reached=reached
        )
        return ExaminedExtract(verdict=verdict, extract=None)
    stamps = stamps_of([extract.seal], paths=paths, now=setting.now)
    (proven,) = proven_by([extract.seal], stamps, given=proven_at)
    plain = evidence_of(extract.seal, paths=paths, now=setting.now, proven_at=proven)
    evidence = plain._replace(stamp=best_of(stamps, 0))
    judged = judge_extract(extract, evidence, setting)
    verdict = ExtractVerdict(
        findings=(*judged.findings, *stamp_findings([extract.seal], stamps)),
        reached=judged.reached,
    )
    return ExaminedExtract(verdict=verdict, extract=extract, evidence=evidence)


def examine_extract_alone(
    file: bytes, *, documents: Documents, trust: Trust, now: datetime
) -> tuple[ExaminedExtract, tuple[Finding, ...]]:
    """
    Verify an extract with nothing but a trust directory.

    Returns: the verdict, and what the status lists there find against the record; empty where
    they find nothing or there is none, which is no proof that the record is in force.
    """
    worlds = trust.environments or frozenset(Environment)
    world = _world_of(file, documents) or min(worlds)
    book = trust.shelf.book(ministry=trust.ministry, environment=world).book
    setting = Setting(environments=worlds, book=book, now=now)
    examined = examine_extract(file, documents=documents, paths=trust.paths, setting=setting)
    return examined, _status_findings(examined.extract, trust)


def _world_of(file: bytes, documents: Documents) -> Environment | None:
    try:
        return documents.extract(documents.opened(file)).shown.general.environment
    except Refusal:
        return None


def _status_findings(extract: ParsedExtract | None, trust: Trust) -> tuple[Finding, ...]:
    if extract is None or trust.statuses is None:
        return ()
    general = extract.shown.general
    # Of what the seal covers only one digest is the content's; the others are of no record.
    heard = [
        trust.statuses.status(
            school_year=general.school_year,
            environment=general.environment,
            content_digest=digest,
        )
        for digest in sorted(extract.covered)
    ]
    return tuple({one.code: one for each in heard for one in each.findings}.values())
