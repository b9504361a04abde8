"""`hocba campaigns`: when records are due here; or whether a file of campaigns may be used."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from hocba.core.report.deadlines import Phase, phase_on
from hocba.core.rules.campaigns import Campaign
from hocba.faces.cli.arguments import Arguments

HELP: Final = """\
hocba campaigns [TỆP]

  In các đợt hoàn thành học bạ đang áp dụng: HOME/campaigns.toml nếu có, nếu không thì các đợt
  kèm theo phần mềm. Có TỆP: kiểm tra tệp ấy mà không áp dụng. Tệp có chỗ sai thì từ
  chối và kể hết các chỗ sai.

  Print the campaigns in force: those of HOME/campaigns.toml, else those that are shipped.
  With a FILE: check it without using it. A file with mistakes is refused, all of them told.
"""


def asked(arguments: Sequence[str]) -> Path | None:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("file", nargs="?", type=Path)
    found: Path | None = parser.parse_args(arguments).file
    return found


def told_campaigns(
    campaigns: Sequence[Campaign], today: date, say: Callable[[str], None] = print
) -> int:
    """Print campaigns in the order of their opening, and return the exit code."""
    for each in campaigns:
        grades = ",".join(str(grade) for grade in sorted(each.grades))
        late = f", gia hạn {each.late_until:%d/%m/%Y}" if each.late_until else ""
        days = f"{each.opens_on:%d/%m/%Y}–{each.closes_on:%d/%m/%Y}{late}"
        mark = "" if phase_on(each, today) is Phase.CLOSED else " *"
        say(f"{each.school_year}  {each.level}  khối {grades}  {days}  {each.goal}{mark}")
        say(f"           {each.title} ({each.source})")
    return 0
