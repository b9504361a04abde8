"""Segments brought back from a copy: into an empty folder, or in place of a damaged file."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hocba.adapters.blobs.durable import locked, sync_folder

_SEGMENTS: Final = "*.seg*"


def bring_back(source: Path, target: Path) -> int:
    """Copy all segments into a folder and return how many there were. Raises: OSError."""
    target.mkdir(parents=True, exist_ok=True)
    paths = sorted(source.glob(_SEGMENTS))
    for path in paths:
        shutil.copyfile(path, target / path.name)
    return len(paths)


def replaced(
    folder: Path, replica: Path, segment: str, *, is_right: Callable[[Path], bool]
) -> bool:
    """
    Put the replica's bytes in place of a damaged segment's, keeping what was added since.

    is_right: whether every document of the segment comes back from a folder that holds it.
    Returns: whether it was replaced; where not, nothing has changed. Raises: OSError.
    """
    with locked(folder):
        return _replaced(folder / segment, replica / segment, is_right)


def _replaced(path: Path, good: Path, is_right: Callable[[Path], bool]) -> bool:
    if not good.is_file():
        return False
    trial = path.parent / ".repair"
    trial.mkdir(exist_ok=True)
    try:
        candidate = trial / path.name
        shutil.copyfile(good, candidate)
        _add_newer(path, candidate)
        if not is_right(trial):
            return False
        # The damaged file goes only when the right one has taken its name.
        candidate.replace(path)
        sync_folder(path.parent)
        return True
    finally:
        shutil.rmtree(trial)


def _add_newer(path: Path, candidate: Path) -> None:
    with candidate.open("ab") as file:
        if path.is_file():
            with path.open("rb") as local:
                local.seek(file.tell())
                shutil.copyfileobj(local, file)
        file.flush()
        os.fsync(file.fileno())
