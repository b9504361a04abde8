"""
`hocba lab pilot`: the pilot of 2023-24, at a scale, through the real path.

    hocba lab pilot --scale 1/1000

It takes the demo's place in HOCBA_HOME: `hocba serve` then shows the ministry's pages on the
morning of 12 August 2024.
"""

import argparse
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from hocba.core.terms.outcomes import Refusal
from hocba.lab.demo.clearing import cleared, require_own
from hocba.lab.demo.fresh_database import alone, emptied
from hocba.lab.pilot.facts import pilot_facts
from hocba.lab.pilot.plan import cut_short, planned_pilot
from hocba.wiring.commands import migrated
from hocba.wiring.django_ready import loaded_with_django
from hocba.wiring.postgres import postgres
from hocba.wiring.settings import settings

_SCALE: Final = Fraction(1, 1000)
_SMALLEST: Final = Fraction(1, 20_000)
_LARGEST: Final = Fraction(1, 10)


def pilot(arguments: Sequence[str]) -> int:
    """
    Play the pilot.

    Raises: Refusal "demo.not_here" outside of demo mode, "demo.folder_in_use",
        "demo.home_in_use", "demo.running" when another story is under way.
    """
    asked = _parser().parse_args(arguments)
    chosen = settings()
    if not chosen.demo:
        raise Refusal("demo.not_here", "HOCBA_DEMO is 0")
    require_own(asked.out, chosen)
    with postgres(chosen) as urls, alone(urls.owner) as lock:
        emptied(urls.owner, lock)
        if code := migrated(urls, ("--verbosity", "0")):
            return code
        cleared(asked.out, chosen)
        story: Any = loaded_with_django("hocba.lab.pilot.story")
        plan = planned_pilot(pilot_facts(), asked.scale)
        if asked.reporting is not None:
            plan = cut_short(plan, asked.reporting)
        story.play(chosen, asked.out, plan, processes=asked.workers)
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hocba lab pilot",
        description="Dựng lại đợt thí điểm 2023-2024 theo tỷ lệ. / Play the pilot at a scale.",
    )
    add = parser.add_argument
    add("--scale", type=_scale, default=_SCALE, help="tỷ lệ / scale: 1/20000 … 1/10")
    add("--workers", type=int, choices=range(1, 65), default=2, help="số tiến trình / processes")
    add("--reporting", type=int, choices=range(1, 60), help="chỉ mấy Sở báo cáo / only so many")
    add("--out", type=Path, default=Path("out/pilot"), help="nơi ghi gói và số liệu / where to")
    return parser


def _scale(text: str) -> Fraction:
    try:
        scale = Fraction(text)
    except (ValueError, ZeroDivisionError) as unreadable:
        raise argparse.ArgumentTypeError(f"1/1000 ≠ {text}") from unreadable
    if not _SMALLEST <= scale <= _LARGEST:
        raise argparse.ArgumentTypeError(f"{_SMALLEST} … {_LARGEST}")
    return scale
