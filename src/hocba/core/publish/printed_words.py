"""Words and dates as the printed form writes them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from hocba.core.compose.wire import decimal_text
from hocba.core.publish.filled_form import Line
from hocba.core.terms.missing import Missing
from hocba.core.terms.vietnam import VIETNAM

WHY_BLANK: Final[Mapping[Missing, str]] = MappingProxyType(
    {
        Missing.UNKNOWN: "chưa có thông tin",
        Missing.NOT_APPLICABLE: "không áp dụng",
        Missing.WITHHELD_BY_LAW: "không cung cấp theo quy định của pháp luật",
        Missing.NOT_ASSESSED: "không đánh giá",
    }
)
"""What stands, pale, where the form would stay blank."""


def filled(label: str, value: str) -> Line:
    """Return a line; an empty value is said to be missing."""
    if value:
        return Line(label=label, value=value)
    return Line(label=label, value=WHY_BLANK[Missing.UNKNOWN], is_missing=True)


def measure(label: str, value: Decimal | None, unit: str) -> Line:
    """Return a line with a decimal comma and its unit."""
    return filled(label, "" if value is None else f"{decimal_text(value).replace('.', ',')} {unit}")


def short_date(day: date) -> str:
    """Return `04/03/2017`."""
    return day.strftime("%d/%m/%Y")


def signing_time(at: datetime) -> str:
    """
    Return `04/06/2026 15:02:00 +07:00`, Vietnam's time.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (day, hour, minute, second, time zone).
    """
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} +07:00"


def place_date(place: str, day: date) -> str:
    """
    Return `Phường Mường Thanh, ngày 04 tháng 6 năm 2026`.

    Days below ten, January and February get a nought before them, so that none can be added.
    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I.
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"{place}, ngày {day.day:02} tháng {month} năm {day.year}"


def in_groups(text: str, size: int = 4) -> str:
    """Put a space after every `size` characters, for reading aloud."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))
