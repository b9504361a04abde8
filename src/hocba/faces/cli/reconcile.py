"""`hocba reconcile`: compare a province's books with the ministry's; for a daily timer."""

from collections.abc import Sequence
from typing import Final

from hocba.faces.cli.arguments import Arguments
from hocba.flow.reconcile import reconcile
from hocba.ports.outside import Outside

HELP: Final = """\
hocba reconcile

  So sổ của Sở với biên nhận và với sổ của Bộ, hai chiều; chỉ đọc, không gửi gì. Gửi lại cho khớp:
  trang /so/doi-soat.

  Compare the department's books with its receipts and with the ministry's, in both directions;
  reads only and sends nothing. To mend: the page /so/doi-soat.

  Mã thoát / exit code: 0 khớp, they agree; 1 có chỗ lệch, something differs; 64 sai tham số.
"""


def asked(arguments: Sequence[str]) -> None:
    """Read the command line; `--help` and misuse exit from here."""
    Arguments(HELP).parse_args(arguments)


def compared(outside: Outside) -> int:
    """
    Say where the books differ, and return the exit code.

    Raises: Fault "uplink.not_reached".
    """
    found = reconcile(outside)
    print(f"hocba reconcile: {found.agreed} khớp / agree, {len(found.differing)} lệch / differ")
    for each in found.differing:
        print(f"{each.difference.value}\t{each.path}")
    return 1 if found.differing else 0
