"""Numbers in cells: scores, counts, measures."""

import re
from decimal import Decimal
from typing import Final

from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.texts import plain_text
from hocba.core.terms.text import clean

_NUMBER: Final = re.compile(r"-?\d{1,9}(?:[.,]\d{1,9})?")


def decimal_of(line: Line, meaning: str) -> Decimal | None:
    """Return a number, comma or point, or None. Notes "sheet.not_a_number"."""
    if line.is_blank(meaning):
        return None
    value = line.cell(meaning).value
    text = clean(plain_text(value)).removeprefix("'")
    if isinstance(value, bool) or not _NUMBER.fullmatch(text):
        line.fault("sheet.not_a_number", meaning)
        return None
    # Through text: the float 7.1 of a cell is meant as 7.1, not as its 53 bits.
    return Decimal(text.replace(",", "."))


def score_of(line: Line, meaning: str) -> int | None:
    """
    Return a whole score, or None where the cell is blank or holds none.

    Whether it lies within the scale is asked of the rule pack, with the rest of the year.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 7 (scale of ten, no decimals).
    """
    number = decimal_of(line, meaning)
    if number is None:
        return None
    if number != int(number):
        line.fault("sheet.score_not_whole", meaning)
        return None
    return int(number)


def count_of(line: Line, meaning: str, *, most: int) -> int | None:
    """Return a count from 0. Notes "sheet.count_out_of_range"."""
    number = decimal_of(line, meaning)
    if number is None:
        return None
    if number != int(number) or not 0 <= number <= most:
        line.fault("sheet.count_out_of_range", meaning, most=str(most))
        return None
    return int(number)


def measure_of(line: Line, meaning: str, *, least: int, most: int) -> Decimal | None:
    """Return a measure with at most one decimal. Notes "sheet.measure_out_of_range"."""
    number = decimal_of(line, meaning)
    if number is None:
        return None
    if not least <= number <= most or number != round(number, 1):
        line.fault("sheet.measure_out_of_range", meaning, least=str(least), most=str(most))
        return None
    return number.normalize() + 0 if number == int(number) else round(number, 1)
