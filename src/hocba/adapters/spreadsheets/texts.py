"""Texts in cells: names, places, comments, codes."""

import re
import unicodedata
from typing import Final

from hocba.adapters.spreadsheets.grid import CellValue, shown
from hocba.adapters.spreadsheets.line import Line
from hocba.core.terms.text import clean, clean_lines, unprintable

NAME_CHARS: Final = 100
"""Longest name taken. QĐ 4998/QĐ-BGDĐT keeps 50; names of foreign pupils are longer."""

TEXT_CHARS: Final = 250
"""Longest place, address or decision taken. Source: QĐ 4998/QĐ-BGDĐT, NOI_SINH."""

CODE_CHARS: Final = 20
"""Longest code of a pupil or of staff. Source: QĐ 4998/QĐ-BGDĐT, HOC_SINH_ID."""

# Copying from a web page brings these along; nobody sees them and nothing is lost.
_DROPPED: Final = dict.fromkeys(map(ord, "\u200b\ufeff\u00ad\u2060"))
# Pictures, format signs (joiners, turned writing), skin tones: neither the fonts of the
# printed form nor a screen reader can show them.
_NOT_SHOWN: Final = frozenset({"So", "Cf", "Sk"})
_ALLOWED: Final = frozenset("°©®`^¨´¸")
# Vietnamese in either form and the usual signs: nearly every cell, passed in one look.
_PLAIN: Final = re.compile("[\n\x20-\x7e\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff\u2013-\u201d]*")
_PICTURE_SIGNS: Final = frozenset("\ufe0f\u20e3")


def forbidden(text: str) -> tuple[str, ...]:
    """Return the characters that may not stand in a record, once each, as a person is told."""
    if _PLAIN.fullmatch(text):
        return ()
    found = dict.fromkeys(c for c in text if _is_not_shown(c))
    pictures = tuple(f"{c} (U+{ord(c):04X})" for c in found)
    return unprintable(text) + pictures


def _is_not_shown(character: str) -> bool:
    if character in _PICTURE_SIGNS:
        return True
    return character not in _ALLOWED and unicodedata.category(character) in _NOT_SHOWN


def plain_text(value: CellValue) -> str:
    """Return a cell's text without invisible signs; a whole number without its point."""
    return shown(value).translate(_DROPPED)


def text_of(line: Line, meaning: str, *, limit: int = TEXT_CHARS) -> str:
    """Return one line of text, cleaned; notes what may not stand there. limit: characters."""
    cell = line.cell(meaning)
    return "" if cell.is_blank else _checked(line, meaning, clean(plain_text(cell.value)), limit)


def comment_of(line: Line, meaning: str, *, limit: int) -> str:
    """Return a comment, cleaned, with its line breaks. limit: characters."""
    cell = line.cell(meaning)
    if cell.is_blank:
        return ""
    return _checked(line, meaning, clean_lines(plain_text(cell.value)), limit)


def _checked(line: Line, meaning: str, text: str, limit: int) -> str:
    if wrong := forbidden(text):
        line.fault("sheet.character_not_allowed", meaning, character=", ".join(wrong[:5]))
        return ""
    if len(text) > limit:
        line.fault(
            "sheet.text_too_long",
            meaning,
            value=text[:40] + "…",
            length=str(len(text)),
            limit=str(limit),
        )
        return ""
    return text


def due_text_of(line: Line, meaning: str, *, limit: int = NAME_CHARS) -> str:
    """Return text that must be there; notes where it is not."""
    if line.is_blank(meaning):
        line.fault("sheet.value_missing", meaning)
        return ""
    return text_of(line, meaning, limit=limit)


def name_of(line: Line, meaning: str) -> str:
    """Return a person's name; a name holds letters and no figures."""
    name = due_text_of(line, meaning)
    if name and not any(c.isalpha() for c in name):
        line.fault("sheet.not_a_name", meaning)
        return ""
    if any(c.isdigit() for c in name):
        line.fault("sheet.not_a_name", meaning)
        return ""
    return name


def code_of(line: Line, meaning: str) -> str:
    """Return an opaque code; Excel's mark for text in front of it is taken off."""
    text = text_of(line, meaning, limit=CODE_CHARS)
    return text.removeprefix("'").replace(" ", "")
