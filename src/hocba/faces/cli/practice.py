"""`hocba practice`: which practice schools stand, and the removal of those that nobody uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hocba.faces.cli.arguments import Arguments
from hocba.flow.practice_school import clear_practice
from hocba.ports.practice import PracticeGround

HELP: Final = """\
hocba practice [--clear DAYS]

  Liệt kê các trường tập huấn: mã, của ai, dùng lần cuối lúc nào. --clear: xóa những trường đã chừng
  ấy ngày không ai dùng, cùng mọi thứ dở dang. Trường thật không bị đụng đến.

  List practice schools: code, whose, last used. --clear: remove those that nobody has used for so
  many days, and whatever was left unfinished. Real schools are not touched.

  Mã thoát / exit code: 0 xong, done; 64 sai tham số, misuse.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. unused: None to remove nothing."""

    unused: timedelta | None


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("--clear", type=int, metavar="DAYS")
    given = parser.parse_args(arguments)
    if given.clear is not None and given.clear < 0:
        parser.error("--clear: 0..")
    return Asked(unused=None if given.clear is None else timedelta(days=given.clear))


def kept(question: Asked, ground: PracticeGround, now: datetime) -> int:
    """Remove what is asked for, list what stands, and return the exit code."""
    if question.unused is not None:
        gone = clear_practice(ground, unused=question.unused, now=now)
        print(f"hocba practice: -{gone}")
    for each in ground.all():
        print(f"{each.code}\t{each.learner or '-'}\t{each.used_at.isoformat()}")
    return 0
