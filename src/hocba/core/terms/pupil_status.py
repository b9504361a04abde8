"""The sector's list of pupil statuses: who still belongs to a class at the end of the year."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.terms.people import Enrolment


class Presence(StrEnum):
    """What a status comes to for who reads a class list; the value stands in its address."""

    STUDYING = "dang-hoc"
    CAME = "chuyen-den"
    AWAITED = "xin-hoc-lai"
    MOVED_OUT = "chuyen-di"
    STOPPED = "thoi-hoc"


STUDYING: Final = "01"

PRESENCE: Final[Mapping[str, Presence]] = MappingProxyType(
    {
        STUDYING: Presence.STUDYING,
        **dict.fromkeys(("02", "06", "10"), Presence.CAME),
        **dict.fromkeys(("03", "07"), Presence.AWAITED),
        **dict.fromkeys(("04", "08", "11"), Presence.MOVED_OUT),
        **dict.fromkeys(("05", "09", "12"), Presence.STOPPED),
    }
)
"""The sector's statuses: in term 1, term 2 and summer apart, here together."""

LEFT: Final = frozenset(
    code
    for code, presence in PRESENCE.items()
    if presence in {Presence.MOVED_OUT, Presence.STOPPED}
)
"""
Moved to another school or stopped, in term 1, term 2 or summer.

The names of the list are sure, its numbers likely: the day an official list differs, this
is the place. "Nghỉ học xin học lại" (03, 07) is not among them: the pupil may be back, so the
school must say what holds. Source: code list of the sector database's Excel exchange.
"""


def has_left(status: str) -> bool:
    """Tell whether a pupil with this status is no longer on the roster."""
    return status in LEFT


def presence_of(status: str) -> Presence:
    """Return what a status comes to; one that the list does not know counts as studying."""
    return PRESENCE.get(status, Presence.STUDYING)


def came_on(enrolment: Enrolment) -> date | None:
    """Return the day on which a pupil came from another school this year; None for others."""
    return enrolment.status_on if presence_of(enrolment.status) is Presence.CAME else None


def here_on(enrolment: Enrolment, day: date) -> bool:
    """
    Tell whether a pupil belongs to the class on a day.

    A status that is written down ahead takes effect on its own day, without anybody's doing.
    """
    is_ahead = enrolment.status_on is not None and enrolment.status_on > day
    return is_ahead or not has_left(enrolment.status)
