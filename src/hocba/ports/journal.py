"""Where a long run writes down what it has finished."""

from collections.abc import Iterator
from typing import Protocol


class Journal(Protocol):
    """Lines that only grow; of one run at a time."""

    def lines(self) -> Iterator[str]:
        """Return every whole line, oldest first; a line cut off by a crash is left out."""
        ...

    def add(self, line: str) -> None:
        """
        Add a line, durable when this returns.

        Raises: Fault "engine.journal_not_written".
        """
        ...
