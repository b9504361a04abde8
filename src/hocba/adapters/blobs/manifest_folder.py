"""The `ManifestStore` port over a folder: `00000001.note`, its stamp `00000001.tst`, ..."""

from pathlib import Path
from typing import Final

from hocba.adapters.blobs.durable import locked, write_durably
from hocba.core.terms.outcomes import Fault, Refusal

_SUFFIX: Final = ".note"
_STAMP: Final = ".tst"


class ManifestFolder:
    """An office's evidence manifests. Copy them elsewhere: they speak for the archive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def written(self) -> tuple[str, ...]:
        """Return all manifests; see the port."""
        return tuple(file.read_text("utf-8") for file in self._notes())

    def keep(self, number: int, written: str) -> None:
        """Keep one more; see the port."""
        self._put(number, _SUFFIX, written.encode())

    def tokens(self) -> tuple[bytes, ...]:
        """Return the stamps; see the port."""
        stamps = (note.with_suffix(_STAMP) for note in self._notes())
        return tuple(stamp.read_bytes() if stamp.is_file() else b"" for stamp in stamps)

    def keep_token(self, number: int, token: bytes) -> None:
        """Keep a stamp; see the port."""
        self._put(number, _STAMP, token)

    def _notes(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{_SUFFIX}"))

    def _put(self, number: int, suffix: str, content: bytes) -> None:
        name = f"{number:08d}{suffix}"
        try:
            with locked(self._folder):
                if (self._folder / name).exists():
                    raise Refusal("evidence.number_taken", name, number=str(number))
                write_durably(self._folder, {name: content})
        except OSError as problem:
            raise Fault("evidence.not_written", str(problem), retry=True) from problem
