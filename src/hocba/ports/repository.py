"""Where a province or the ministry keeps what it has taken in."""

from typing import Protocol


class Repository(Protocol):
    """Where a province or the ministry keeps what it has taken in."""
