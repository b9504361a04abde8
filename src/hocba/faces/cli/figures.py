"""`hocba figures`: what an office's repository counts, and the same recounted from bytes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hocba.core.report.figures import Choice, Cut, Figure, Figures
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolYear, school_year, school_year_on
from hocba.faces.cli.arguments import Arguments
from hocba.flow.count_figures import as_json, figures_of, recount
from hocba.ports.outside import Outside

HELP: Final = """\
hocba figures [--office BO|SO] [--cut tinh|xa|truong|khoi|lop] [--year NĂM_HỌC]
              [--rebuild] [--recount] [--json]
hocba figures tree|check --help      số liệu ai cũng tính lại được / figures anybody recomputes

  Số liệu mà Kho của Bộ (hoặc của Sở) đang đếm. --rebuild: lập lại mọi bộ đếm từ chỉ mục, và báo
  bao nhiêu bộ đếm đã sai. --recount: như --rebuild, rồi đọc và đếm lại từ chính các tệp đã nhận
  và so với số liệu. Mã thoát: 0 xong, 1 có chỗ khác nhau, 64 sai tham số.

  What the ministry's (or the province's) repository counts. --rebuild: make all counters anew
  from the index, and tell how many were wrong. --recount: the same, then read every accepted
  file anew, count, and compare. Exit code: 0 done, 1 something differed, 64 misuse.
"""

_TITLES: Final = (
    *("", "Học sinh", "Đã lập", "Đã ký", "Đóng dấu", "Đã nhận", "Tỷ lệ"),
    *("Chưa ký, có lý do", "Chưa khai"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. year: None means the one that is under way."""

    level: Level
    cut: Cut
    year: SchoolYear | None
    is_rebuild: bool
    is_recount: bool
    is_json: bool


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("--office", choices=("BO", "SO"), default="BO")
    parser.add_argument("--cut", choices=[cut.value for cut in Cut], default=Cut.SCHOOL.value)
    parser.add_argument("--year", type=school_year)
    parser.add_argument("--rebuild", action="store_true")
    parser.add_argument("--recount", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    return Asked(
        level=Level(given.office),
        cut=Cut(given.cut),
        year=given.year,
        is_rebuild=given.rebuild,
        is_recount=given.recount,
        is_json=given.json,
    )


def told_figures(question: Asked, outside: Outside, say: Callable[[str], None] = print) -> int:
    """Print the figures and return the exit code; made anew first, where that is asked."""
    year = question.year or school_year_on(outside.clock.now().date())
    choice = Choice(school_year=year)
    is_anew = question.is_rebuild or question.is_recount
    wrong = outside.repository.rebuild_figures() if is_anew else 0
    counted = figures_of(outside, cut=question.cut, choice=choice)
    agree = not question.is_recount or counted == recount(outside, cut=question.cut, choice=choice)
    if question.is_json:
        shown = as_json(counted, office=outside.office.code, at=outside.clock.now())
        if question.is_rebuild:
            shown["bo_dem_sai"] = wrong
        if question.is_recount:
            shown["dem_lai_khop"] = agree and wrong == 0
        say(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for line in _table(counted):
            say(line)
        if is_anew:
            say("Lập lại bộ đếm từ chỉ mục: " + (f"{wrong} bộ đếm đã SAI" if wrong else "khớp"))
        if question.is_recount:
            say("Đếm lại từ các tệp đã nhận: " + ("khớp" if agree else "KHÁC"))
    return 0 if agree and not wrong else 1


def _table(counted: Figures) -> list[str]:
    rows = [_TITLES, *(_row(line) for line in (*counted.lines, counted.total))]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_TITLES))]
    return ["  ".join(_cell(row, i, widths) for i in range(len(_TITLES))) for row in rows]


def _cell(row: tuple[str, ...], column: int, widths: list[int]) -> str:
    return row[column].ljust(widths[column]) if column == 0 else row[column].rjust(widths[column])


def _row(line: Figure) -> tuple[str, ...]:
    counts = (line.pupils, line.records, line.signed, line.sealed, line.accepted)
    name = line.name or line.code or "Tổng"
    return (
        name,
        *(str(count) for count in counts),
        line.rate.shown,
        str(line.excepted),
        str(line.undeclared),
    )
