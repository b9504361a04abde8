"""`hocba status-list`: the ministry says which records no longer hold, for everybody to carry."""

from collections.abc import Sequence
from typing import Final

from hocba.faces.cli.arguments import Arguments
from hocba.flow.status_lists import publish_status_lists
from hocba.ports.outside import Outside

HELP: Final = """\
hocba status-list publish

  Bộ ký ấn bản kế tiếp của danh sách tình trạng, mỗi năm học một tệp (tinh-trang-NĂM.jws trong
  thư mục tin cậy). Chạy hằng ngày. Ai cũng có thể sao lại: người nhận kiểm tra chữ ký của Bộ.

  Mã thoát: 0 xong, 1 bị từ chối, 64 sai tham số.

hocba status-list publish

  Sign the next edition of the status lists as the ministry, one file a school year
  (tinh-trang-YEAR.jws in the trust directory). Run it daily. Anybody may mirror the files: who
  receives them checks the ministry's signature.

  Exit code: 0 done, 1 refused, 64 misuse.
"""


def asked(arguments: Sequence[str]) -> None:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("what", choices=("publish",))
    parser.parse_args(arguments)


def published(ministry: Outside) -> int:
    """
    Publish and return the exit code.

    Raises: Refusal "printed.not_the_ministry", "keys.*".
    """
    for listed in publish_status_lists(ministry):
        superseded, withdrawn = listed.superseded.count, listed.withdrawn.count
        print(
            f"{listed.school_year}: số / number {listed.number}, "
            f"{superseded} đã thay thế / superseded, {withdrawn} đã thu hồi / withdrawn"
        )
    return 0
