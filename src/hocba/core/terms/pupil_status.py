"""The sector's list of pupil statuses: who still belongs to a class at the end of the year."""

from datetime import date
from typing import Final

from hocba.core.terms.people import Enrolment

LEFT: Final = frozenset({"04", "05", "08", "09", "11", "12"})
"""
Moved to another school or stopped, in term 1, term 2 or summer.

The names of the list are sure, its numbers likely: the day an official list differs, this
is the place. "Nghỉ học xin học lại" (03, 07) is not among them: the pupil may be back, so the
school must say what holds. Source: code list of the sector database's Excel exchange.
"""


def has_left(status: str) -> bool:
    """Tell whether a pupil with this status is no longer on the roster."""
    return status in LEFT


def here_on(enrolment: Enrolment, day: date) -> bool:
    """
    Tell whether a pupil belongs to the class on a day.

    A status that is written down ahead takes effect on its own day, without anybody's doing.
    """
    is_ahead = enrolment.status_on is not None and enrolment.status_on > day
    return is_ahead or not has_left(enrolment.status)
