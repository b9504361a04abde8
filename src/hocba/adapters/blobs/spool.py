"""A folder in which packages lie until they are answered, each named by its digest."""

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from hocba.adapters.blobs.durable import sync_folder
from hocba.core.terms.outcomes import Fault

_STALE_S: Final = 3600
"""A file that no queue names may belong to somebody who is handing it in at this moment."""


class SpoolFolder:
    """Implements `Spool`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def store(self, file: BinaryIO, digest: bytes) -> None:
        """Store a package; see the port."""
        path = self._path(digest)
        part = path.with_suffix(f".{os.getpid()}-{time.monotonic_ns()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file.seek(0)
            with part.open("wb") as stored:
                shutil.copyfileobj(file, stored, 1 << 20)
                stored.flush()
                os.fsync(stored.fileno())
            part.replace(path)
            sync_folder(self._folder)
        except OSError as problem:
            with suppress(OSError):
                part.unlink()
            raise Fault("intake.not_stored", str(problem), retry=True) from problem

    @contextmanager
    def opened(self, digest: bytes) -> Iterator[BinaryIO]:
        """Open a stored package; see the port."""
        try:
            file = self._path(digest).open("rb")
        except OSError as problem:
            raise Fault("intake.not_stored", str(problem), retry=True) from problem
        with file:
            yield file

    def remove(self, digests: Sequence[bytes]) -> None:
        """Remove packages; see the port."""
        for digest in digests:
            self._path(digest).unlink(missing_ok=True)

    def sweep(self, needed: Sequence[bytes]) -> int:
        """Remove what nobody needs; see the port."""
        named = {self._path(digest).name for digest in needed}
        removed = 0
        for path in self._folder.glob("*"):
            with suppress(FileNotFoundError):
                if path.name not in named and time.time() - path.stat().st_mtime > _STALE_S:
                    path.unlink()
                    removed += 1
        return removed

    def _path(self, digest: bytes) -> Path:
        return self._folder / f"{digest.hex()}.zip"
