"""Numbers, shares and times in the reader's own form."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal
from zoneinfo import ZoneInfo

from hocba.core.terms.outcomes import Refusal

Language = Literal["vi", "en"]

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")

_DASH: Final = "–"


def number(value: int, language: Language) -> str:
    """Group by thousands: 4.241.906 in Vietnamese, 4,241,906 in English."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "vi" else grouped


def share(part: int, whole: int, language: Language, *, places: int = 1) -> str:
    """
    Return part/whole in per cent, half up: "59,47 %" in Vietnamese, "59.47%" in English.

    It shows 100 only for all and 0 only for none: 9,999 of 10,000 is not "100,0 %".
    Returns an en dash where there is no whole.
    """
    if whole <= 0:
        return _DASH
    step = Decimal(1).scaleb(-places)
    percent = (Decimal(100) * part / whole).quantize(step, ROUND_HALF_UP)
    if 0 < part < whole:
        percent = min(max(percent, step), Decimal(100) - step)
    if part in (0, whole):
        percent = percent.to_integral_value()
    return f"{percent}".replace(".", ",") + "\u00a0%" if language == "vi" else f"{percent}%"


def moment(at: datetime) -> str:
    """Return an instant as a Vietnamese wall clock shows it: 05/06/2026 17:00."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def day(on: date) -> str:
    """Return a date as 05/06/2026."""
    return f"{on:%d/%m/%Y}"


def day_of(written: str) -> date:
    """
    Read a date typed as 05/06/2026.

    Raises: Refusal "web.date_unreadable".
    """
    try:
        on, month, year = map(int, written.split("/"))
        return date(year, month, on)
    except ValueError as problem:
        raise Refusal("web.date_unreadable", value=written[:20]) from problem
