"""The book of the office above: what it lists as taken from an office below."""

from collections.abc import Mapping
from typing import Protocol


class Counterpart(Protocol):
    """Asked by an office about its own packages alone."""

    def holdings(self, sender: str) -> Mapping[str, bytes]:
        """
        Return what is kept from a sender's packages: SHA-256 by path.

        Raises: Fault "uplink.not_reached".
        """
        ...
