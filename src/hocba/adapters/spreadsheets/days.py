"""Days in cells: as Excel keeps them, as people write them."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.texts import plain_text
from hocba.core.terms.text import clean

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4}|\d{2})")
_IN_WORDS: Final = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.IGNORECASE)
_SERIAL: Final = re.compile(r"(\d{5})(?:\.0+)?")
_SERIAL_FROM: Final = 15_000
"""1941-01-24: no pupil or member of staff is older; smaller numbers are no dates."""
_EXCEL_ZERO: Final = date(1899, 12, 30)
_FIRST_YEAR: Final = 1900


def day_of(line: Line, meaning: str) -> date | None:
    """
    Return a day, or None where the cell is blank or holds none.

    Notes "sheet.date_not_real" (31/02), "sheet.date_not_understood", "sheet.date_incomplete",
    and as doubts "sheet.date_short_year" (5/3/15), "sheet.date_from_number" (an Excel number).
    """
    if line.is_blank(meaning):
        return None
    value = line.cell(meaning).value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        line.fault("sheet.date_not_understood", meaning)
        return None
    text = clean(plain_text(value)).removeprefix("'")
    return _day_of_text(line, meaning, text)


def _day_of_text(line: Line, meaning: str, text: str) -> date | None:
    if found := _ISO.fullmatch(text):
        return _real(line, meaning, found[1], found[2], found[3])
    if found := _IN_WORDS.fullmatch(text):
        return _real(line, meaning, found[3], found[2], found[1])
    if found := _DAY_FIRST.fullmatch(text):
        return _day_first(line, meaning, found)
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) >= _SERIAL_FROM:
        return _from_serial(line, meaning, int(found[1]))
    is_part = re.fullmatch(r"(?:\d{1,2}[/.\-])?\d{4}", text) is not None
    line.fault("sheet.date_incomplete" if is_part else "sheet.date_not_understood", meaning)
    return None


def _day_first(line: Line, meaning: str, found: re.Match[str]) -> date | None:
    day, month, year = found.groups()
    if len(year) == 4:
        return _real(line, meaning, year, month, day)
    century = 2000 if 2000 + int(year) <= line.today.year else 1900
    read = _real(line, meaning, str(century + int(year)), month, day)
    if read is not None:
        line.warn("sheet.date_short_year", meaning, read=f"{read:%d/%m/}{read.year:04d}")
    return read


def _from_serial(line: Line, meaning: str, serial: int) -> date:
    read = _EXCEL_ZERO + timedelta(days=serial)
    line.warn("sheet.date_from_number", meaning, read=f"{read:%d/%m/%Y}")
    return read


def _real(line: Line, meaning: str, year: str, month: str, day: str) -> date | None:
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        line.fault("sheet.date_not_real", meaning)
        return None
    return read


def birth_day_of(line: Line, meaning: str) -> date | None:
    """Return a day of birth: past, and after 1900. Notes "sheet.date_out_of_range"."""
    day = day_of(line, meaning)
    if day is not None and not (day.year >= _FIRST_YEAR and day <= line.today):
        line.fault("sheet.date_out_of_range", meaning)
        return None
    return day
