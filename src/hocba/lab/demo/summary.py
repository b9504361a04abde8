"""What the demo says at its end."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from hocba.lab.demo.calendar import DAY_AFTER
from hocba.lab.demo.progress import Progress
from hocba.lab.demo.school_steps import LEFT_OPEN


def told_summary(progress: Progress, counts: Mapping[str, int], seconds: float, out: Path) -> str:
    """Return the closing lines: what was done, how long it took, where to look."""
    slowest = sorted(progress.timings, key=lambda timing: -timing[1])[:3]
    lines = [
        "",
        "Mọi người và số liệu đều là giả định; THU_NGHIEM nằm trong dữ liệu đã ký.",
        f"  {counts['pupils']:>5} học sinh của {counts['schools']} trường",
        f"  {counts['locked']:>5} học bạ lập và khóa, {counts['CLERK']} đã đóng dấu, "
        f"{counts['amended']} đính chính",
        f"  {counts['exceptions']:>5} trường hợp chưa ký, có lý do",
        f"  {counts['records']:>5} tệp học bạ, kiểm tra đều PASSED; một byte bị sửa: FAILED",
        f"  {counts['printed']:>5} bản in PDF/A-3",
        f"  {seconds:>5.0f} giây; lâu nhất: "
        + ", ".join(f"{name} {spent:.0f} s" for name, spent in slowest),
        "",
        f"Kết quả: {out}/  (records, print, packages, receipts, figures.json, trust, excel)",
        f"Thử:  ./dev verify {out}/records/*.xml --trust {out}/trust{_judged_at()}",
        f"      ./dev serve      rồi mở http://localhost:8000{_waiting(counts)}",
    ]
    return "\n".join(lines)


def _waiting(counts: Mapping[str, int]) -> str:
    return f"; lớp {LEFT_OPEN} của trường thứ hai còn chờ ký" if counts["schools"] > 1 else ""


def _judged_at() -> str:
    # To a machine whose clock stands before the story, its signatures lie in the future.
    return "" if datetime.now(UTC) > DAY_AFTER else f" --at {DAY_AFTER.isoformat()}"
