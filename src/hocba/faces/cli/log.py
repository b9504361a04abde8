"""`hocba log`: publish, prove, verify and witness the log of what was accepted."""

import json
from argparse import ArgumentTypeError
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from hocba.core.publish.log_proof import LogProof, read_proof
from hocba.core.publish.notes import Checkpoint, SignatureCheck, VerifierKey, verifier_key
from hocba.core.sign.register import Level
from hocba.core.terms.codes import RecordKey, completed_record_code, parsed_record_code, school_year
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.faces.cli.arguments import Arguments
from hocba.flow.publish_log import log_key, prove, publish, rebuild, take_cosignature
from hocba.flow.verify_log import LogReport, verify_log, verify_proof
from hocba.flow.witness_log import witness, witness_key
from hocba.ports.log_store import LogSource
from hocba.ports.outside import Outside

HELP: Final = """\
hocba log checkpoint [--office BO|SO] [--take TỆP --witness KHÓA] [--json]
hocba log prove MÃ-NĂM_HỌC-vPHIÊN_BẢN [--office BO|SO] [--out TỆP] [--json]
hocba log verify NHẬT_KÝ|BẰNG_CHỨNG --key KHÓA [--witness KHÓA]... [--record TỆP] [--json]
hocba log witness NHẬT_KÝ --key KHÓA [--office SO|BO] [--out TỆP] [--json]
hocba log rebuild [--office BO|SO] [--json]

  Nhật ký của Kho: mỗi tệp được nhận là một mục, chỉ thêm, không sửa, không xóa; ai cũng kiểm tra
  được. Nhật ký chỉ chứa giá trị băm, không có tên học sinh, không có điểm.

  checkpoint  công bố nốt phần còn thiếu, in đầu nhật ký đã ký và khóa kiểm tra.
              --take: gắn thêm chữ ký làm chứng mà nơi làm chứng đã đưa
  prove       bằng chứng một học bạ có trong nhật ký (tệp .tlog-proof, tự kiểm tra được)
  verify      kiểm tra toàn bộ nhật ký, hoặc một bằng chứng, chỉ từ các tệp; không cần máy chủ.
              --record: tệp học bạ mà bằng chứng nói tới
  witness     làm chứng cho nhật ký của đơn vị khác: so với lần xem trước, ký nếu chỉ dài thêm,
              BÁO ĐỘNG log.inconsistent nếu lịch sử bị sửa
  rebuild     tạo lại mọi tệp của nhật ký từ Kho, so sánh, sửa tệp hỏng

  NHẬT_KÝ: thư mục có tệp checkpoint, hoặc địa chỉ https của thư mục ấy.
  Mã thoát: 0 đúng, 1 sai hoặc bị từ chối, 64 sai tham số, 70 sự cố.

  The repository's log: every accepted file is an entry; entries are only ever added, and anybody
  can check that. It holds digests only, no names and no marks.

  checkpoint  publish what is still missing, print the signed head and the verifier keys.
              --take FILE: add the cosignature that a witness handed back
  prove       prove that a record is in the log (a .tlog-proof file that stands by itself)
  verify      verify a whole log, or one proof, from its files alone; needs no server.
              --record FILE: the record that the proof is about
  witness     witness another office's log: compare with the last look, cosign if it only grew,
              raise the alarm log.inconsistent if its past was changed
  rebuild     make every file of the log again from the repository, compare, mend

  The log is a folder that holds the file checkpoint, or the https address of that folder.
  Exit code: 0 right, 1 wrong or refused, 64 misuse, 70 a fault.
"""

_BODY_LETTERS: Final = 14

