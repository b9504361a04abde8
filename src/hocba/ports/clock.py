"""Time and chance, asked for and never taken."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The clock of an office."""

    def now(self) -> datetime:
        """Return the present instant, aware, in Vietnam's time zone, to the second."""
        ...


class Chance(Protocol):
    """A source of random bytes fit for secrets."""

    def draw(self, count: int) -> bytes:
        """Return `count` random bytes."""
        ...
