"""`hocba demo`: empty the demo's database, then play the story; a killed run is no obstacle."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hocba.core.terms.outcomes import Refusal
from hocba.lab.demo.clearing import cleared, require_own
from hocba.lab.demo.fresh_database import alone, emptied
from hocba.wiring.commands import migrated
from hocba.wiring.django_ready import loaded_with_django
from hocba.wiring.postgres import postgres
from hocba.wiring.settings import settings


def demo(arguments: Sequence[str]) -> int:
    """
    Play the demo.

    Raises: Refusal "demo.not_here" outside of demo mode, "demo.folder_in_use",
        "demo.home_in_use", "demo.running" when one is under way.
    """
    parser = argparse.ArgumentParser(
        prog="hocba demo",
        description="Chạy trọn một năm học giả định, từ Excel đến Kho. / Play a synthetic year.",
    )
    parser.add_argument("--out", type=Path, default=Path("out/demo"), help="nơi ghi kết quả")
    parser.add_argument(
        "--schools", type=int, choices=(1, 2, 3, 4), default=4, help="số trường tham gia / schools"
    )
    given = parser.parse_args(arguments)
    chosen = settings()
    if not chosen.demo:
        raise Refusal("demo.not_here", "HOCBA_DEMO is 0")
    require_own(given.out, chosen)
    with postgres(chosen) as urls, alone(urls.owner) as lock:
        emptied(urls.owner, lock)
        if code := migrated(urls, ("--verbosity", "0")):
            return code
        cleared(given.out, chosen)
        story: Any = loaded_with_django("hocba.lab.demo.story")
        story.play(chosen, given.out, schools=given.schools)
        return 0
