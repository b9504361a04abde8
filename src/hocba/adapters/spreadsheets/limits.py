"""How much an uploaded workbook may hold before it is opened."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    Ceilings of one upload.

    packed_bytes: the file as sent. unpacked_bytes: all its parts together. ratio: how much
    one part may shrink; a spreadsheet shrinks ten to forty times. cells: with a value, in
    the whole workbook. rows, columns, area: to the far corner of a sheet. text_chars: all texts as
    the cells repeat them. string_chars: one cell, as in Excel itself.
    """

    packed_bytes: int = 20_000_000
    unpacked_bytes: int = 120_000_000
    ratio: int = 400
    parts: int = 2_000
    sheets: int = 60
    cells: int = 600_000
    rows: int = 100_000
    columns: int = 400
    area: int = 3_000_000
    text_chars: int = 40_000_000
    string_chars: int = 32_767


LIMITS: Final = Limits()
"""A pupil list of 2,000 rows is about 0.5 MB packed and 90,000 cells."""
