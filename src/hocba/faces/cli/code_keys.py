"""`hocba code-keys`: whose printed codes count, shown by offices and signed by the ministry."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba.core.publish.code_keys import CodeKey, read_key, told_key
from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Refusal
from hocba.faces.cli.arguments import Arguments, existing_file
from hocba.flow.printed_codes import KEY_LIST, own_code_key, publish_key_list
from hocba.ports.outside import Outside

HELP: Final = """\
hocba code-keys show
hocba code-keys publish [--add TỆP]... [--end KID]... [--lost KID]...

  show       in khóa mã in của các cơ quan trong bản cài này, để gửi Bộ
  publish    Bộ ký ấn bản kế tiếp của danh sách khóa (code-keys.jws trong thư mục tin cậy)
  --add TỆP  khóa mà cơ quan ở bản cài khác đã gửi (kết quả của show); danh sách cũ được giữ lại
  --end KID  ngừng một khóa từ bây giờ (không dùng nữa); mã in trước đó vẫn có giá trị
  --lost KID ngừng một khóa bị mất hay lộ: ai giữ nó ghi lùi ngày được, nên mã in trước đó cũng
             phải hỏi lại Kho mới chắc

  Mã thoát: 0 xong, 1 bị từ chối, 64 sai tham số.

hocba code-keys show
hocba code-keys publish [--add FILE]... [--end KID]... [--lost KID]...

  show        print the keys for printed codes of this installation's offices, for the ministry
  publish     sign the next edition of the list as the ministry (code-keys.jws, trust directory)
  --add FILE  keys that an office elsewhere has sent (what show printed); old ones stay listed
  --end KID   end a key from now on (out of use); codes printed before still count
  --lost KID  end a key that is lost or leaked: whoever holds it can date codes back, so that the
              repository must be asked of codes printed before, too

  Exit code: 0 done, 1 refused, 64 misuse.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for."""

    publishes: bool
    added: tuple[Path, ...]
    ended: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("what", choices=("show", "publish"))
    parser.add_argument("--add", type=existing_file, action="append", default=[], dest="added")
    parser.add_argument("--end", action="append", default=[], dest="ended")
    parser.add_argument("--lost", action="append", default=[])
    given = parser.parse_args(arguments)
    return Asked(
        publishes=given.what == "publish",
        added=tuple(given.added),
        ended=tuple(given.ended),
        lost=tuple(given.lost),
    )


def answered(question: Asked, offices: Sequence[Outside]) -> int:
    """
    Show or publish, and return the exit code.

    Raises: Refusal "printed.not_the_ministry", "printed.list_*", "keys.*".
    """
    own = [own_code_key(office) for office in offices]
    if not question.publishes:
        print(json.dumps([told_key(key) for key in own], ensure_ascii=False, indent=2))
        return 0
    ministry = next((o for o in offices if o.office.level is Level.MINISTRY), None)
    if ministry is None:
        raise Refusal("printed.not_the_ministry")
    offered = [*own, *(key for file in question.added for key in _offered(file))]
    listed = publish_key_list(ministry, offered, ended=question.ended, lost=question.lost)
    print(f"{KEY_LIST}: số / number {listed.number}, {len(listed.keys)} khóa / keys")
    return 0


def _offered(file: Path) -> tuple[CodeKey, ...]:
    try:
        return tuple(read_key(told) for told in json.loads(file.read_bytes()))
    except (ValueError, KeyError, TypeError) as broken:
        raise Refusal("printed.list_unreadable", str(broken)) from broken
