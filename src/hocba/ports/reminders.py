"""Reminders of an office to the schools below it: written once, read by the school."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One reminder. on: its day in Vietnam; a school gets one a day. by: who wrote it."""

    school: str
    on: date
    by: str
    at: datetime
    words: str


class Reminders(Protocol):
    """Append-only: the queue that schools read is the log of what was said to them."""

    def put(self, reminders: Sequence[Reminder]) -> int:
        """Keep reminders; a school's second of a day is left out. Returns: how many are new."""
        ...

    def latest(self) -> Mapping[str, Reminder]:
        """Return the latest reminder of each school, by its code."""
        ...

    def of_school(self, school: str, *, by: str = "", limit: int = 20) -> tuple[Reminder, ...]:
        """Return a school's reminders, newest first. by: the office that wrote them, this one."""
        ...
