"""`hocba mailer`: send the mails that wait."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hocba.faces.cli.arguments import Arguments

HELP: Final = """\
hocba mailer [--until-empty]

  Gửi các thư thông báo đang chờ qua HOCBA_MAIL_URL. Dừng bằng Ctrl+C; thư đang gửi dở sẽ gửi lại.
  Send the mails that wait through HOCBA_MAIL_URL. Ctrl+C ends it; a mail in hand is sent again.

  --until-empty  dừng khi không còn thư đến hạn; end when no mail is due
  Mã thoát / exit code: 0 xong, done; 1 còn thư chờ gửi lại, mails wait for another try.
"""

PAUSE: Final = 15
"""Seconds between two looks at the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """What the command works with. send_due: try what is due, return how many."""

    send_due: Callable[[], int]
    waiting: Callable[[], int]


def asked(arguments: Sequence[str]) -> bool:
    """Read the command line: whether to end when nothing is due."""
    parser = Arguments(HELP)
    parser.add_argument("--until-empty", action="store_true")
    return bool(parser.parse_args(arguments).until_empty)


def mailed(mailing: Mailing, *, until_empty: bool) -> int:
    """Send until interrupted, or until nothing is due; return the exit code."""
    while True:
        if tried := mailing.send_due():
            said = f"đã thử gửi {tried} thư, còn chờ {mailing.waiting()}"
            print(said, file=sys.stderr, flush=True)
        if until_empty:
            return 1 if mailing.waiting() else 0
        time.sleep(PAUSE)
