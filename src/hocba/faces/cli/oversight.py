"""`hocba oversight`: count on along an office's log; for a daily timer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hocba.core.sign.register import Level
from hocba.faces.cli.arguments import Arguments
from hocba.flow.count_traits import count_traits
from hocba.ports.outside import Outside

HELP: Final = """\
hocba oversight [--office BO|SO] [--anew]

  Đếm tiếp phần mềm, tổ chức chứng thực và các dấu hiệu giám sát theo nhật ký. --anew: bỏ số cũ,
  đếm lại từ mục đầu. Dừng giữa chừng thì lần sau đếm tiếp từ chỗ dừng.

  Count software, certificate authorities and signals on along the log. --anew: drop what was
  counted and begin with the first entry. Broken off, the next run goes on from there.

  Mã thoát / exit code: 0 xong, done; 64 sai tham số, misuse.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for."""

    level: Level
    is_anew: bool


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("--office", choices=("BO", "SO"), default="BO")
    parser.add_argument("--anew", action="store_true")
    given = parser.parse_args(arguments)
    return Asked(level=Level(given.office), is_anew=given.anew)


def counted(question: Asked, outside: Outside) -> int:
    """Count, say how far, and return the exit code."""
    if question.is_anew:
        # A crash after this line leaves nothing counted; the next run begins with the first entry.
        outside.desk.traits.forget()
    done = count_traits(outside)
    place, size = outside.desk.traits.next_index(), outside.repository.log().size
    print(f"hocba oversight: +{done}, {place}/{size}")
    return 0
