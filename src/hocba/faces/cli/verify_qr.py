"""`hocba verify-qr`: is the signed code on a paper genuine? No line, no server, no address."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from hocba.core.publish.code_check import CodeVerdict, SignatureCheck, judge_code
from hocba.core.publish.printed_code import read_code
from hocba.core.publish.status_list import Listed
from hocba.core.terms.codes import shown_record_code
from hocba.core.terms.messages import mend, told
from hocba.core.terms.vietnam import VIETNAM
from hocba.core.verify.verdict import Outcome
from hocba.faces.cli.arguments import Arguments, existing_folder
from hocba.flow.printed_codes import KEY_LIST, heard_key_list
from hocba.flow.status_lists import StatusDesk
from hocba.ports.certificates import CertificatePaths

HELP: Final = """\
hocba verify-qr [MÃ] --trust THƯ_MỤC [--json]

  Kiểm tra mã QR có chữ ký in trên học bạ, không cần mạng. Không bao giờ mở địa chỉ nào trong mã.

  MÃ                 chữ đọc được từ mã QR (HOCBA2:...); bỏ trống thì đọc từ đầu vào chuẩn
  --trust THƯ_MỤC    gốc tin cậy có danh sách khóa mã in (code-keys.jws)
  --json             in kết quả cho chương trình đọc

  Mã thoát: 0 ĐẠT (PASSED), 1 KHÔNG ĐẠT (FAILED), 2 CHƯA ĐỦ CĂN CỨ (INDETERMINATE), 64 sai tham số.

hocba verify-qr [CODE] --trust DIR [--json]

  Verify the signed QR code of a printed record without a line. Never opens an address in it.

  CODE               the text in the QR code (HOCBA2:...); read from standard input if left out
  --trust DIR        anchors and the list of keys for printed codes (code-keys.jws)
  --json             print the result for a program to read

  Exit code: 0 PASSED, 1 FAILED, 2 INDETERMINATE, 64 misuse.
"""

_EXIT: Final = {Outcome.PASSED: 0, Outcome.FAILED: 1, Outcome.INDETERMINATE: 2}
_HEADLINE: Final = {
    Outcome.PASSED: "MÃ THẬT (PASSED)",
    Outcome.FAILED: "MÃ KHÔNG ĐẠT (FAILED)",
    Outcome.INDETERMINATE: "CHƯA ĐỦ CĂN CỨ (INDETERMINATE)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for."""

    text: str
    trust: Path
    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What it takes to answer. ministry: fingerprints of the pinned certificates, hex."""

    paths: CertificatePaths
    ministry: frozenset[str]
    check: SignatureCheck
    now: datetime
    statuses: StatusDesk


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("text", nargs="?", metavar="CODE")
    parser.add_argument("--trust", type=existing_folder, required=True)
    parser.add_argument("--json", action="store_true", dest="as_json")
    given = parser.parse_args(arguments)
    text = sys.stdin.readline() if given.text is None else given.text
    return Asked(text=text, trust=given.trust, as_json=given.as_json)


def verify_qr(question: Asked, means: Means) -> int:
    """
    Answer and return the exit code.

    Raises: Refusal "printed.*"; told by the program's start.
    """
    written = (question.trust / KEY_LIST).read_text("ascii")
    listed = heard_key_list(written, paths=means.paths, ministry=means.ministry, now=means.now)
    verdict = judge_code(read_code(question.text), listed, check=means.check, now=means.now)
    verdict = _with_status(verdict, means.statuses)
    print(_as_json(verdict) if question.as_json else _as_text(verdict))
    return _EXIT[verdict.outcome]


def _with_status(verdict: CodeVerdict, statuses: StatusDesk) -> CodeVerdict:
    claims = verdict.claims
    status = statuses.status(
        school_year=claims.key.school_year,
        environment=claims.environment,
        content_digest=claims.content_digest,
    )
    return verdict.weighed_with(status.findings, is_in_force=status.listed is Listed.NOT_LISTED)


def _as_text(verdict: CodeVerdict) -> str:
    claims = verdict.claims
    lines = [_HEADLINE[verdict.outcome]]
    if verdict.outcome is not Outcome.FAILED:
        lines += [
            f"  {claims.pupil}, sinh ngày {claims.born_on:%d/%m/%Y}",
            f"  lớp {claims.class_name}, {claims.school}, năm học {claims.key.school_year}",
            f"  kết quả: {claims.result}",
            f"  mã học bạ {shown_record_code(claims.key.record_code)}, bản {claims.key.version}",
            f"  dấu nội dung {claims.content_digest.hex()}",
            f"  mã do {verdict.key.name if verdict.key else claims.issuer} lập"
            f" {claims.issued_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
        ]
        lines += [f"  sổ log {claims.log.log}, dòng {claims.log.index}"] if claims.log else []
    for finding in verdict.findings:
        lines.append(f"  - {told(finding.code, finding.details, 'vi')}")
        lines.append(f"    {told(finding.code, finding.details, 'en')}")
        lines.append(f"    {mend(finding.code, finding.details, 'vi')}")
    if verdict.is_in_force:
        lines.append("  Không bị thay thế hay thu hồi theo danh sách tình trạng đang có.")
    elif verdict.outcome is Outcome.PASSED:
        lines.append("  Mã không nói bản này đã được thay thế hay chưa; hỏi Kho khi có mạng.")
    return "\n".join(lines)


def _as_json(verdict: CodeVerdict) -> str:
    claims = verdict.claims
    result = {
        "outcome": verdict.outcome.value,
        "issuer": claims.issuer,
        "issued_at": claims.issued_at.isoformat(),
        "record": str(claims.key),
        "environment": claims.environment.value,
        "school": claims.school,
        "pupil": claims.pupil,
        "born_on": claims.born_on.isoformat(),
        "class": claims.class_name,
        "result": claims.result,
        "content_digest": claims.content_digest.hex(),
        "log": claims.log and {"log": claims.log.log, "index": claims.log.index},
        "is_in_force": verdict.is_in_force,
        "findings": [
            {"code": f.code, "weight": f.weight.value, "details": dict(f.details)}
            for f in verdict.findings
        ],
    }
    return json.dumps(result, ensure_ascii=False, indent=2)
