"""`hocba corrections`: hand in what waits for the province, hear what it decided; for a timer."""

from collections.abc import Sequence
from typing import Final

from hocba.faces.cli.arguments import Arguments
from hocba.flow.correction_letters import hear_of_all
from hocba.ports.outside import Outside

HELP: Final = """\
hocba corrections

  Của trường có bản cài đặt riêng: gửi các đề nghị đính chính, thu hồi chưa tới Sở, và hỏi Sở đã
  quyết định gì. Dùng cho hẹn giờ; gửi lại bao nhiêu lần cũng an toàn.

  A school's in an installation of its own: hand in requests about records that have not reached the
  department, and ask what it has decided. For a timer; again is always safe.

  Mã thoát / exit code: 0 xong, done; 1 Sở không nhận, the department refuses;
  64 sai tham số, misuse; 70 không tới được Sở, the department cannot be reached.
"""


def asked(arguments: Sequence[str]) -> None:
    """Read the command line; `--help` and misuse exit from here."""
    Arguments(HELP).parse_args(arguments)


def heard(outside: Outside) -> int:
    """
    Hand in and ask, say where each request stands, and return the exit code.

    Raises: Refusal as the province refuses; Fault "uplink.*".
    """
    for correction in hear_of_all(outside):
        print(f"{correction.stage.value}\t{correction.correction_id}")
    return 0
