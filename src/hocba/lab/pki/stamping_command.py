"""`hocba lab tsa`: a time-stamping authority of the laboratory on this machine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hocba.adapters.memory.clock import MovingClock, SystemClock
from hocba.faces.cli.arguments import Arguments
from hocba.faces.cli.verify import instant
from hocba.lab.pki.laboratory import Laboratory
from hocba.lab.pki.time_stamping import stamping_server

HELP: Final = """\
hocba lab tsa --keys THƯ_MỤC [--port CỔNG] [--at THỜI_ĐIỂM]

  Chạy nơi cấp dấu thời gian THỬ NGHIỆM (RFC 3161) trên máy này, cho tới khi Ctrl+C.

  --keys THƯ_MỤC     thư mục PKI thử nghiệm, ví dụ HOME/pki của hocba demo
  --port CỔNG        mặc định 9318; đặt HOCBA_TIME_STAMPS=http://127.0.0.1:9318
  --at THỜI_ĐIỂM     đồng hồ bắt đầu từ lúc này; bản trình diễn ở tháng 6/2026, như 2026-06-04T08:00

hocba lab tsa --keys DIR [--port PORT] [--at TIME]

  Run a TEST time-stamping authority (RFC 3161) on this machine, until Ctrl+C.

  --keys DIR         folder of the test PKI, HOME/pki of hocba demo for one
  --port PORT        9318 by default; set HOCBA_TIME_STAMPS=http://127.0.0.1:9318
  --at TIME          its clock begins there; the demo stands in June 2026, 2026-06-04T08:00 say
"""
AUTHORITY: Final = "Dịch vụ cấp dấu thời gian THỬ NGHIỆM"
"""The name in the certificate."""


def tsa(arguments: Sequence[str]) -> int:
    """Answer queries until interrupted, and return the exit code."""
    parser = Arguments(HELP)
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("--port", type=int, default=9318)
    parser.add_argument("--at", type=instant)
    given = parser.parse_args(arguments)
    now = SystemClock().now()
    clock = MovingClock(given.at or now, since=now)
    laboratory = Laboratory.build(given.keys, clock.now())
    holder = laboratory.issue_organisation(name=AUTHORITY, role="tsa")
    with stamping_server(holder, clock, port=given.port) as server:
        print(f"{AUTHORITY}: http://127.0.0.1:{server.server_port}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0
