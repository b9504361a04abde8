"""`hocba connection`: hand in what waits, and hear what the ministry has decided; for a timer."""

from collections.abc import Sequence
from typing import Final

from hocba.faces.cli.arguments import Arguments
from hocba.flow.ask_connection import hand_in_due, hear
from hocba.ports.outside import Outside

HELP: Final = """\
hocba connection

  Của Sở: gửi các đề nghị kết nối chưa tới Bộ, rồi hỏi Bộ đã quyết định gì. Dùng cho hẹn giờ; gửi
  lại bao nhiêu lần cũng an toàn. Lập đề nghị: trang /so/ket-noi.

  A department's: hand in the requests for connection that have not reached the ministry, then ask
  what it has decided. For a timer; again is always safe. To make a request: the page /so/ket-noi.

  Mã thoát / exit code: 0 xong, done; 1 Bộ không nhận, the ministry refuses; 64 sai tham số, misuse;
  70 không tới được Bộ, the ministry cannot be reached.
"""


def asked(arguments: Sequence[str]) -> None:
    """Read the command line; `--help` and misuse exit from here."""
    Arguments(HELP).parse_args(arguments)


def connected(outside: Outside) -> int:
    """
    Hand in, ask, say both, and return the exit code.

    Raises: Refusal as the ministry refuses; Fault "uplink.*".
    """
    sent, is_new = hand_in_due(outside), hear(outside)
    heard = "có tin mới / news" if is_new else "không có gì mới / nothing new"
    print(f"hocba connection: {sent} đề nghị đã gửi / handed in, {heard}")
    return 0
