"""`hocba verify`: is this record genuine, and had its signers the authority?"""

import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from hocba.core.terms.messages import Language
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.core.verify.verdict import Outcome, Step, unreadable
from hocba.faces.cli.arguments import Arguments, existing_file
from hocba.faces.cli.verdict_json import verdicts_as_json
from hocba.faces.cli.verdict_text import verdict_as_text
from hocba.faces.cli.verified import Verified, worst
from hocba.flow.verify_alone import Alone, Trust, examine_alone
from hocba.flow.verify_document import Examined
from hocba.ports.documents import Documents

HELP: Final = """\
hocba verify TỆP... [--trust THƯ_MỤC] [--json] [--lang vi|en] [--at THỜI_ĐIỂM]

  Kiểm tra học bạ số: bản gốc hay không, người ký có đúng thẩm quyền hay không.
  Không cần mạng, không cần máy chủ.

  TỆP                tệp .xml học bạ số, hoặc tệp PDF có kèm học bạ số
  --trust THƯ_MỤC    gốc tin cậy, danh sách thu hồi, sổ phân công (trust.json, authority.json)
  --json             in kết quả cho chương trình đọc (spec/format.md §10)
  --lang vi|en       ngôn ngữ của báo cáo, mặc định vi
  --at THỜI_ĐIỂM     kiểm tra như vào lúc đó: 2026-06-05T17:00+07:00; mặc định là bây giờ

  Mã thoát: 0 ĐẠT (PASSED), 1 KHÔNG ĐẠT (FAILED), 2 CHƯA ĐỦ CĂN CỨ (INDETERMINATE), 64 sai tham số.
  Nhiều tệp: kết quả xấu nhất.

hocba verify FILE... [--trust DIR] [--json] [--lang vi|en] [--at TIME]

  Verify digital school records: are they genuine, and had their signers the authority?
  Needs no network and no server.

  FILE               a record's .xml, or a PDF that carries one
  --trust DIR        anchors, revocation lists, registers (trust.json, authority.json)
  --json             print the result for a program to read (spec/format.md §10)
  --lang vi|en       language of the report, vi by default
  --at TIME          verify as of then: 2026-06-05T17:00+07:00; now by default

  Exit code: 0 PASSED, 1 FAILED, 2 INDETERMINATE, 64 misuse. Of several files, the worst counts.
"""

EXIT: Final = {Outcome.PASSED: 0, Outcome.FAILED: 1, Outcome.INDETERMINATE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. at: None means now."""

    files: tuple[Path, ...]
    trust: Path | None
    as_json: bool
    language: Language
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What it takes to answer. opened: takes the XML out of whatever carries it."""

    documents: Documents
    trust: Trust
    opened: Callable[[bytes], bytes]
    now: datetime
    software: str


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("files", nargs="+", type=existing_file, metavar="FILE")
    parser.add_argument("--trust", type=_folder)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    parser.add_argument("--at", type=_instant)
    given = parser.parse_args(arguments)
    return Asked(
        files=tuple(given.files),
        trust=given.trust,
        as_json=given.json,
        language=given.lang,
        at=given.at,
    )


def verify(question: Asked, means: Means) -> int:
    """Verify every file, print the report, return the exit code."""
    verified = [_verified(path, means) for path in question.files]
    lacks = means.trust.lacks
    if question.as_json:
        print(
            verdicts_as_json(
                verified,
                lacks=lacks,
                now=means.now,
                software=means.software,
                language=question.language,
            )
        )
    else:
        reports = (
            verdict_as_text(one, lacks=lacks, now=means.now, language=question.language)
            for one in verified
        )
        print("\n".join(reports), end="")
    sys.stdout.flush()
    return EXIT[worst(verified)]


def _verified(path: Path, means: Means) -> Verified:
    file = path.read_bytes()
    try:
        xml = means.opened(file)
    except Refusal as refusal:
        finding = Finding(code=refusal.code, details=refusal.details)
        verdict = unreadable(Step.BYTES, (finding,))
        return Verified(name=str(path), file=file, examined=Examined(verdict=verdict, record=None))
    found: Alone = examine_alone(xml, documents=means.documents, trust=means.trust, now=means.now)
    return Verified(
        name=str(path), file=file, examined=found.examined, refused=found.registers.refused
    )


def _folder(word: str) -> Path:
    path = Path(word)
    if not path.is_dir():
        raise ArgumentTypeError(f"không có thư mục / no such folder: {word}")
    return path


def _instant(word: str) -> datetime:
    try:
        at = datetime.fromisoformat(word)
    except ValueError as problem:
        raise ArgumentTypeError(f"không phải thời điểm / not an instant: {word}") from problem
    return at if at.tzinfo is not None else at.replace(tzinfo=VIETNAM)
