"""Pupils who have no record yet, why, and until when: coded, so that every figure can say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal

_SOON: Final = timedelta(days=7)
_FARTHEST: Final = timedelta(days=366)


class ExceptionReason(StrEnum):
    """The reasons that the first national pilot reported. The list is ours and may grow."""

    SUMMER_TRAINING = "REN_LUYEN_HE"
    """Has not completed the year; assessed again in summer. Source: TT 27/2020, Điều 11."""
    NO_PERSONAL_ID = "CHUA_CO_DINH_DANH"
    """Has no personal ID yet, and the school waits for it."""
    INTERNATIONAL_SCHOOL = "TRUONG_QUOC_TE"
    """Follows a foreign programme at an international school."""
    OTHER = "KHAC"
    """Anything else; a note says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordException:
    """
    One pupil of whom no record is due for now.

    note: one Vietnamese sentence; required with OTHER. expected_on: when a record is expected.
    """

    school: SchoolCode
    school_year: SchoolYear
    sector_code: str
    class_name: str
    reason: ExceptionReason
    note: str = ""
    expected_on: date | None = None


class Due(StrEnum):
    """How an expected record stands to its day; in the order in which they are followed up."""

    OVERDUE = "QUA_HAN"
    SOON = "SAP_DEN_HAN"
    LATER = "CON_HAN"
    UNDATED = "CHUA_HEN_NGAY"


_ORDER: Final = tuple(Due)


def due(exception: RecordException, today: date) -> Due:
    """Return how an exception stands on a day."""
    return due_on(exception.expected_on, today)


def due_on(expected: date | None, today: date) -> Due:
    """Return how an expected day stands on a day; that day itself is not yet overdue."""
    if expected is None:
        return Due.UNDATED
    if expected < today:
        return Due.OVERDUE
    return Due.SOON if expected - today <= _SOON else Due.LATER


def by_due(
    exceptions: Iterable[RecordException], today: date
) -> tuple[tuple[Due, RecordException], ...]:
    """Return what is to be followed up, the longest overdue first, those without a day last."""
    found = [(due(each, today), each) for each in exceptions]
    return tuple(sorted(found, key=lambda one: _urgency(*one)))


def _urgency(stands: Due, exception: RecordException) -> tuple[int, date, str, str]:
    expected = exception.expected_on or date.max
    return (_ORDER.index(stands), expected, exception.class_name, exception.sector_code)


def why_not_expected(expected: date | None, today: date) -> Refusal | None:
    """Return why a day cannot be promised when an exception is noted, or None."""
    if expected is None:
        return None
    if expected < today:
        return Refusal("exception.day_passed", value=f"{expected:%d/%m/%Y}")
    if expected - today > _FARTHEST:
        return Refusal("exception.day_too_far", value=f"{expected:%d/%m/%Y}")
    return None
