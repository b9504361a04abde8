"""`hocba line`: the door for offices below and schools' software, each with its certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba.faces.cli.arguments import Arguments, existing_file

HELP: Final = """\
hocba line --certificate TỆP.pem [--lets-in CA.pem] [--port 8443]

  Mở cổng liên thông HTTPS: Sở nộp gói và đối soát với Bộ, phần mềm của trường gọi /api/v1. Bên gọi
  phải trình chứng thư số; trang cho người dùng vẫn ở `hocba serve`.
  Open the line's HTTPS door: provinces hand packages over and reconcile, schools' software calls
  /api/v1. Every caller shows a certificate; pages for people stay with `hocba serve`.

  --certificate  PEM: chứng thư TLS của cơ quan này kèm khóa; this office's certificate with its key
  --lets-in      PEM: CA được chấp nhận; mặc định: các CA trong HOME/trust; the CAs that are let in
  --port         cổng, the port: 8443

  Dừng bằng Ctrl+C hoặc SIGTERM / Ctrl+C or SIGTERM ends it.
"""
_PORT: Final = 8443


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. lets_in: None for the CAs of the trust list."""

    certificate: Path
    lets_in: Path | None
    port: int


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("--certificate", type=existing_file, required=True)
    parser.add_argument("--lets-in", type=existing_file)
    parser.add_argument("--port", type=int, default=_PORT)
    given = parser.parse_args(arguments)
    if not 0 < given.port < 65536:
        parser.error("--port: 1..65535")
    return Asked(certificate=given.certificate, lets_in=given.lets_in, port=given.port)
