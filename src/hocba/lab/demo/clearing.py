"""Make room for a run of the demo: remove what an earlier one left, and nothing else."""

import json
import shutil
from pathlib import Path
from typing import Final

from hocba.core.terms.outcomes import Refusal
from hocba.wiring.settings import Settings

LEAVINGS: Final = frozenset(
    {"excel", "figures.json", "packages", "print", "receipts", "records", "trust"}
)
"""What the demo leaves in its folder."""


def require_own(out: Path, settings: Settings) -> None:
    """
    Refuse to clear what no demo made.

    Raises: Refusal "demo.folder_in_use" when `out` holds anything else than a demo's results;
    "demo.home_in_use" when HOME is a real installation's: keys and records would be lost.
    """
    others = sorted(path.name for path in _within(out) if path.name not in LEAVINGS)
    if others:
        raise Refusal("demo.folder_in_use", path=str(out), name=others[0])
    offices = settings.home / "offices.json"
    if offices.is_file() and not json.loads(offices.read_text("utf-8")).get("story_at"):
        raise Refusal("demo.home_in_use", path=str(settings.home))


def cleared(out: Path, settings: Settings) -> None:
    """Remove what an earlier run left, also one that was killed: results, bytes, old keys."""
    for path in (
        *_within(out),
        settings.own_blobs,
        settings.keys,
        settings.trust,
        settings.practice,
        _pilots(settings),
    ):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    out.mkdir(parents=True, exist_ok=True)


def _pilots(settings: Settings) -> Path:
    """Return the pupil statistics that the pilot leaves: they are not the demo's."""
    return settings.home / "do-phu.toml"


def _within(out: Path) -> tuple[Path, ...]:
    if out.exists() and not out.is_dir():
        raise Refusal("demo.folder_in_use", path=str(out), name=out.name)
    return tuple(out.iterdir()) if out.exists() else ()