CHECKPOINT, PROVE, VERIFY, WITNESS, REBUILD = "checkpoint", "prove", "verify", "witness", "rebuild"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. target: a record's key, a log or a proof, or empty."""

    what: str
    target: str
    level: Level
    key: VerifierKey | None
    witnesses: tuple[VerifierKey, ...]
    take: Path | None
    record: Path | None
    out: Path | None
    is_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What it takes to look at a log. source: gives the log that a folder or address names."""

    source: Callable[[str], LogSource]
    check: SignatureCheck


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("what", choices=(CHECKPOINT, PROVE, VERIFY, WITNESS, REBUILD))
    parser.add_argument("target", nargs="?", default="")
    parser.add_argument("--office", choices=("BO", "SO"))
    parser.add_argument("--key", type=_key)
    parser.add_argument("--witness", type=_key, action="append", default=[])
    parser.add_argument("--take", type=Path)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if bool(given.target) != (given.what in (PROVE, VERIFY, WITNESS)):
        parser.error(f"{given.what}: NHẬT_KÝ / MÃ?")
    if given.what in (VERIFY, WITNESS) and given.key is None:
        parser.error("--key?")
    if given.take is not None and len(given.witness) != 1:
        parser.error("--take: --witness?")
    return Asked(
        what=given.what,
        target=given.target,
        level=Level(given.office or ("SO" if given.what == WITNESS else "BO")),
        key=given.key,
        witnesses=tuple(given.witness),
        take=given.take,
        record=given.record,
        out=given.out,
        is_json=given.json,
    )


def verified(question: Asked, means: Means) -> int:
    """Verify a log or a proof, print what was found, return the exit code."""
    key = _required(question.key)
    path = Path(question.target)
    witnesses, check = question.witnesses, means.check
    if path.is_file():
        proof = read_proof(path.read_text("utf-8"))
        report = verify_proof(proof, key, witnesses=witnesses, check=check)
        findings = (*report.findings, *_record_findings(proof, question.record))
    else:
        report = verify_log(means.source(question.target), key, witnesses=witnesses, check=check)
        findings = report.findings
    _tell_report(report, findings, is_json=question.is_json)
    return 1 if findings else 0


def answered(question: Asked, outside: Outside, means: Means) -> int:
    """Do what an office is asked to do with its log, and return the exit code."""
    acts: Mapping[str, Callable[[Asked, Outside, Means], int]] = {
        CHECKPOINT: _checkpoint,
        PROVE: _prove,
        WITNESS: _witness,
        REBUILD: _rebuild,
    }
    return acts[question.what](question, outside, means)


def _checkpoint(question: Asked, outside: Outside, _: Means) -> int:
    point = publish(outside)
    if point is not None and question.take is not None:
        point = take_cosignature(outside, question.take.read_text("utf-8"), question.witnesses[0])
    keys = {"khoa": log_key(outside).text, "khoa_lam_chung": witness_key(outside).text}
    if question.is_json:
        _say_json({**_shown(point), **keys})
        return 0
    print(point.note.written if point else "Nhật ký chưa có mục nào / the log is empty\n", end="")
    print(f"\nkhóa kiểm tra / verifier key: {keys['khoa']}")
    print(f"khóa làm chứng / witness key: {keys['khoa_lam_chung']}")
    return 0


def _prove(question: Asked, outside: Outside, _: Means) -> int:
    proof = prove(outside, _record_key(question.target))
    if question.out is not None:
        question.out.write_text(proof.written, "utf-8")
    if question.is_json:
        steps = [step.hex() for step in proof.path]
        _say_json({**_shown(proof.checkpoint), "vi_tri": proof.index, "duong_dan": steps})
    elif question.out is None:
        print(proof.written, end="")
    else:
        print(question.out)
    return 0


def _witness(question: Asked, outside: Outside, means: Means) -> int:
    seen = witness(outside, means.source(question.target), _required(question.key))
    point = seen.checkpoint
    if question.out is not None:
        question.out.write_text(point.note.written, "utf-8")
    if question.is_json:
        _say_json({**_shown(point), "lan_truoc": seen.before})
    elif question.out is None:
        print(point.note.written, end="")
    else:
        print(f"{question.out}: {point.origin}, {seen.before or 0} → {point.size}")
    return 0


def _rebuild(question: Asked, outside: Outside, _: Means) -> int:
    found = rebuild(outside)
    if question.is_json:
        _say_json(
            {
                "so_muc": found.size,
                "so_tep": found.tiles,
                "thieu": list(found.missing),
                "khac": list(found.differing),
            }
        )
    else:
        print(f"{found.size} mục / entries, {found.tiles} tệp / files")
        for path in found.missing:
            print(f"  thiếu, đã tạo lại / was missing, made again: {path}")
        for path in found.differing:
            print(f"  KHÁC, đã sửa / DIFFERED, mended: {path}")
    return 1 if found.missing or found.differing else 0


def _tell_report(report: LogReport, findings: Sequence[Finding], *, is_json: bool) -> None:
    point = report.checkpoint
    if is_json:
        told_findings = [{"ma": one.code, "noi": one.where, **one.details} for one in findings]
        cosigned = dict(report.cosigned)
        _say_json({**_shown(point), "lam_chung": cosigned, "phat_hien": told_findings})
        return
    print(f"{point.origin}: {point.size} mục / entries, {point.root.hex()}")
    for name, at in report.cosigned:
        print(f"  làm chứng / witnessed: {name}, {_shown_time(at)}")
    for one in findings:
        print(f"  - {told(one.code, one.details, 'vi')} [{one.code}]")
        print(f"    {told(one.code, one.details, 'en')}")
    print("SAI / WRONG" if findings else "ĐÚNG / RIGHT")


def _record_findings(proof: LogProof, record: Path | None) -> tuple[Finding, ...]:
    """Hold the record's file against the proof; the entry ends with the file's digest."""
    if record is None or proof.entry.endswith(sha256(record.read_bytes()).digest()):
        return ()
    return (Finding(code="log.other_record", where=str(record)),)


def _shown(point: Checkpoint | None) -> dict[str, object]:
    if point is None:
        return {"nhat_ky": None}
    return {
        "nhat_ky": point.origin,
        "so_muc": point.size,
        "goc": point.root.hex(),
        "checkpoint": point.note.written,
    }


def _shown_time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, VIETNAM).isoformat()


def _say_json(shown: Mapping[str, object]) -> None:
    print(json.dumps(shown, ensure_ascii=False, indent=2))


def _record_key(text: str) -> RecordKey:
    code, *rest = text.rsplit("-", 3)
    if len(rest) != 3 or not rest[2].startswith("v") or not rest[2][1:].isdecimal():
        raise Refusal("log.no_such_record", key=text)
    # A file's name leaves the check character out, for Windows allows no "*".
    is_of_a_file = len(code) == _BODY_LETTERS
    return RecordKey(
        record_code=completed_record_code(code) if is_of_a_file else parsed_record_code(code),
        school_year=school_year(f"{rest[0]}-{rest[1]}"),
        version=int(rest[2][1:]),
    )


def _key(text: str) -> VerifierKey:
    try:
        return verifier_key(text)
    except Refusal as refusal:
        raise ArgumentTypeError(told(refusal.code, refusal.details)) from refusal


def _required(key: VerifierKey | None) -> VerifierKey:
    if key is None:
        raise Refusal("log.no_verifier_key", value="")
    return key
