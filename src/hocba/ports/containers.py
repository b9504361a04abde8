"""ZIP files: what a package looks like from outside."""

from collections.abc import Iterable
from typing import Protocol

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
    """Reads and writes ZIP files; bytes in, bytes out."""

    def packed(self, files: Iterable[tuple[str, bytes]]) -> bytes:
        """Write files, in their order, into a ZIP; the same files give the same bytes."""
        ...

    def opened(self, file: bytes) -> Container:
        """
        Open a ZIP from anywhere.

        Raises: Refusal "package.not_a_zip"; "package.unsafe" with every finding of its directory.
        """
        ...
