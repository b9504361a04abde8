"""
A log as a folder of files, as tlog-tiles lays them out; and what a witness remembers.

    store = LogFolder(Path("var/blobs/BO/log"))

Any static file server can publish the folder: names that begin with a dot are not for it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from hocba.adapters.blobs.durable import locked, write_durably
from hocba.core.terms.outcomes import Fault


class LogFolder:
    """Implements `LogStore`, and `LogSource` for a log that somebody copied here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str) -> bytes | None:
        """Return one file; see the port."""
        try:
            return (self._folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as problem:
            raise Fault("log.not_read", str(problem), retry=True, path=path) from problem

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one publisher in; see the port."""
        with locked(self._folder):
            yield

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files durably; see the port."""
        try:
            write_durably(self._folder, files)
        except OSError as problem:
            raise Fault("log.not_written", str(problem), retry=True) from problem


class WitnessFolder:
    """Implements `WitnessMemory`: one file a log, named by the digest of its origin."""

    def __init__(self, folder: Path) -> None:
        self._files = LogFolder(folder)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one witness in; see the port."""
        with self._files.alone():
            yield

    def last(self, origin: str) -> str:
        """Return the last cosigned note; see the port."""
        return (self._files.read(f"{_name(origin)}.note") or b"").decode()

    def keep(self, origin: str, note: str) -> None:
        """Remember a note; see the port."""
        self._files.write({f"{_name(origin)}.note": note.encode()})

    def accuse(self, origin: str, note: str) -> None:
        """Keep a contradicting note; see the port."""
        content = note.encode()
        path = f"{_name(origin)}.alarm-{sha256(content).hexdigest()[:16]}.note"
        self._files.write({path: content, path.replace(".alarm-", ".before-"): self._last(origin)})

    def _last(self, origin: str) -> bytes:
        return self.last(origin).encode()


def _name(origin: str) -> str:
    return sha256(origin.encode()).hexdigest()
