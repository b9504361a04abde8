"""`hocba archive`: long work on all that an office keeps, and what was asked for."""

from argparse import ArgumentTypeError
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from os import cpu_count
from pathlib import Path
from typing import Final

from hocba.core.report.figures import Cut
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolYear, school_year
from hocba.core.terms.vietnam import VIETNAM
from hocba.faces.cli.arguments import Arguments, existing_folder

HELP: Final = """\
hocba archive verify   KHO [--at THỜI_ĐIỂM] [CÁCH_CHẠY]
hocba archive recount  --office SO|BO [--year NĂM_HỌC] [--cut tinh|xa|truong|khoi|lop] [CÁCH_CHẠY]
hocba archive reencode KHO --out NƠI [CÁCH_CHẠY]
hocba archive renew    --office SO|BO [--check] [CÁCH_CHẠY]

  verify    kiểm tra lại mọi học bạ trong kho / verify every record again
  recount   đếm lại từ các tệp đã nhận, so với số liệu của kho / count again from accepted bytes
  reencode  ghi lại các đoạn vào nơi khác, so từng byte / write segments anew elsewhere, compare
  renew     làm mới bằng chứng: gốc cây băm SHA-512 từng đoạn, ký, nối với lần trước, xin dấu thời
            gian (HOCBA_TIME_STAMPS) / renew evidence: signed SHA-512 roots, chained, time-stamped
            --check: so kho với lần làm mới gần nhất / hold the archive against the last renewal

KHO / ARCHIVE: --office SO|BO, hoặc / or --archive NƠI [--trust THƯ_MỤC]
NƠI / PLACE: thư mục, hoặc / a folder, or s3://thùng/tiền-tố?endpoint=...

CÁCH_CHẠY / HOW
  --engine local|tcp://HOST:PORT   máy này, hoặc cụm Dask / this machine, or a Dask cluster
  --workers N                      số tiến trình trên máy này / processes of this machine
  --journal TỆP                    nhật ký tiến độ; chạy lại thì làm tiếp / progress; run on from it
  --fresh                          bỏ phần dở dang, làm lại từ đầu / begin anew
  --json                           kết quả cho chương trình đọc / for programs

  Mã thoát / exit code: 0 đạt, khớp; 1 có cái không đạt, khác hoặc hỏng / failed, differs, damaged;
  2 chưa đủ căn cứ / indeterminate; 64 sai tham số / misuse.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """
    What the command line asks for.

    level, place: one of both names the archive. year: None for the one under way.
    out: a folder's path or an address, empty where nothing is written.
    """

    what: str
    level: Level | None
    place: str
    trust: Path | None
    at: datetime | None
    year: SchoolYear | None
    cut: Cut
    out: str
    is_check: bool
    engine: str
    workers: int
    journal: Path | None
    is_fresh: bool
    is_json: bool


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if (given.office is None) == (given.archive is None):
        parser.error("--office | --archive")
    if given.office is None and given.what in ("recount", "renew"):
        parser.error("--office")
    if given.what == "verify" and given.archive and given.trust is None:
        parser.error("--trust")
    if given.what == "reencode" and (not given.out or Path(given.out).is_file()):
        parser.error("--out")
    return Asked(
        what=given.what,
        level=Level(given.office) if given.office else None,
        place=given.archive or "",
        trust=given.trust,
        at=given.at,
        year=given.year,
        cut=Cut(given.cut),
        out=given.out,
        is_check=given.check,
        engine=given.engine,
        workers=given.workers,
        journal=given.journal,
        is_fresh=given.fresh,
        is_json=given.json,
    )


def _parser() -> Arguments:
    parser = Arguments(HELP)
    add = parser.add_argument
    add("what", choices=("verify", "recount", "reencode", "renew"))
    add("--office", choices=[level.value for level in (Level.PROVINCE, Level.MINISTRY)])
    add("--archive")
    add("--trust", type=existing_folder)
    add("--at", type=_instant)
    add("--year", type=school_year)
    add("--cut", choices=[cut.value for cut in Cut], default=Cut.PROVINCE.value)
    add("--out", default="")
    add("--check", action="store_true")
    add("--engine", default="local", type=_engine)
    add("--workers", type=_count, default=cpu_count() or 1)
    add("--journal", type=Path)
    add("--fresh", action="store_true")
    add("--json", action="store_true")
    return parser


def _engine(word: str) -> str:
    if word != "local" and not word.startswith(("tcp://", "tls://")):
        raise ArgumentTypeError(f"local | tcp://HOST:PORT: {word}")
    return word


def _count(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise ArgumentTypeError(f"≥ 1: {word}")
    return int(word)


def _instant(word: str) -> datetime:
    try:
        at = datetime.fromisoformat(word)
    except ValueError as problem:
        raise ArgumentTypeError(f"không phải thời điểm / not an instant: {word}") from problem
    return at if at.tzinfo is not None else at.replace(tzinfo=VIETNAM)
