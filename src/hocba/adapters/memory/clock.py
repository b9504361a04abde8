"""Clocks and chance: the machine's own, and ones that a story or a test sets."""

import os
from datetime import datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))
"""Vietnam keeps one offset all year (UTC+7), so no zone data is needed."""


class SystemClock:
    """The machine's clock, in Vietnam's time, to the second."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(VIETNAM).replace(microsecond=0)


class StoryClock:
    """A clock that stands still until it is set or moved: for the demo's school year and tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(VIETNAM).replace(microsecond=0)

    def now(self) -> datetime:
        """Return the instant it stands at."""
        return self._now

    def move(self, by: timedelta) -> None:
        """Move on."""
        self._now += by

    def set(self, at: datetime) -> None:
        """Stand at another instant, never an earlier one."""
        if at < self._now:
            raise ValueError("a story does not run backwards")
        self._now = at.astimezone(VIETNAM).replace(microsecond=0)


class MovingClock:
    """A story's time that goes on: as long after `start` as the machine is after `since`."""

    def __init__(self, start: datetime, *, since: datetime) -> None:
        self._shift = start - since

    def now(self) -> datetime:
        """Return the story's present instant."""
        moved = datetime.now(VIETNAM) + self._shift
        return moved.replace(microsecond=0)


class SystemChance:
    """The operating system's random bytes."""

    def draw(self, count: int) -> bytes:
        """Return `count` random bytes."""
        return os.urandom(count)
