"""`hocba verify`: is this record genuine, and had its signers the authority?"""

import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import Final

from hocba.core.terms.messages import Language
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.core.verify.verdict import Outcome, Step, unreadable
from hocba.faces.cli.arguments import Arguments, existing_file, existing_folder
from hocba.faces.cli.verdict_json import around_verdicts, verdict_as_json
from hocba.faces.cli.verdict_text import verdict_as_text
from hocba.faces.cli.verified import Verified, heaviest
from hocba.flow.verify_alone import Alone, Trust, examine_alone, examine_partial_alone
from hocba.flow.verify_document import Examined, is_partial
from hocba.ports.documents import Documents

HELP: Final = """\
hocba verify TỆP... [--trust THƯ_MỤC] [--json] [--lang vi|en] [--at THỜI_ĐIỂM]
             [--stamp TỆP]... [--workers SỐ]

  Kiểm tra học bạ số: bản gốc hay không, người ký có đúng thẩm quyền hay không.
  Không cần mạng, không cần máy chủ.

  TỆP                tệp .xml học bạ số, hoặc tệp PDF có kèm học bạ số (một hay nhiều năm học);
                     học bạ một phần của học sinh chuyển trường cũng vậy
  --trust THƯ_MỤC    gốc tin cậy, danh sách thu hồi, sổ phân công (trust.json, authority.json)
  --json             in kết quả cho chương trình đọc (spec/format.md §10)
  --lang vi|en       ngôn ngữ của báo cáo, mặc định vi
  --at THỜI_ĐIỂM     kiểm tra như vào lúc đó: 2026-06-05T17:00+07:00; mặc định là bây giờ
  --stamp TỆP        dấu thời gian trên con dấu, để riêng ngoài tệp (hồ sơ chứng cứ, dau-thoi-gian/)
  --workers SỐ       số tiến trình khi kiểm tra nhiều tệp; mặc định: 1 nếu ít tệp, nếu nhiều thì
                     bằng số nhân của máy

  Mã thoát: 0 ĐẠT (PASSED), 1 KHÔNG ĐẠT (FAILED), 2 CHƯA ĐỦ CĂN CỨ (INDETERMINATE), 64 sai tham số.
  Nhiều tệp: kết quả xấu nhất.

hocba verify FILE... [--trust DIR] [--json] [--lang vi|en] [--at TIME]
             [--stamp FILE]... [--workers NUMBER]

  Verify digital school records: are they genuine, and had their signers the authority?
  Needs no network and no server.

  FILE               a record's .xml, or a PDF that carries one or several years of one;
                     the partial record of a pupil who changed school as well
  --trust DIR        anchors, revocation lists, registers (trust.json, authority.json)
  --json             print the result for a program to read (spec/format.md §10)
  --lang vi|en       language of the report, vi by default
  --at TIME          verify as of then: 2026-06-05T17:00+07:00; now by default
  --stamp FILE       a time stamp on the seal that stands beside the file (dau-thoi-gian/)
  --workers NUMBER   processes for many files; by default 1 for few, for many one a core

  Exit code: 0 PASSED, 1 FAILED, 2 INDETERMINATE, 64 misuse. Of several files, the worst counts.
"""

_IN_MEMORY: Final = 8 * 1024 * 1024
"""Bytes of reports that wait in memory before they go to a file."""

