"""Synthetic nations as their provinces report them, made once and kept below `out/bench/`."""

from pathlib import Path
from typing import Final

from ground.installation import OUT
from hocba.lab.nation.command import nation
from hocba.lab.nation.folder import Nation

_KEYS: Final = 60


def reports(
    records: int, *, out: Path | None = None, workers: int = 1, keys: int = _KEYS
) -> Nation:
    """
    Return a nation of about `records` records; the same folder and size are not made again.

    Raises: Refusal "nation.folder_in_use" when the folder holds another one.
    """
    folder = out or OUT / f"reports-{records}"
    if not (folder / "nation.json").exists():
        nation(
            [
                *("--records", str(records), "--workers", str(workers), "--keys", str(keys)),
                *("--provinces", "2", "--reports", "--check", "1", "--out", str(folder)),
            ]
        )
    return Nation.open(folder)
