"""A verdict for programs: the JSON of spec/format.md §10; fields are added, never changed."""

import json
from datetime import datetime
from hashlib import sha256
from textwrap import indent
from typing import Any, Final

from hocba.core.terms.messages import Language, mend, told
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.time_stamps import StampResult
from hocba.core.verify.parsed import ParsedPartial, ParsedRecord
from hocba.core.verify.signed_rows import signed_row
from hocba.core.verify.verdict import Outcome, Step
from hocba.faces.cli.verified import Verified
from hocba.flow.status_lists import HeardStatus

FORMAT: Final = "hocba-verdict/1"
_PLACE_OF_A_FILE: Final = "    "


def verdict_as_json(one: Verified, language: Language) -> str:
    """Return one file's object, indented as it stands in the list of files."""
    written = json.dumps(_file(one, language), ensure_ascii=False, indent=2)
    return indent(written, _PLACE_OF_A_FILE)


def around_verdicts(
    outcome: Outcome,
    *,
    lacks: tuple[Finding, ...],
    now: datetime,
    software: str,
    language: Language,
) -> tuple[str, str]:
    """
    Return what stands before and after the files, which go between with ",\n" in between.

    In two parts, so that many files need not be held at once. outcome: the worst of all.
    """
    answer = {
        "format": FORMAT,
        "software": software,
        "verified_at": now.isoformat(),
        "outcome": outcome.value,
        "lacks": [_finding(finding, language) for finding in lacks],
        "files": [],
    }
    before = json.dumps(answer, ensure_ascii=False, indent=2)
    return before.removesuffix("]\n}") + "\n", "\n  ]\n}\n"


def report_on(one: Verified, *, lacks: tuple[Finding, ...], now: datetime, software: str) -> str:
    """Return the whole report on one file, in Vietnamese."""
    before, after = around_verdicts(
        one.outcome, lacks=lacks, now=now, software=software, language="vi"
    )
    return before + verdict_as_json(one, "vi") + after


def _file(one: Verified, language: Language) -> dict[str, Any]:
    record = one.examined.record
    return {
        "file": one.name,
        "sha256": sha256(one.file).hexdigest(),
        "outcome": one.outcome.value,
        "genuine": one.genuine.value,
        "authority": one.authority.value,
        "record": None if record is None else _record(record),
        "steps": [_step(one, step, language) for step in Step],
        "status": _status(one.status, language),
        "signatures": _signatures(one),
        "registers_refused": [
            {
                "level": register.level.value,
                "unit": register.unit,
                "number": register.number,
                "findings": [_finding(finding, language) for finding in findings],
            }
            for register, findings in one.refused
        ],
    }


def _record(record: ParsedRecord | ParsedPartial) -> dict[str, Any]:
    general = record.content.general
    return {
        "kind": "hoc-ba-mot-phan" if isinstance(record, ParsedPartial) else "hoc-ba",
        "part": _part(record),
        "code": general.record_code,
        "school_year": str(general.school_year),
        "version": general.version,
        "environment": general.environment.value,
        "grade": general.grade,
        "class": general.class_name,
        "school": record.content.school.code,
        "school_name": record.content.school.name,
        "pupil": record.content.pupil.full_name,
        "content_sha256": record.content_digest.hex(),
    }


def _part(record: ParsedRecord | ParsedPartial) -> dict[str, str] | None:
    if not isinstance(record, ParsedPartial):
        return None
    content = record.content
    return {"since": content.since.isoformat(), "until": content.until.isoformat()}


def _status(status: HeardStatus, language: Language) -> dict[str, Any]:
    edition = status.edition
    return {
        "listed": None if status.listed is None else status.listed.value,
        "list_number": None if edition is None else edition.number,
        "list_made_at": None if edition is None else edition.made_at.isoformat(),
        "list_next_at": None if edition is None else edition.next_at.isoformat(),
        "findings": [_finding(finding, language) for finding in status.findings],
    }


def _step(one: Verified, step: Step, language: Language) -> dict[str, Any]:
    return {
        "step": step.value,
        "name": step.name,
        "outcome": one.verdict.outcome_of_step(step).value,
        "reached": step in one.verdict.reached,
        "findings": [_finding(finding, language) for finding in one.verdict.of_step(step)],
    }


def _finding(finding: Finding, language: Language) -> dict[str, Any]:
    return {
        "code": finding.code,
        "weight": finding.weight.value,
        "where": finding.where,
        "details": dict(finding.details),
        "message": told(finding.code, finding.details, language),
        "mend": mend(finding.code, finding.details, language),
    }


def _stamp(stamp: StampResult | None) -> dict[str, Any] | None:
    if stamp is None:
        return None
    return {
        "at": None if stamp.at is None else stamp.at.isoformat(),
        "authority": stamp.authority,
        "proves": stamp.proven_at is not None,
    }


def _signatures(one: Verified) -> list[dict[str, Any]]:
    record = one.examined.record
    if record is None:
        return []
    signed = zip(record.signatures, one.examined.evidence, strict=True)
    return [
        {
            "id": signature.signature_id,
            "role": " ".join(signature.roles),
            "row": signed_row(record.content, place),
            "signed_at": None
            if signature.signing_time is None
            else signature.signing_time.isoformat(),
            "time_stamp": _stamp(proof.stamp),
            "algorithm": signature.algorithm,
            "signer": None if proof.facts is None else proof.facts.common_name,
            "unit": None if proof.facts is None else proof.facts.managing_unit,
            "issuer": None if proof.facts is None else proof.facts.issuer_name,
            "certificate_sha256": None if proof.facts is None else proof.facts.fingerprint,
        }
        for place, (signature, proof) in enumerate(signed)
    ]
