"""
The report on one file: what was checked, by whom it was signed, what came of it.

Plain values that become JSON as they are, a page, or a PDF. It names the record and never the
pupil: whoever is shown a report need not be shown whose it is.
Source: Thông tư 15/2025/TT-BKHCN, Điều 6 (what verifying software must show, and let the user
take away); ETSI EN 319 102-1, clause 5.1.3.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from hocba.core.terms.messages import mend, told
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.vietnam import VIETNAM
from hocba.core.verify.indications import INDICATIONS, sub_indication
from hocba.core.verify.parsed import ParsedRecord, ParsedSignature
from hocba.core.verify.signatures import Evidence
from hocba.core.verify.verdict import STEP_NAMES, Outcome, Step, Verdict

FORMAT: Final = "hocba-report/1"

Report = dict[str, Any]
"""JSON, as spec/format.md §18 has it."""


def report_of(
    verdict: Verdict,
    *,
    outcome: Outcome,
    record: ParsedRecord | None,
    evidence: Sequence[Evidence],
    standing: str,
    file_digest: bytes,
    verified_at: datetime,
    software: str,
) -> Report:
    """
    Return the report. outcome: the verdict with the standing weighed in.

    standing: how the record stands now, a word of §18. file_digest: SHA-256 of the given file.
    """
    findings = [finding for _, finding in verdict.findings]
    return {
        "format": FORMAT,
        "software": software,
        "verified_at": _moment(verified_at),
        "file_sha256": file_digest.hex(),
        "indication": INDICATIONS[outcome],
        "sub_indications": sorted({sub_indication(each) for each in findings} - {""}),
        "standing": standing,
        "record": None if record is None else _record(record),
        "signatures": [] if record is None else _signatures(record, evidence, verdict),
        "checks": [_check(step, verdict) for step in Step],
    }


def _record(record: ParsedRecord) -> Report:
    general, school = record.content.general, record.content.school
    return {
        "code": general.record_code,
        "school_year": str(general.school_year),
        "version": general.version,
        "environment": general.environment.value,
        "grade": general.grade,
        "school": school.code,
        "school_name": school.name,
        "province_name": school.province.name,
        "content_sha256": record.content_digest.hex(),
    }


def _signatures(
    record: ParsedRecord, evidence: Sequence[Evidence], verdict: Verdict
) -> list[Report]:
    pairs = zip(record.signatures, evidence, strict=True)
    return [_signature(one, proof, verdict) for one, proof in pairs]


def _signature(one: ParsedSignature, proof: Evidence, verdict: Verdict) -> Report:
    facts, path = proof.facts, proof.path
    own = [f for _, f in verdict.findings if f.where == one.signature_id]
    anchor = None if path is None else path.anchor
    return {
        "id": one.signature_id,
        "role": " ".join(one.roles),
        "signed_at": one.signing_time and _moment(one.signing_time),
        "time_stamp": None,
        "algorithm": one.algorithm,
        "value_holds": proof.value_ok,
        "signer": facts and facts.common_name,
        "managing_unit": facts and facts.managing_unit,
        "issuer": facts and facts.issuer_name,
        "serial": facts and facts.serial,
        "valid_from": facts and _moment(facts.not_before),
        "valid_to": facts and _moment(facts.not_after),
        "certificate_sha256": facts and facts.fingerprint,
        "anchor": anchor and anchor.name,
        "certificate_at_signing": path and path.outcome,
        "findings": [_finding(each) for each in own],
    }


def _moment(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")


def _check(step: Step, verdict: Verdict) -> Report:
    vietnamese, english = STEP_NAMES[step]
    return {
        "step": step.value,
        "name_vi": vietnamese,
        "name_en": english,
        "outcome": verdict.outcome_of_step(step).value,
        "reached": step in verdict.reached,
        "findings": [_finding(each) for each in verdict.of_step(step)],
    }


def _finding(finding: Finding) -> Report:
    return {
        "code": finding.code,
        "weight": finding.weight.value,
        "sub_indication": sub_indication(finding),
        "where": finding.where,
        "message_vi": told(finding.code, finding.details, "vi"),
        "message_en": told(finding.code, finding.details, "en"),
        "mend_vi": mend(finding.code, finding.details, "vi"),
    }
