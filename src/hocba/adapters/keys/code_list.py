"""The list of keys for printed codes, a file of the trust directory."""

from pathlib import Path

from hocba.adapters.blobs.durable import write_durably


class CodeListFile:
    """Implements `CodeListShelf`. folder: the trust directory. name: of the file."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name

    def text(self) -> str | None:
        """Return the list; see the port."""
        try:
            return (self._folder / self._name).read_text("ascii")
        except FileNotFoundError:
            return None

    def replace(self, text: str) -> None:
        """Put another list in its place; see the port."""
        write_durably(self._folder, {self._name: text.encode("ascii")})
