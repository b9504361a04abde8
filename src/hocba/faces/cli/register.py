"""`hocba register`: registers of assignments carried by hand between installations."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba.core.sign.register import Level
from hocba.core.terms.messages import spoken, told
from hocba.core.terms.outcomes import Refusal
from hocba.faces.cli.arguments import Arguments, existing_file
from hocba.flow.take_register import take_register
from hocba.ports.outside import Outside

HELP: Final = """\
hocba register write --office TRUONG|SO|BO [--out THƯ_MỤC]
hocba register take --office TRUONG|SO|BO SỔ.xml...

  Ghi các sổ phân công đang giữ ra tệp; nhận sổ mang từ nơi khác đến (sổ của Bộ về Sở, của Sở về
  trường). Chỉ nhận sổ đã ký bởi người có thẩm quyền.
  Write the registers that are kept to files; take in registers brought from elsewhere (the
  ministry's at a province, a province's at a school). Only what its signer was entitled to sign.

  Mã thoát / exit code: 0 xong, done; 1 có sổ bị từ chối, one was refused; 64 sai tham số, misuse.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. out: where `write` puts the files."""

    what: str
    level: Level
    files: tuple[Path, ...]
    out: Path


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("what", choices=("write", "take"))
    parser.add_argument("files", nargs="*", type=existing_file)
    parser.add_argument("--office", choices=[level.value for level in Level], required=True)
    parser.add_argument("--out", type=Path, default=Path())
    # A file may stand before or after --office, also where none is needed.
    given = parser.parse_intermixed_args(arguments)
    if (given.what == "take") != bool(given.files):
        parser.error("take: SỔ.xml...; write: --out")
    return Asked(
        what=given.what, level=Level(given.office), files=tuple(given.files), out=given.out
    )


def carried(question: Asked, outside: Outside) -> int:
    """Write or take every register, say what came of it, and return the exit code."""
    if question.what == "write":
        return _written(question, outside)
    refused = 0
    for path in question.files:
        try:
            register = take_register(outside, path.read_bytes())
            print(f"{path}: {register.level.value} {register.unit}, {register.number}")
        except Refusal as refusal:
            refused += 1
            print(f"{path}: {told(refusal.code, refusal.details)} [{refusal.code}]")
            for finding in refusal.findings:
                print(f"  - {spoken(finding)} [{finding.code}]")
    return 1 if refused else 0


def _written(question: Asked, outside: Outside) -> int:
    question.out.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(outside.registers.files(), start=1):
        path = question.out / f"so-phan-cong-{number:02}.xml"
        path.write_bytes(file)
        print(path)
    return 0
