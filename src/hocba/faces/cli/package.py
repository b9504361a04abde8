"""`hocba package`: packages by courier, for lines that are weak or not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba.core.sign.register import Level
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.terms.roles import Role
from hocba.faces.cli.arguments import Arguments, existing_file
from hocba.flow.deliver_package import deliver
from hocba.flow.receive_package import receive
from hocba.flow.send_package import SIGNATURES_OF_A_PROVINCE_PACKAGE, pack_province
from hocba.flow.take_receipt import take_receipt
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside

HELP: Final = """\
hocba package receive --office SO|BO GÓI.zip... [--out THƯ_MỤC]
hocba package waiting --office TRUONG|SO [--out THƯ_MỤC]
hocba package receipt --office TRUONG|SO BIÊN_NHẬN.xml...
hocba package make --office SO --by TÊN_ĐĂNG_NHẬP
hocba package send --office TRUONG|SO

  Nhận gói nộp chuyển tay (USB) và trả đúng biên nhận như gửi qua mạng; ghi ra tệp các gói chưa có
  biên nhận để mang đi; nhận biên nhận mang về. `send` gửi mọi gói đang chờ qua mạng (hẹn giờ).
  `make` đóng gói mọi tệp đã nhận mà Bộ chưa có, nhân danh cán bộ Sở được nêu (hẹn giờ, trước
  `send`); khi còn gói chờ biên nhận thì không đóng gói mới.
  Take in packages brought by hand, with the very receipts that the line would give; write the
  packages that wait for a receipt to files, to be carried; take receipts. `send` hands all that
  wait over by the line, for a timer; what could not be sent waits on. `make` packs all that was
  accepted and that the ministry has not got, in the name of an officer of the province (for a
  timer, before `send`); while a package waits for its receipt, none is made.

  Mã thoát / exit code: 0 xong, done; 1 có gói bị từ chối, something was refused; 64 sai tham số.
"""


_AS_OFFICER: Final = {"act": "NOP", "role": "CAN_BO_SO"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """
    What the command line asks for.

    out: None means beside each package, or here. by: the log-in of an officer.
    """

    what: str
    level: Level
    files: tuple[Path, ...]
    out: Path | None
    by: str = ""


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("what", choices=("receive", "waiting", "receipt", "make", "send"))
    parser.add_argument("files", nargs="*", type=existing_file)
    parser.add_argument("--office", choices=[level.value for level in Level], required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--by", default="")
    # A file may stand before or after --office, also where none is needed.
    given = parser.parse_intermixed_args(arguments)
    if (given.what in ("waiting", "make", "send")) == bool(given.files):
        parser.error("receive, receipt: TỆP...; waiting: --out; make: --by; send")
    level = Level(given.office)
    if (given.what == "make") != (level is Level.PROVINCE and bool(given.by)) and (
        given.what == "make" or given.by
    ):
        parser.error("make: --office SO --by TÊN_ĐĂNG_NHẬP")
    return Asked(what=given.what, level=level, files=tuple(given.files), out=given.out, by=given.by)


def carry(question: Asked, outside: Outside) -> int:
    """Take every file in, say what came of it, and return the exit code."""
    if question.what == "waiting":
        return _written(question.out or Path(), outside)
    if question.what == "send":
        return _sent(outside)
    if question.what == "make":
        return _made(outside, question.by)
    refused = 0
    for path in question.files:
        try:
            print(f"{path}: {_taken(question, outside, path)}")
        except Refusal as refusal:
            refused += 1
            _say(str(path), refusal)
    return 1 if refused else 0


def _taken(question: Asked, outside: Outside, path: Path) -> str:
    if question.what == "receipt":
        receipt = take_receipt(outside, path.read_bytes())
        return f"biên nhận của {receipt.head.sender}, {len(receipt.answers)} mục"
    with path.open("rb") as file:
        answer = receive(outside, file)
    folder = question.out or path.parent
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{path.stem}.bien-nhan.xml"
    target.write_bytes(answer)
    return f"đã nhận, biên nhận: {target}"


def _written(folder: Path, outside: Outside) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for package in outside.outbox.waiting():
        path = folder / f"{package.message_id}.zip"
        path.write_bytes(outside.outbox.file(package.message_id))
        print(path)
    return 0


def _say(what: str, problem: Refusal | Fault) -> None:
    print(f"{what}: {told(problem.code, problem.details)} [{problem.code}]")
    for finding in problem.findings if isinstance(problem, Refusal) else ():
        print(f"  - {finding.where}: {told(finding.code, finding.details)} [{finding.code}]")


def _made(outside: Outside, username: str) -> int:
    """Pack what the ministry has not got; the officer's standing order is the consent."""
    if outside.outbox.waiting():
        print("còn gói chờ biên nhận: hocba package send")
        return 0
    officers = [
        actor
        for actor in outside.accounts.actors_of(username)
        if actor.role is Role.PROVINCE_OFFICER
    ]
    if not officers:
        print(f"{username}: {told('permit.not_your_role', _AS_OFFICER)} [permit.not_your_role]")
        return 1
    consent = Consent(
        consent_id=outside.chance.draw(16).hex(),
        by=officers[0].person,
        at=outside.clock.now(),
        purpose="Đóng gói theo lịch những tệp Sở đã nhận mà Bộ chưa có",
        count=SIGNATURES_OF_A_PROVINCE_PACKAGE,
    )
    try:
        package = pack_province(outside, actor=officers[0], consent=consent)
    except Refusal as refusal:
        if refusal.code == "package.nothing_to_send":
            print("không có gì mới để gửi")
            return 0
        _say(outside.office.code, refusal)
        return 1
    print(f"{package.message_id}: {package.count} tệp")
    return 0


def _sent(outside: Outside) -> int:
    """Hand over what waits, oldest first; one that is refused keeps no other from going."""
    refused = 0
    for package in outside.outbox.waiting():
        try:
            receipt = deliver(outside, package.message_id)
        except (Refusal, Fault) as problem:
            refused += 1
            _say(package.message_id, problem)
            continue
        print(f"{package.message_id}: biên nhận của {receipt.head.sender}, {len(receipt.answers)}")
    return 1 if refused else 0
