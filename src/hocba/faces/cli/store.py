"""`hocba store`: is every document there, and would a copy bring it back?"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from hocba.core.sign.register import Level
from hocba.core.terms.messages import told
from hocba.faces.cli.arguments import Arguments, existing_place, is_address
from hocba.flow.check_store import StoreReport, Unreadable
from hocba.ports.archive import Piece

_MOST_DAYS: Final = 3650

HELP: Final = """\
hocba store fsck   --office SO|BO [--json]
hocba store repair --office SO|BO --from BẢN_SAO [--json]
hocba store drill  --office SO|BO --from BẢN_SAO --into NƠI_TRỐNG [--json]
hocba store compact --office SO|BO [--dry-run] [--grace NGÀY] [--json]
hocba store pupils --office SO|BO

  fsck    đọc lại mọi tài liệu có trong chỉ mục, kiểm tra từng byte đang lưu
          read back every indexed document, check every stored byte
  repair  thay các tệp hỏng bằng bản sao, chỉ khi mọi tài liệu trong đó đọc lại được
          replace damaged files from a copy, only where every document in them comes back
  drill   diễn tập khôi phục: chép bản sao vào nơi trống rồi so với chỉ mục
          restore drill: bring a copy into an empty place and hold it against the index
  compact viết lại các tệp rời rạc thành khối đầy, tệp cũ bỏ sau NGÀY ngày (mặc định 7)
          write loosely filled files anew in full blocks; the old ones go after NGÀY days (7)
  pupils  lập lại chỉ mục tra cứu học sinh từ các tệp đang lưu
          make the index of pupils anew from what is kept
  BẢN_SAO, NƠI_TRỐNG / COPY, PLACE: thư mục, hoặc / a folder, or s3://thùng/tiền-tố?endpoint=...
  --dry-run  chỉ nói sẽ làm gì / only say what would be done

  Mã thoát / exit code: 0 đủ và đúng, all there; 1 có tài liệu hỏng hoặc thiếu, something is
  damaged or missing; 64 sai tham số, misuse.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """
    What the command line asks for.

    source, target: `--from` and `--into`, a folder's path or an address; empty where not asked.
    """

    what: str
    level: Level
    source: str
    target: str
    as_json: bool
    dry_run: bool
    grace: timedelta


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("what", choices=("fsck", "repair", "drill", "compact", "pupils"))
    levels = [level.value for level in (Level.PROVINCE, Level.MINISTRY)]
    parser.add_argument("--office", choices=levels, required=True)
    parser.add_argument("--from", dest="source", type=existing_place)
    parser.add_argument("--into", dest="target")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--grace", type=float, default=7)
    given = parser.parse_args(arguments)
    if given.what in {"repair", "drill"} and not given.source:
        parser.error("--from BẢN_SAO")
    if given.what == "drill" and (not given.target or _is_in_use(given.target)):
        parser.error("--into: thư mục trống / an empty folder, or s3://...")
    if not 0 <= given.grace <= _MOST_DAYS:
        parser.error("--grace")
    return Asked(
        what=given.what,
        level=Level(given.office),
        source=given.source or "",
        target=given.target or "",
        as_json=given.json,
        dry_run=given.dry_run,
        grace=timedelta(days=given.grace),
    )


def _is_in_use(place: str) -> bool:
    if is_address(place):
        # Whether anything stands there, only the store can say.
        return False
    folder = Path(place)
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def tell(report: StoreReport, *, repaired: Sequence[str] = (), as_json: bool) -> int:
    """Say what was found and return the exit code."""
    print(_json(report, repaired) if as_json else _text(report, repaired))
    return 0 if report.is_sound else 1


def _text(report: StoreReport, repaired: Sequence[str]) -> str:
    return "\n".join(
        (
            *(f"đã sửa / repaired: {segment}" for segment in repaired),
            f"{report.documents} tài liệu đọc lại đúng / documents read back",
            *(_line(one) for one in report.unreadable),
            *_more(report),
            *(f"sẽ bỏ sau khi nén lại / retired: {segment}" for segment in report.retired),
            *(
                f"không ai nêu, sẽ bỏ / nobody names it, to go: {segment}"
                for segment in report.dead
            ),
            *(
                f"không có trong chỉ mục / no index names it: {_place(piece)},"
                f" {piece.documents} tài liệu / documents"
                for piece in report.unnamed
            ),
            *(f"đứt hoặc hỏng / torn: {_place(piece)}: {piece.damage}" for piece in report.torn),
        )
    )


def _more(report: StoreReport) -> tuple[str, ...]:
    more = report.lost - len(report.unreadable)
    segments = ", ".join(report.damaged)
    return (f"✗ và {more} tài liệu nữa trong / and {more} more in: {segments}",) if more else ()


def _line(one: Unreadable) -> str:
    entry = one.entry
    at = {"segment": entry.location.segment, "offset": str(entry.location.offset)}
    return f"✗ {entry.path} ({entry.digest.hex()}): {told(one.code, at)} [{one.code}] {one.reason}"


def _place(piece: Piece) -> str:
    return f"{piece.segment} +{piece.offset} ({piece.length} byte)"


def _json(report: StoreReport, repaired: Sequence[str]) -> str:
    return json.dumps(
        {
            "sound": report.is_sound,
            "documents": report.documents,
            "repaired": list(repaired),
            "unreadable": [
                {
                    "path": one.entry.path,
                    "sha256": one.entry.digest.hex(),
                    "segment": one.entry.location.segment,
                    "offset": one.entry.location.offset,
                    "code": one.code,
                    "reason": one.reason,
                }
                for one in report.unreadable
            ],
            "lost": report.lost,
            "damaged": list(report.damaged),
            "retired": list(report.retired),
            "dead": list(report.dead),
            "unnamed": [_piece(piece) for piece in report.unnamed],
            "torn": [_piece(piece) for piece in report.torn],
        },
        ensure_ascii=False,
    )


def _piece(piece: Piece) -> dict[str, str | int]:
    return {
        "segment": piece.segment,
        "offset": piece.offset,
        "length": piece.length,
        "documents": piece.documents,
        "damage": piece.damage,
    }
