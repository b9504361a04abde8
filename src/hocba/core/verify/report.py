"""
The report on one file: what was checked, by whom it was signed, what came of it.

Plain values that become JSON as they are, a page, or a PDF. It names the record and never the
pupil: whoever is shown a report need not be shown whose it is.
Source: Thông tư 15/2025/TT-BKHCN, Điều 6 (what verifying software must show, and let the user
take away); ETSI EN 319 102-1, clause 5.1.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from hocba.core.compose.content import General, School
from hocba.core.terms.messages import mend, told
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.time_stamps import StampResult
from hocba.core.terms.vietnam import VIETNAM
from hocba.core.verify.extracts import EXTRACT_STEPS, ExtractVerdict, ParsedExtract
from hocba.core.verify.indications import INDICATIONS, sub_indication
from hocba.core.verify.parsed import ParsedRecord, ParsedSignature
from hocba.core.verify.signatures import Evidence
from hocba.core.verify.signed_rows import signed_row
from hocba.core.verify.verdict import STEP_NAMES, Outcome, Step, Verdict

FORMAT: Final = "hocba-report/1"

Report = dict[str, Any]
"""JSON, as spec/format.md §18 has it."""

AnyVerdict = Verdict | ExtractVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """
    What a report states beside the verdict. outcome: the verdict with the standing weighed in.

    standing: how the record stands now, a word of §18. file_digest: SHA-256 of the given file.
    """

    outcome: Outcome
    standing: str
    file_digest: bytes
    verified_at: datetime
    software: str


def report_of(
    verdict: Verdict, given: Given, *, record: ParsedRecord | None, evidence: Sequence[Evidence]
) -> Report:
    """Return the report on a record's file."""
    return {
        **_head(verdict, given, kind="hoc-ba"),
        "record": None
        if record is None
        else _record(record.content.general, record.content.school, record.content_digest),
        "signatures": [] if record is None else _signatures(record, evidence, verdict),
        "checks": [_check(step, verdict, is_due=True) for step in Step],
    }


def extract_report_of(
    verdict: ExtractVerdict,
    given: Given,
    *,
    extract: ParsedExtract | None,
    evidence: Evidence | None,
) -> Report:
    """Return the report on an extract's file: of the seal alone, and of fewer steps."""
    is_read = extract is not None and evidence is not None
    return {
        **_head(verdict, given, kind="trich-luc"),
        "record": None if extract is None else _shown_record(extract),
        "signatures": [_signature(extract.seal, evidence, verdict)] if is_read else [],  # type: ignore[union-attr, arg-type]
        "checks": [_check(step, verdict, is_due=step in EXTRACT_STEPS) for step in Step],
    }


def _head(verdict: AnyVerdict, given: Given, *, kind: str) -> Report:
    findings = [finding for _, finding in verdict.findings]
    return {
        "format": FORMAT,
        "kind": kind,
        "software": given.software,
        "verified_at": _moment(given.verified_at),
        "file_sha256": given.file_digest.hex(),
        "indication": INDICATIONS[given.outcome],
        "sub_indications": sorted({sub_indication(each) for each in findings} - {""}),
        "standing": given.standing,
    }


def _shown_record(extract: ParsedExtract) -> Report:
    parts = {"parts_shown": len(extract.leaves), "parts_in_all": extract.leaf_count}
    return _record(extract.shown.general, extract.shown.school, None) | parts


def _record(general: General, school: School, content_digest: bytes | None) -> Report:
    """content_digest: None of an extract, from which it cannot be computed."""
    return {
        "code": general.record_code,
        "school_year": str(general.school_year),
        "version": general.version,
        "environment": general.environment.value,
        "grade": general.grade,
        "school": school.code,
        "school_name": school.name,
        "province_name": school.province.name,
        "content_sha256": content_digest and content_digest.hex(),
    }


def _signatures(
    record: ParsedRecord, evidence: Sequence[Evidence], verdict: Verdict
) -> list[Report]:
    pairs = zip(record.signatures, evidence, strict=bool(record.signatures))
    return [
        _signature(one, proof, verdict, row=signed_row(record.content, place))
        for place, (one, proof) in enumerate(pairs)
    ]


def _signature(
    one: ParsedSignature, proof: Evidence, verdict: AnyVerdict, *, row: str = ""
) -> Report:
    facts, path, stamp = proof.facts, proof.path, proof.stamp
    own = [f for _, f in verdict.findings if f.where == one.signature_id]
    anchor = None if path is None else path.anchor
    return {
        "id": one.signature_id,
        "role": " ".join(one.roles),
        "row": row,
        "signed_at": one.signing_time and _moment(one.signing_time),
        "time_stamp": stamp and _stamp(stamp),
        "algorithm": one.algorithm,
        "value_holds": proof.value_ok,
        "intact": proof.value_ok and all(each.actual == each.digest for each in one.references),
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


def _stamp(stamp: StampResult) -> Report:
    return {
        "at": stamp.at and _moment(stamp.at),
        "authority": stamp.authority,
        "proves": stamp.proven_at is not None,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")


def _check(step: Step, verdict: AnyVerdict, *, is_due: bool) -> Report:
    vietnamese, english = STEP_NAMES[step]
    return {
        "step": step.value,
        "name_vi": vietnamese,
        "name_en": english,
        "outcome": (verdict.outcome_of_step(step) if is_due else Outcome.INDETERMINATE).value,
        "due": is_due,
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
        "mend_en": mend(finding.code, finding.details, "en"),
    }
