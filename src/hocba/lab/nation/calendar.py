"""When things happen in the nation's school year: 2025-2026, unless another is asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.vietnam import VIETNAM

YEAR: Final = SchoolYear(2025)

CERTIFIED_AT: Final = datetime(2025, 8, 20, 8, 0, tzinfo=VIETNAM)
"""The laboratory's day; the ministry's and the provinces' registers follow it."""
RECEIVED_AT: Final = datetime(2026, 7, 1, 8, 0, tzinfo=VIETNAM)
"""Every package is sealed before this instant: offices that take them in may let it be now."""
LISTS_GOOD_UNTIL: Final = datetime(2036, 1, 1, tzinfo=VIETNAM)

_WORKING_DAY_S: Final = 9 * 3600
_HOUR_S: Final = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """
    A year of signing.

    certified_at: when certificates stand. registers_from, classes_from: the first morning on which
    principals attest their staff and records are composed; so many days follow.
    """

    year: SchoolYear
    certified_at: datetime
    registers_from: datetime
    register_days: int
    classes_from: datetime
    class_days: int


USUAL: Final = Calendar(
    year=YEAR,
    certified_at=CERTIFIED_AT,
    registers_from=datetime(2025, 9, 8, 7, 30, tzinfo=VIETNAM),
    register_days=12,
    classes_from=datetime(2026, 5, 26, 7, 30, tzinfo=VIETNAM),
    class_days=24,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDay:
    """When a class's records were composed and signed, each in one batch."""

    composed_at: datetime
    attested_at: datetime
    approved_at: datetime
    sealed_at: datetime


def register_day(chance: Random, calendar: Calendar = USUAL) -> datetime:
    """Return when a principal attests the staff."""
    return _within(chance, calendar.registers_from, calendar.register_days)


def class_day(chance: Random, calendar: Calendar = USUAL) -> ClassDay:
    """Return one class's instants: the principal signs the day after, the seal follows at once."""
    composed_at = _within(chance, calendar.classes_from, calendar.class_days)
    attested_at = composed_at + _later(chance)
    approved_at = attested_at + timedelta(days=1) + _later(chance)
    return ClassDay(
        composed_at=composed_at,
        attested_at=attested_at,
        approved_at=approved_at,
        sealed_at=approved_at + _later(chance),
    )


def _within(chance: Random, first: datetime, days: int) -> datetime:
    day = timedelta(days=int(chance.random() * days))
    return first + day + timedelta(seconds=int(chance.random() * _WORKING_DAY_S))


def _later(chance: Random) -> timedelta:
    return timedelta(seconds=60 + int(chance.random() * _HOUR_S))
