"""What pupils and staff have in common in a row: name, birth, gender, personal number."""

from datetime import date
from typing import Final

from hocba.adapters.spreadsheets.coded import is_marked, listed_code_of
from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.texts import name_of, plain_text
from hocba.adapters.spreadsheets.words import word_key
from hocba.core.terms.codes import (
    Gender,
    PersonalId,
    personal_id,
    personal_id_doubts,
)
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean

_ID_DIGITS: Final = 12
_SHORTENED: Final = (9, 10, 11)
"""Digits that remain of a number of 12 where Excel took the zeros in front away."""
_NONE_YET: Final = frozenset({"khong", "khongco", "chuaco", "chuacap", "chua", "none"})


def full_name_of(line: Line) -> str:
    """Return the full name, put together where family and given names stand apart."""
    if line.has("full_name") or not line.has("first_name"):
        return name_of(line, "full_name")
    parts = (name_of(line, "last_name"), name_of(line, "first_name"))
    return clean(" ".join(parts))


def gender_of(line: Line) -> Gender:
    """Return the gender by word or code, or by a cross in a column `Nữ`."""
    if line.has("gender"):
        code = listed_code_of(line, "gender", "gender")
        if code is None and line.is_blank("gender"):
            line.warn("sheet.gender_unknown", "gender")
        return Gender(code or Gender.UNKNOWN)
    if line.has("is_female"):
        key = word_key(plain_text(line.cell("is_female").value))
        return Gender.FEMALE if key == "nu" or is_marked(line, "is_female") else Gender.MALE
    return Gender.UNKNOWN


def personal_id_of(line: Line, nationality: str = "VN") -> PersonalId | Missing:
    """
    Return the personal number, or why there is none: it is given to citizens only.

    Zeros are put back only in front of a number cell with 9 to 11 digits: text with
    fewer than 12 digits can be an old identity card's number or a slip.
    Source: Nghị định 137/2015/NĐ-CP, Điều 13.
    """
    none = Missing.UNKNOWN if nationality == "VN" else Missing.NOT_APPLICABLE
    if line.is_blank("personal_id"):
        return none
    value = line.cell("personal_id").value
    text = clean(plain_text(value)).removeprefix("'")
    if word_key(text) in _NONE_YET:
        return none
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and text.isdigit() and len(text) in _SHORTENED:
        text = text.zfill(_ID_DIGITS)
        line.warn("sheet.leading_zeros_restored", "personal_id", read=text)
    try:
        return personal_id(text)
    except Refusal as refusal:
        line.fault(refusal.code, "personal_id")
        return Missing.UNKNOWN


def doubt_personal_id(
    line: Line, number: PersonalId | Missing, born_on: date, gender: Gender
) -> None:
    """Warn where the number disagrees with birth or gender."""
    if isinstance(number, Missing):
        return
    for code in personal_id_doubts(number, born_on=born_on, gender=gender):
        line.warn(code, "personal_id")
