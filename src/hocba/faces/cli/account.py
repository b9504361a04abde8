"""`hocba account open`: the first way into an office."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.roles import Role
from hocba.faces.cli.arguments import Arguments
from hocba.flow.open_accounts import BY_COMMAND, WishedAccount, open_by_command
from hocba.ports.outside import Outside
from hocba.ports.sign_in import Door

HELP: Final = """\
hocba account open --office TRUONG|SO|BO --role VAI_TRÒ --log-in TÊN --name "HỌ TÊN"
                   [--school MÃ] [--again]

  Mời người mà không trang nào mời được: quản trị đầu tiên của một trường (QUAN_TRI_TRUONG, cần
  --school), cán bộ Sở (CAN_BO_SO), cán bộ Bộ (CAN_BO_BO), thanh tra (THANH_TRA). In ra một mã
  dùng một lần; người ấy mở /loi-moi, nhập mã và tự đặt mật khẩu. Đã có người thì từ chối, trừ
  khi có --again.

  Invite somebody whom no page can invite: a school's first administrator, officers of province and
  ministry, inspectors. Prints a code for one use; they open /loi-moi, type it and choose a
  password. Refused where somebody can sign in already, unless --again says so.

  Mã thoát / exit code: 0; 1 bị từ chối, refused; 64 sai tham số, misuse.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the command line asks for."""

    level: Level
    wished: WishedAccount
    again: bool


def asked(arguments: Sequence[str]) -> Question:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("act", choices=("open",))
    parser.add_argument("--office", required=True, choices=[level.value for level in Level])
    roles = sorted(role.value for of_level in BY_COMMAND.values() for role in of_level)
    parser.add_argument("--role", required=True, choices=sorted(set(roles)))
    parser.add_argument("--log-in", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--school", default="")
    parser.add_argument("--again", action="store_true")
    found = parser.parse_args(arguments)
    return Question(
        level=Level(found.office),
        wished=WishedAccount(
            log_in=found.log_in,
            display_name=found.name,
            role=Role(found.role),
            school=SchoolCode(found.school) if found.school else None,
        ),
        again=found.again,
    )


def opened(
    question: Question, outside: Outside, door: Door, say: Callable[[str], None] = print
) -> int:
    """Invite, print the code, and return the exit code. Raises: as `open_by_command`."""
    code = open_by_command(outside, door, question.wished, again=question.again)
    say(f"{question.wished.log_in}\t{code}")
    return 0