EXIT: Final = {Outcome.PASSED: 0, Outcome.FAILED: 1, Outcome.INDETERMINATE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. at: None means now. workers: None means by the files."""

    files: tuple[Path, ...]
    trust: Path | None
    as_json: bool
    language: Language
    at: datetime | None
    workers: int | None
    stamps: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What it takes to answer. opened: takes every XML out of whatever carries it, by name."""

    documents: Documents
    trust: Trust
    opened: Callable[[bytes], Mapping[str, bytes]]
    now: datetime
    software: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The report on one file, as it is printed, and what came of it."""

    written: str
    outcome: Outcome


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("files", nargs="+", type=existing_file, metavar="FILE")
    parser.add_argument("--trust", type=existing_folder)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    parser.add_argument("--at", type=instant)
    parser.add_argument("--stamp", type=existing_file, action="append", default=[])
    parser.add_argument("--workers", type=_count)
    given = parser.parse_args(arguments)
    return Asked(
        files=tuple(given.files),
        trust=given.trust,
        as_json=given.json,
        language=given.lang,
        at=given.at,
        workers=given.workers,
        stamps=tuple(path.read_bytes() for path in given.stamp),
    )


def answered(path: Path, question: Asked, means: Means) -> tuple[Answered, ...]:
    """Verify one file and write the report on it; a print of several years has one a year."""
    return tuple(_answer(one, question, means) for one in _verified(path, question, means))


def _answer(one: Verified, question: Asked, means: Means) -> Answered:
    if question.as_json:
        written = verdict_as_json(one, question.language)
    else:
        lacks, now = means.trust.lacks, means.now
        written = verdict_as_text(one, lacks=lacks, now=now, language=question.language)
    return Answered(written=written, outcome=one.outcome)


def verify(question: Asked, means: Means, answers: Iterable[Answered]) -> int:
    """Print the answers on all files, in their order, and return the exit code."""
    outcome = _print_json(answers, question, means) if question.as_json else _print_text(answers)
    sys.stdout.flush()
    return EXIT[outcome]


def _print_text(answers: Iterable[Answered]) -> Outcome:
    found = Outcome.PASSED
    for number, one in enumerate(answers):
        print("\n" if number else "", one.written, sep="", end="")
        found = heaviest((found, one.outcome))
    return found


def _print_json(answers: Iterable[Answered], question: Asked, means: Means) -> Outcome:
    found = Outcome.PASSED
    # The worst outcome stands before the files: they wait on disk once they are many.
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8") as waiting:
        for number, one in enumerate(answers):
            waiting.write(f",\n{one.written}" if number else one.written)
            found = heaviest((found, one.outcome))
        before, after = around_verdicts(
            found,
            lacks=means.trust.lacks,
            now=means.now,
            software=means.software,
            language=question.language,
        )
        waiting.seek(0)
        print(before, end="")
        copyfileobj(waiting, sys.stdout)
        print(after, end="")
    return found


def _verified(path: Path, question: Asked, means: Means) -> tuple[Verified, ...]:
    file = path.read_bytes()
    try:
        held = means.opened(file)
    except Refusal as refusal:
        finding = Finding(code=refusal.code, details=refusal.details)
        examined = Examined(verdict=unreadable(Step.BYTES, (finding,)), record=None)
        return (Verified(name=str(path), file=file, examined=examined),)
    if len(held) == 1:
        (xml,) = held.values()
        stamps = (*question.stamps, *means.documents.stamps_in(file))
        return (_one(str(path), file, xml, replace(question, stamps=stamps), means),)
    return tuple(_one(f"{path}#{name}", xml, xml, question, means) for name, xml in held.items())


def _one(name: str, file: bytes, xml: bytes, question: Asked, means: Means) -> Verified:
    found: Alone = examine_alone(
        xml,
        documents=means.documents,
        trust=means.trust,
        now=means.now,
        stamps=question.stamps,
    )
    if is_partial(found.examined):
        part = examine_partial_alone(
            xml,
            documents=means.documents,
            trust=means.trust,
            now=means.now,
            stamps=question.stamps,
        )
        refused = part.registers.refused
        return Verified(name=name, file=file, examined=part.examined, refused=refused)
    return Verified(
        name=name,
        file=file,
        examined=found.examined,
        refused=found.registers.refused,
        status=found.status,
    )


def _count(word: str) -> int:
    number = int(word)
    if number < 1:
        raise ArgumentTypeError(f"ít nhất 1 / at least 1: {word}")
    return number


def instant(word: str) -> datetime:
    """Read an argument that names an instant; one without a zone is Vietnam's."""
    try:
        at = datetime.fromisoformat(word)
    except ValueError as problem:
        raise ArgumentTypeError(f"không phải thời điểm / not an instant: {word}") from problem
    return at if at.tzinfo is not None else at.replace(tzinfo=VIETNAM)
