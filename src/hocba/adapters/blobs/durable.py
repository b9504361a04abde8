"""Files that are there whole after a power cut, or not at all."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def write_durably(folder: Path, files: Mapping[str, bytes], *, mode: int = 0o644) -> None:
    """
    Write files below a folder; bytes and names are on the disk when this returns.

    One name appears only after its bytes are safe. Raises: OSError.
    """
    folders: set[Path] = set()
    for path, content in files.items():
        target = folder / path
        folders |= _made(target.parent)
        part = target.with_name(f".{target.name}.part")
        part.unlink(missing_ok=True)
        part.touch(mode=mode)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        folders.add(target.parent)
    for touched in folders:
        sync_folder(touched)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder alone among processes; the lock goes with its process. Raises: OSError."""
    _made(folder)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _made(folder: Path) -> set[Path]:
    """Make a folder and those above it; return the ones whose list of names has changed."""
    changed: set[Path] = set()
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        changed.add(one.parent)
    return changed


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: without this a power cut can lose a new file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
