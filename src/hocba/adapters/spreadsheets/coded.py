"""Words of closed lists in cells: codes, levels, yes or no."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.texts import plain_text
from hocba.adapters.spreadsheets.words import codes_by_word, word_key
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.text import clean

_YES: Final = frozenset({"x", "co", "1", "true", "v", "dung", "yes", "ies"})
_NO: Final = frozenset({"khong", "0", "false", "no", "k", "sai"})

# Capital Đ is U+0110; U+00D0 and U+0189 look the same, and old fonts and phones type them.
_LOOKALIKES: Final = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "С": "C", "Т": "T", "Н": "H"})
_SUBJECT_LEVELS: Final[Mapping[str, SubjectLevel]] = MappingProxyType(
    {
        "T": SubjectLevel.WELL_DONE,
        "H": SubjectLevel.DONE,
        "C": SubjectLevel.NOT_DONE,
        "HOÀN THÀNH TỐT": SubjectLevel.WELL_DONE,
        "HOÀN THÀNH": SubjectLevel.DONE,
        "CHƯA HOÀN THÀNH": SubjectLevel.NOT_DONE,
    }
)
_TRAIT_LEVELS: Final[Mapping[str, TraitLevel]] = MappingProxyType(
    {
        "T": TraitLevel.GOOD,
        "Đ": TraitLevel.REACHED,
        "D": TraitLevel.REACHED,
        "C": TraitLevel.NEEDS_EFFORT,
        "TỐT": TraitLevel.GOOD,
        "ĐẠT": TraitLevel.REACHED,
        "CẦN CỐ GẮNG": TraitLevel.NEEDS_EFFORT,
    }
)


def listed_code_of(line: Line, meaning: str, name: str) -> str | None:
    """Return the code of a listed word, or None. Notes "sheet.not_in_list"."""
    if line.is_blank(meaning):
        return None
    code = codes_by_word(name).get(word_key(plain_text(line.cell(meaning).value)))
    if code is None:
        line.fault("sheet.not_in_list", meaning)
    return code


def is_marked(line: Line, meaning: str) -> bool:
    """Return whether a yes-or-no cell says yes; blank is no. Notes "sheet.not_yes_or_no"."""
    if line.is_blank(meaning):
        return False
    key = word_key(plain_text(line.cell(meaning).value))
    if key not in _YES | _NO:
        line.fault("sheet.not_yes_or_no", meaning)
    return key in _YES


def level_text(line: Line, meaning: str) -> str:
    """Return a cell's word for a level, in capitals, with look-alike letters mended."""
    text = clean(plain_text(line.cell(meaning).value)).rstrip(".")
    return text.upper().translate(_LOOKALIKES)


def subject_level_of(line: Line, meaning: str) -> SubjectLevel | None:
    """Return T, H or C of a subject, or None. Notes a level of the other scale apart."""
    if line.is_blank(meaning):
        return None
    text = level_text(line, meaning)
    level = _SUBJECT_LEVELS.get(text)
    if level is None:
        code = "sheet.trait_level_in_subject" if text in _TRAIT_LEVELS else "sheet.not_a_level"
        line.fault(code, meaning, levels="T, H, C")
    return level


def trait_level_of(line: Line, meaning: str) -> TraitLevel | None:
    """Return T, Đ or C of a quality or competence, or None."""
    if line.is_blank(meaning):
        return None
    text = level_text(line, meaning)
    level = _TRAIT_LEVELS.get(text)
    if level is None:
        code = "sheet.subject_level_in_trait" if text in _SUBJECT_LEVELS else "sheet.not_a_level"
        line.fault(code, meaning, levels="T, Đ, C")
    return level
