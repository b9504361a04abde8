"""`hocba worker`: take packages in from the queue, or sign and print what schools asked for."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from hocba.core.sign.register import Level
from hocba.faces.cli.arguments import Arguments
from hocba.faces.jobs.school_work import work_all
from hocba.faces.jobs.working import Opened, Round, take_all

HELP: Final = """\
hocba worker [--office TRUONG|SO|BO] [--processes N] [--until-empty] [--json]

  Nhận các gói đang chờ: mỗi tiến trình một gói, lần lượt theo từng đơn vị gửi. Dừng bằng Ctrl+C
  hoặc SIGTERM: gói đang làm dở quay lại hàng chờ.
  Take in the packages that wait: one package a process, senders in turn. Ctrl+C or SIGTERM ends
  it: packages in hand go back into the queue.
  --office TRUONG: ký các lượt đã đồng ý, in các lớp đang chờ; bị dừng thì làm tiếp chỗ còn lại.
  --office TRUONG signs the rounds consented to and prints what waits; stopped, it goes on there.

  --processes    số tiến trình, bằng số lõi nếu không nói; the number of cores when left out
  --until-empty  dừng khi hết gói chờ; end when nothing waits
  Mã thoát / exit code: 0 xong, done; 1 còn gói bị hoãn vì lỗi, packages are put off after faults.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for."""

    level: Level
    processes: int
    until_empty: bool
    as_json: bool


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    levels = [level.value for level in Level]
    parser.add_argument("--office", choices=levels, default=Level.MINISTRY.value)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--until-empty", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if not 1 <= given.processes <= 256:
        parser.error("--processes: 1..256")
    return Asked(
        level=Level(given.office),
        processes=given.processes,
        until_empty=given.until_empty,
        as_json=given.json,
    )


def worked(question: Asked, opened: Opened) -> int:
    """Run the workers, tell how things stand, and return the exit code."""
    shown: list[Round] = []

    def watched(now: Round) -> None:
        # A line only when something has changed: this runs for months.
        if not shown or now != shown[-1]:
            shown[:] = [now]
            _tell(now)

    work = work_all if question.level is Level.SCHOOL else take_all
    last = work(
        opened,
        processes=question.processes,
        until_empty=question.until_empty,
        watched=watched,
    )
    if question.as_json:
        print(json.dumps(asdict(last)))
    return 1 if question.until_empty and last.waiting else 0


def _tell(now: Round) -> None:
    print(
        f"chờ {now.waiting}, đã xong {now.answered}, tiến trình chạy lại {now.restarted}",
        file=sys.stderr,
        flush=True,
    )
