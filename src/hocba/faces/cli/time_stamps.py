"""`hocba time-stamps`: ask for the time stamps that seals lack."""

from collections.abc import Sequence
from typing import Final

from hocba.core.terms.messages import mend, told
from hocba.core.terms.outcomes import Refusal
from hocba.faces.cli.arguments import Arguments
from hocba.flow.time_stamps import heal
from hocba.ports.outside import Outside

HELP: Final = """\
hocba time-stamps

  Xin bù những dấu thời gian còn thiếu: con dấu đã đóng khi không gọi được nơi cấp. Chạy lại lúc nào
  cũng được, ví dụ năm phút một lần.

  Mã thoát: 0 không còn thiếu, 2 còn thiếu, 1 không khai nơi cấp (HOCBA_TIME_STAMPS).

hocba time-stamps

  Ask for the time stamps that are due: of seals that were made while the authority was out of
  reach. Run it as often as you like, every five minutes say.

  Exit code: 0 none is due, 2 some still are, 1 no authority is set (HOCBA_TIME_STAMPS).
"""
_STILL_DUE: Final = 2


def asked(arguments: Sequence[str]) -> None:
    """Read the command line; `--help` and misuse exit from here."""
    Arguments(HELP).parse_args(arguments)


def healed(outside: Outside) -> int:
    """Ask, say what came of it, and return the exit code. Raises: Refusal "stamp.none_asked"."""
    if outside.stamping is None:
        raise Refusal("stamp.none_asked")
    found = heal(outside, outside.stamping)
    print(f"dấu thời gian: xin được {found.given}, còn thiếu {found.due}")
    print(f"time stamps: {found.given} given, {found.due} still due")
    if found.why is not None:
        for language in ("vi", "en"):
            said = told(found.why.code, found.why.details, language)
            print(f"  {said} {mend(found.why.code, found.why.details, language)}")
    return _STILL_DUE if found.due else 0
