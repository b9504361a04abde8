"""A folder in which printed pages lie until they are fetched, one folder a job."""

import re
import shutil
from pathlib import Path
from typing import Final

from hocba.adapters.blobs.durable import write_durably
from hocba.core.terms.outcomes import Fault

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")


class PrintTrayFolder:
    """Implements `PrintTray`; nobody else on the machine may read what lies here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def store(self, job_id: str, name: str, pdf: bytes) -> None:
        """Keep a page; see the port."""
        try:
            write_durably(self._job(job_id), {_plain(name): pdf}, mode=0o600)
        except OSError as problem:
            raise Fault("print.tray", str(problem), retry=True) from problem

    def read(self, job_id: str, name: str) -> bytes:
        """Return a page; see the port."""
        try:
            return (self._job(job_id) / _plain(name)).read_bytes()
        except OSError as problem:
            raise Fault("print.tray", str(problem), retry=True) from problem

    def remove(self, job_id: str) -> None:
        """Remove a job's pages; see the port."""
        shutil.rmtree(self._job(job_id), ignore_errors=True)

    def _job(self, job_id: str) -> Path:
        return self._folder / _plain(job_id)


def _plain(name: str) -> str:
    """Names come from us; one that leads out of the folder is a defect, never a page."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a name for the tray: {name!r}")
    return name
