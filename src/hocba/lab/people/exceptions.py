"""Who will have no sealed record when the school declares in June, and why."""

from dataclasses import dataclass
from enum import StrEnum


class ExceptionReason(StrEnum):
    """The reasons that the pilot's reports name."""

    SUMMER_TRAINING = "REN_LUYEN_TRONG_HE"
    """Has not completed the year; supplementary assessment is due in summer."""
    NO_PERSONAL_ID = "CHUA_CO_SO_DINH_DANH"
    INTERNATIONAL_SCHOOL = "TRUONG_QUOC_TE"
    """Follows a foreign programme at an international school."""
    OTHER = "KHAC"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedException:
    """One pupil expected among the exceptions. note: Vietnamese, one sentence."""

    sector_code: str
    reason: ExceptionReason
    note: str
