"""
How long somebody stays signed in on one device.

Source: NIST SP 800-63B-4, 2.2.3 Reauthentication (AAL2): an end after at most 24 hours, and after
at most one hour without a sign of the person.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WHOLE: Final = timedelta(hours=12)
"""A working day with its evening: nobody is put out in the middle of an afternoon."""

IDLE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """
    One stay of one person on one device.

    number: names it to its own person. browser: as the device calls itself, up to 300
    characters. ended_at: None while nobody has ended it.
    """

    number: str
    username: str
    address: str
    browser: str
    began_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """The instant at which it ends when the person does nothing more."""
        return min(self.began_at + WHOLE, self.seen_at + IDLE)

    def stands_at(self, now: datetime) -> bool:
        """Tell whether the person is still signed in there."""
        return self.ended_at is None and now < self.until
