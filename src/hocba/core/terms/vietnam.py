"""Vietnam's time: the day of a signature is a day there, wherever the machine stands."""

from datetime import date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""UTC+7 all year. Source: IANA time zone database, Asia/Ho_Chi_Minh."""


def day_in_vietnam(at: datetime) -> date:
    """Return the calendar day of an instant in Vietnam."""
    return at.astimezone(VIETNAM).date()
