"""Pupils who have no record yet, and why: coded, so that every figure can say it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hocba.core.terms.codes import SchoolCode, SchoolYear


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
