"""`hocba verify-extract`: are these parts of a record those that the school has sealed?"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from hocba.core.seal.extract_document import leaf_label
from hocba.core.terms.codes import shown_record_code
from hocba.core.terms.messages import mend, told
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.verify.extracts import EXTRACT_STEPS, ExtractVerdict, ParsedExtract
from hocba.core.verify.verdict import STEP_NAMES, Outcome, Step
from hocba.faces.cli.arguments import Arguments, existing_file, existing_folder
from hocba.faces.cli.verified import heaviest
from hocba.faces.cli.verify import EXIT, instant
from hocba.flow.verify_alone import Trust
from hocba.flow.verify_extract import examine_extract_alone
from hocba.ports.documents import Documents

HELP: Final = """\
hocba verify-extract TỆP [--trust THƯ_MỤC] [--json] [--at THỜI_ĐIỂM]

  Kiểm tra trích lục học bạ: phần được cho xem có đúng là phần trường đã đóng dấu không.
  Không cần mạng, không cần máy chủ.

  TỆP                tệp .xml trích lục (spec/format.md §16)
  --trust THƯ_MỤC    gốc tin cậy, danh sách thu hồi, sổ phân công, danh sách tình trạng
  --json             in kết quả cho chương trình đọc
  --at THỜI_ĐIỂM     kiểm tra như vào lúc đó: 2026-06-05T17:00+07:00; mặc định là bây giờ

  Mã thoát: 0 ĐẠT (PASSED), 1 KHÔNG ĐẠT (FAILED), 2 CHƯA ĐỦ CĂN CỨ (INDETERMINATE), 64 sai tham số.

hocba verify-extract FILE [--trust DIR] [--json] [--at TIME]

  Verify an extract of a record: are the parts that it shows those that the school has sealed?
  Needs no network and no server.

  FILE               an extract's .xml (spec/format.md §16)
  --trust DIR        anchors, revocation lists, registers, status lists
  --json             print the result for a program to read
  --at TIME          verify as of then: 2026-06-05T17:00+07:00; now by default

  Exit code: 0 PASSED, 1 FAILED, 2 INDETERMINATE, 64 misuse.
"""

FORMAT: Final = "hocba-extract-verdict/1"
_HEADLINES: Final = {
    Outcome.PASSED: "✓ TRÍCH LỤC THẬT (PASSED)",
    Outcome.FAILED: "✗ TRÍCH LỤC KHÔNG ĐẠT (FAILED)",
    Outcome.INDETERMINATE: "? CHƯA ĐỦ CĂN CỨ (INDETERMINATE)",
}
_NOT_DONE: Final = (Step.SLOTS, Step.RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. at: None means now."""

    file: Path
    trust: Path | None
    as_json: bool
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What it takes to answer."""

    documents: Documents
    trust: Trust
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """All that was found. against: findings of status lists, and what the trust lacks."""

    verdict: ExtractVerdict
    extract: ParsedExtract | None
    against: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        weights = {finding.weight for finding in self.against}
        found = {Outcome(weight.value) for weight in weights if weight is not Weight.WARNING}
        return heaviest({self.verdict.outcome, *found})


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("file", type=existing_file, metavar="FILE")
    parser.add_argument("--trust", type=existing_folder)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--at", type=instant)
    given = parser.parse_args(arguments)
    return Asked(file=given.file, trust=given.trust, as_json=given.json, at=given.at)


def verified(question: Asked, means: Means) -> int:
    """Verify, print and return the exit code."""
    examined, status = examine_extract_alone(
        question.file.read_bytes(),
        documents=means.documents,
        trust=means.trust,
        now=means.now,
    )
    answer = _Answer(
        verdict=examined.verdict,
        extract=examined.extract,
        against=(*status, *means.trust.lacks),
    )
    print(_as_json(answer) if question.as_json else "\n".join(map(_plain, _as_text(answer))))
    return EXIT[answer.outcome]


def _plain(line: str) -> str:
    # What stands in a hostile document must not steer the reader's terminal.
    return "".join(c if c.isprintable() else " " for c in line)


def _as_text(answer: _Answer) -> Iterable[str]:
    yield _HEADLINES[answer.outcome]
    extract = answer.extract
    if extract is not None and answer.outcome is not Outcome.FAILED:
        shown = extract.shown
        general = shown.general
        yield f"  {shown.full_name}, sinh ngày {shown.born_on:%d/%m/%Y}"
        yield f"  lớp {general.class_name}, {shown.school.name}, năm học {general.school_year}"
        yield (f"  mã học bạ {shown_record_code(general.record_code)}, phiên bản {general.version}")
        yield f"  cho xem {len(extract.leaves)} / {extract.leaf_count} phần: {_labels(extract)}"
    for step in EXTRACT_STEPS:
        outcome = answer.verdict.outcome_of_step(step)
        yield f"  {step.value:2} {STEP_NAMES[step][0]} / {STEP_NAMES[step][1]}: {outcome.value}"
        for finding in answer.verdict.of_step(step):
            yield from _finding(finding)
    for step in _NOT_DONE:
        yield f"  {step.value:2} {STEP_NAMES[step][0]} / {STEP_NAMES[step][1]}: –"
    for finding in answer.against:
        yield from _finding(finding)
    yield "  Còn hiệu lực hay không: hỏi Kho, hoặc danh sách tình trạng của năm học."
    yield "  Whether it is in force: ask the repository, or the status list of its year."


def _finding(finding: Finding) -> Iterable[str]:
    yield f"   - {told(finding.code, finding.details, 'vi')} [{finding.code}]"
    yield f"     {told(finding.code, finding.details, 'en')}"
    yield f"     {mend(finding.code, finding.details, 'vi')}"


def _labels(extract: ParsedExtract) -> str:
    return ", ".join(leaf_label(leaf.form) for leaf in extract.leaves)


def _as_json(answer: _Answer) -> str:
    extract, verdict = answer.extract, answer.verdict
    told_all: dict[str, Any] = {
        "format": FORMAT,
        "outcome": answer.outcome.value,
        "record": None if extract is None else _record(extract),
        "steps": [
            {
                "step": step.value,
                "name": step.name,
                "outcome": verdict.outcome_of_step(step).value,
                "reached": step in verdict.reached,
                "findings": [_told(finding) for finding in verdict.of_step(step)],
            }
            for step in EXTRACT_STEPS
        ],
        "not_done": [step.name for step in _NOT_DONE],
        "against": [_told(finding) for finding in answer.against],
    }
    return json.dumps(told_all, ensure_ascii=False, indent=2)


def _record(extract: ParsedExtract) -> dict[str, Any]:
    general, shown = extract.shown.general, extract.shown
    return {
        "code": general.record_code,
        "school_year": str(general.school_year),
        "version": general.version,
        "environment": general.environment.value,
        "school": shown.school.code,
        "pupil": shown.full_name,
        "shown": [leaf_label(leaf.form) for leaf in extract.leaves],
        "withheld": extract.withheld,
    }


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "weight": finding.weight.value,
        "where": finding.where,
        "details": dict(finding.details),
    }
