"""The `ManifestStore` port over a folder: `00000001.note`, `00000002.note`, ..."""

from pathlib import Path
from typing import Final

from hocba.adapters.blobs.durable import locked, write_durably
from hocba.core.terms.outcomes import Fault, Refusal

_SUFFIX: Final = ".note"


class ManifestFolder:
    """An office's evidence manifests. Copy them elsewhere: they speak for the archive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def written(self) -> tuple[str, ...]:
        """Return all manifests; see the port."""
        return tuple(file.read_text("utf-8") for file in sorted(self._folder.glob(f"*{_SUFFIX}")))

    def keep(self, number: int, written: str) -> None:
        """Keep one more; see the port."""
        name = f"{number:08d}{_SUFFIX}"
        try:
            with locked(self._folder):
                if (self._folder / name).exists():
                    raise Refusal("evidence.number_taken", name, number=str(number))
                write_durably(self._folder, {name: written.encode()})
        except OSError as problem:
            raise Fault("evidence.not_written", str(problem), retry=True) from problem
