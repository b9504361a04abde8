"""Segments in a folder given out as they are, and put in place of damaged ones from a copy."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hocba.adapters.blobs.damage import not_read, segment_path
from hocba.adapters.blobs.durable import locked, sync_folder
from hocba.core.terms.outcomes import Fault

CHUNK_BYTES: Final = 8 * 1024 * 1024
_TRIAL: Final = ".repair-"


def content(folder: Path, segment: str) -> Iterator[bytes]:
    """Give a segment's bytes; see the port."""
    path = segment_path(folder, segment)
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
    except OSError as problem:
        raise not_read(segment, problem) from problem


def restored(
    folder: Path, segment: str, copy: Iterable[bytes], *, is_right: Callable[[Path], bool]
) -> bool:
    """
    Put a copy's bytes in place of a segment; see the port.

    is_right: asked about a folder that holds the new segment alone.
    """
    path = segment_path(folder, segment)
    try:
        with locked(folder), _trial(folder) as trial:
            candidate = Path(trial) / path.name
            _write(candidate, copy, newer=path)
            if not is_right(candidate.parent):
                return False
            # The damaged file goes only when the right one has taken its name.
            candidate.replace(path)
            sync_folder(folder)
            return True
    except OSError as problem:
        raise Fault("archive.not_written", str(problem), retry=True) from problem


@contextmanager
def _trial(folder: Path) -> Iterator[str]:
    for left in folder.glob(f"{_TRIAL}*"):
        # Of a repair that was killed: whoever holds the folder's lock is the only one.
        shutil.rmtree(left)
    with TemporaryDirectory(prefix=_TRIAL, dir=folder) as trial:
        yield trial


def _write(candidate: Path, copy: Iterable[bytes], *, newer: Path) -> None:
    with candidate.open("wb") as file:
        file.writelines(copy)
        if newer.is_file():
            with newer.open("rb") as local:
                local.seek(file.tell())
                shutil.copyfileobj(local, file, CHUNK_BYTES)
        file.flush()
        os.fsync(file.fileno())
