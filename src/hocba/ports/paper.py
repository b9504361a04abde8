"""Printing: a record's document in, a page to hold in hand out."""

from typing import Protocol


class Printer(Protocol):
    """Sets records on the official template."""

    def render(self, document: bytes) -> bytes:
        """Return the PDF of a record's document."""
        ...
