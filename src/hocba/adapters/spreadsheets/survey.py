"""Counts what a workbook's parts hold, before any of it is turned into cells."""

import re
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from hocba.adapters.spreadsheets.limits import Limits
from hocba.core.terms.outcomes import Refusal

_SHEETS: Final = "xl/worksheets/"
_STRINGS: Final = "xl/sharedStrings.xml"
_VALUES: Final = frozenset({"v", "is", "f"})
_PLACE: Final = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")


def surveyed(parts: Mapping[str, bytes], limits: Limits) -> None:
    """
    Refuse a workbook that would need more memory than a school's list ever does.

    A reader reserves room from the first to the farthest cell: one cell in the last corner
    of a sheet costs 17 thousand million. So corners, cells and repeated texts are counted
    first, and reading stops at the first that is over.
    Raises: Refusal "sheet.too_many_sheets", "sheet.too_many_cells", "sheet.file_broken".
    """
    sheets = [name for name in parts if name.startswith(_SHEETS) and name.endswith(".xml")]
    if len(sheets) > limits.sheets:
        raise Refusal(
            "sheet.too_many_sheets",
            "more sheets than allowed",
            count=str(len(sheets)),
            limit=str(limits.sheets),
        )
    strings = _StringSurvey(limits)
    _run(parts.get(_STRINGS, b"<sst/>"), strings)
    count = _SheetSurvey(limits, tuple(strings.lengths))
    for name in sheets:
        count.begin()
        _run(parts[name], count)
    for name in parts.keys() - {*sheets, _STRINGS}:
        if parts[name]:
            _run(parts[name], _Nothing())


class _Nothing:
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See an element begin."""

    def text(self, text: str) -> None:
        """See characters."""

    def end(self, name: str) -> None:
        """See an element end."""


def _run(part: bytes, survey: "_Nothing") -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = survey.start
    parser.CharacterDataHandler = survey.text
    parser.EndElementHandler = survey.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError) as wrong:
        # An encoding that nobody knows is a LookupError, one that is no codec a ValueError.
        raise Refusal("sheet.file_broken", str(wrong)) from wrong


def _refuse_doctype(*_: object) -> None:
    # No spreadsheet program writes one; it is how entity bombs come in.
    raise Refusal("sheet.file_broken", "a part declares a document type")


def _too_many(limits: Limits) -> Refusal:
    return Refusal(
        "sheet.too_many_cells",
        "more cells, rows, columns or text than allowed",
        cells=str(limits.cells),
        rows=str(limits.rows),
        columns=str(limits.columns),
    )


class _StringSurvey(_Nothing):
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.lengths: list[int] = []
        self._length = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name.endswith("si"):
            self._length = 0

    def text(self, text: str) -> None:
        self._length += len(text)
        if self._length > self._limits.string_chars:
            raise _too_many(self._limits)

    def end(self, name: str) -> None:
        if name.endswith("si"):
            self.lengths.append(self._length)


class _SheetSurvey(_Nothing):
    def __init__(self, limits: Limits, lengths: tuple[int, ...]) -> None:
        self._limits = limits
        self._lengths = lengths
        self._cells = 0
        self._seen = 0
        self._chars = 0
        self._shared = False
        self._value = ""
        self.begin()

    def begin(self) -> None:
        """Start a new sheet; cells and texts go on being counted over the workbook."""
        self._row = 0
        self._column = 0
        self._corner_row = 0
        self._corner_column = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "row":
            self._row = _number(attributes.get("r", ""), self._row + 1)
            self._column = 0
        elif tag in _VALUES:
            self._count_value()

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._shared = attributes.get("t") == "s"
        self._value = ""
        self._column += 1
        place = _PLACE.fullmatch(attributes.get("r", ""))
        if place is not None:
            self._column, self._row = _column_number(place[1]), int(place[2])
        # Formatted but empty cells are common, down to the last row; they cost time only.
        self._seen += 1
        if self._seen > self._limits.cells * 5:
            raise _too_many(self._limits)

    def _count_value(self) -> None:
        at = self._limits
        self._cells += 1
        self._corner_row = max(self._corner_row, self._row)
        self._corner_column = max(self._corner_column, self._column)
        over_corner = self._corner_row > at.rows or self._corner_column > at.columns
        if over_corner or self._cells > at.cells or self._area() > at.area:
            raise _too_many(at)

    def _area(self) -> int:
        return self._corner_row * self._corner_column

    def text(self, text: str) -> None:
        self._chars += len(text)
        if self._shared:
            self._value = (self._value + text)[:12]

    def end(self, name: str) -> None:
        if self._shared and name.rpartition(":")[2] == "c":
            index = _number(self._value.strip(), -1)
            if 0 <= index < len(self._lengths):
                self._chars += self._lengths[index]
            self._shared = False
        if self._chars > self._limits.text_chars:
            raise _too_many(self._limits)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
