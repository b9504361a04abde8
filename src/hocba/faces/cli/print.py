"""`hocba print`: a verified record on the official form, as a PDF."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from hocba.core.publish.binding import bound
from hocba.core.publish.paper import key_of
from hocba.core.verify.verdict import Outcome
from hocba.faces.cli.arguments import Arguments, existing_folder
from hocba.flow.print_record import form_of, read_of
from hocba.flow.print_years import bound_name
from hocba.flow.verify_alone import Trust, examine_alone
from hocba.flow.verify_document import Examined
from hocba.ports.documents import Documents
from hocba.ports.paper import Printer

HELP: Final = """\
hocba print TỆP... [-o TỆP.pdf] [--trust THƯ_MỤC]

  In học bạ số trên mẫu của Thông tư 27/2020, 22/2021 thành tệp PDF/A-3, kèm tệp đã ký bên trong.
  Học bạ được kiểm tra trước; bản không đạt thì không in, bản chưa đủ căn cứ thì in có ghi chú.
  Nhiều tệp: các năm học của một học sinh, in chung thành một tệp.

  TỆP                tệp .xml học bạ số, hoặc tệp PDF có kèm học bạ số
  -o TỆP.pdf         nơi ghi; mặc định là tên theo mã học bạ, trong thư mục hiện tại
  --trust THƯ_MỤC    gốc tin cậy, danh sách thu hồi, sổ phân công (như hocba verify)

  Mã thoát: 0 đã in và ĐẠT (PASSED), 1 không in, 2 đã in, CHƯA ĐỦ CĂN CỨ (INDETERMINATE),
  64 sai tham số.

hocba print FILE... [-o FILE.pdf] [--trust DIR]

  Print a digital school record on the form of Thông tư 27/2020 or 22/2021 as PDF/A-3, with the
  signed file inside. The record is verified first; one that failed is not printed, one that
  could not be checked in full is printed with a note. Several files: the years of one pupil,
  bound into one PDF.

  FILE               a record's .xml, or a PDF that carries one
  -o FILE.pdf        where to write; by default a name made of the record code, in this folder
  --trust DIR        anchors, revocation lists, registers (as for hocba verify)

  Exit code: 0 printed and PASSED, 1 not printed, 2 printed, INDETERMINATE, 64 misuse.
"""

EXIT: Final = {Outcome.PASSED: 0, Outcome.FAILED: 1, Outcome.INDETERMINATE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. to: None means a name made of the record code."""

    files: tuple[Path, ...]
    to: Path | None
    trust: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What it takes to print. opened: takes every XML out of whatever carries it, by name."""

    documents: Documents
    trust: Trust
    printer: Printer
    opened: Callable[[bytes], Mapping[str, bytes]]
    now: datetime


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("files", nargs="+", type=_file, metavar="FILE")
    parser.add_argument("-o", dest="to", type=Path)
    parser.add_argument("--trust", type=existing_folder)
    given = parser.parse_args(arguments)
    return Asked(files=tuple(given.files), to=given.to, trust=given.trust)


def print_file(question: Asked, means: Means) -> int:
    """
    Print the years that are named and return the exit code: the worst of them.

    Raises: Refusal "paper.not_genuine", other "paper.*" and those of reading; told by the
    program's start.
    """
    files = [xml for path in question.files for xml in means.opened(path.read_bytes()).values()]
    found = [_examined(xml, means) for xml in files]
    forms = [form_of(xml, examined) for xml, examined in zip(files, found, strict=True)]
    pdf = means.printer.bind(bound(forms))
    to = question.to or Path(bound_name([key_of(read_of(each).content) for each in found]))
    to.write_bytes(pdf)
    print(to)
    unsure = [each.verdict for each in found if each.verdict.outcome is not Outcome.PASSED]
    if unsure:
        _warn(sum(len(verdict.findings) for verdict in unsure))
    return EXIT[unsure[0].outcome if unsure else Outcome.PASSED]


def _examined(xml: bytes, means: Means) -> Examined:
    return examine_alone(xml, documents=means.documents, trust=means.trust, now=means.now).examined


def _warn(count: int) -> None:
    print(
        f"hocba: đã in với ghi chú: {count} điều chưa kiểm tra được; xem hocba verify\n"
        f"hocba: printed with a note: {count} things could not be checked; see hocba verify",
        file=sys.stderr,
    )


def _file(word: str) -> Path:
    path = Path(word)
    if not path.is_file():
        raise ArgumentTypeError(f"không có tệp / no such file: {word}")
    return path
