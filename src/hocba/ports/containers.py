"""ZIP files: what a package looks like from outside."""

from collections.abc import Iterable
from typing import BinaryIO, Protocol

from hocba.core.submit.package import ZippedEntry


class Container(Protocol):
    """An opened ZIP whose directory has been found harmless."""

    @property
    def entries(self) -> tuple[ZippedEntry, ...]:
        """What the directory lists, in its order."""
        ...

    def read(self, path: str) -> bytes:
        """
        Unpack one entry, never more bytes than its directory states.

        Raises: Refusal "package.entry_unreadable".
        """
        ...


class Containers(Protocol):
    """Reads and writes ZIP files."""

    def packed(self, files: Iterable[tuple[str, bytes]]) -> bytes:
        """Write files, in their order, into a ZIP; the same files give the same bytes."""
        ...

    def held(self, file: bytes) -> BinaryIO:
        """Return bytes as a file that can be read and sought in."""
        ...

    def opened(self, file: bytes | BinaryIO) -> Container:
        """
        Open a ZIP from anywhere; of one in a file only what is read is ever in memory.

        file: its bytes, or an opened file that can be sought in and stays open meanwhile.
        Raises: Refusal "package.not_a_zip"; "package.unsafe" with every finding of its directory.
        """
        ...

    def opened_foreign(self, file: bytes | BinaryIO) -> Container:
        """
        Open a ZIP that is no package: folders and names as somebody's system made them.

        What stands in it is read by its name and never written to a disk under it.
        Raises: as `opened`.
        """
        ...
