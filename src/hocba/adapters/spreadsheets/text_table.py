"""A table as text (CSV), as Excel, LibreOffice and other systems save it."""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final

from hocba.adapters.spreadsheets.limits import Limits
from hocba.core.terms.outcomes import Refusal

# Excel in Vietnam writes semicolons, its "Unicode text" tabs; the first line has them all.
_SEPARATORS: Final = (";", "\t", ",")
_LEAST: Final = 2
_SHEET: Final = "CSV"


def is_text_table(file: bytes) -> bool:
    """Return whether a file is text with separators in one of its first lines, and no markup."""
    if file.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return True
    start = file[:4096].removeprefix(BOM_UTF8).lstrip()
    if not start or start.startswith((b"<", b"%PDF", b"{\\rtf", b"PK")) or b"\x00" in start:
        return False
    if any(byte < 9 for byte in start):
        return False
    return any(start.count(mark.encode()) >= _LEAST for mark in _SEPARATORS)


def text_rows(file: bytes, limits: Limits) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """
    Return a name for the table, and its rows; every cell is text.

    Raises: Refusal "sheet.file_too_large", "sheet.text_not_unicode", "sheet.too_many_cells".
    """
    if len(file) > limits.packed_bytes:
        size, limit = (f"{count / 1e6:.0f} MB" for count in (len(file), limits.packed_bytes))
        raise Refusal("sheet.file_too_large", "more bytes than allowed", size=size, limit=limit)
    text = _decoded(file)
    csv.field_size_limit(limits.text_chars)
    rows: list[tuple[str, ...]] = []
    cells = 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
        cells += len(row)
        if len(rows) >= limits.rows or len(row) > limits.columns or cells > limits.cells:
            raise Refusal(
                "sheet.too_many_cells",
                "more cells, rows or columns than allowed",
                cells=str(limits.cells),
                rows=str(limits.rows),
                columns=str(limits.columns),
            )
        rows.append(tuple(row))
    return _SHEET, tuple(rows)


def _decoded(file: bytes) -> str:
    """Never guess an 8-bit encoding: a wrong guess gives names that look right and are not."""
    is_wide = file.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        return file.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refusal("sheet.text_not_unicode", str(wrong)) from wrong


def _separator(text: str) -> str:
    start = text[:4096]
    return max(_SEPARATORS, key=start.count)
