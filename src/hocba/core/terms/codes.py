"""Codes that name things: record codes with a check character, personal IDs, school years."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NewType

from hocba.core.terms.outcomes import Refusal

RecordCode = NewType("RecordCode", str)
"""`HB` and 13 characters in groups: the academic record of one pupil, whatever the year."""

SchoolCode = NewType("SchoolCode", str)
"""A school's code in the sector database; opaque, at most 20 characters."""

ProvinceCode = NewType("ProvinceCode", str)
"""Two digits of the General Statistics Office, valid in a period of time."""

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS: Final = _CROCKFORD + "*~$=U"
_TO_PYTHON: Final = str.maketrans(_CROCKFORD, "0123456789ABCDEFGHIJKLMNOPQRSTUV")
"""To the digits in which Python reads numbers of base 32."""

_LOOKALIKES: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_RECORD_CODE: Final = re.compile(r"HB([0-9A-HJKMNP-TV-Z]{12})([0-9A-HJKMNP-TV-Z*~$=U])")
_BODY: Final = re.compile(r"HB[0-9A-HJKMNP-TV-Z]{12}")
_ENTROPY_BYTES: Final = 8


def _check_character(body: str) -> str:
    return _CHECKS[int(body.translate(_TO_PYTHON), 32) % 37]


def record_code(entropy: bytes) -> RecordCode:
    """
    Make a record code from 8 random bytes (60 bits are used).

    The code says nothing about the pupil: it is never derived from the personal ID.
    The check character (Crockford's modulo 37) catches every single wrong character and
    every swap of neighbours.
    Raises: Refusal "code.too_little_entropy".
    """
    if len(entropy) < _ENTROPY_BYTES:
        raise Refusal("code.too_little_entropy", "a record code needs 8 random bytes")
    number = int.from_bytes(entropy[:_ENTROPY_BYTES], "big") >> 4
    body = "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(55, -1, -5))
    return RecordCode(f"HB{body}{_check_character(body)}")


def completed_record_code(body: str) -> RecordCode:
    """
    Add its check character to a record code's first 14 characters, `HB4F7K29QXM0TZ`.

    Raises: Refusal "code.not_a_record_code".
    """
    if not _BODY.fullmatch(body):
        raise Refusal("code.not_a_record_code", "not a record code", value=body[:40])
    return RecordCode(body + _check_character(body[2:]))


def parsed_record_code(text: str) -> RecordCode:
    """
    Read a record code as people type it: spaces, hyphens, lower case, O for 0, I or L for 1.

    Raises: Refusal "code.not_a_record_code", "code.wrong_check_character".
    """
    letters = re.sub(r"[\s\-.]", "", text).upper()
    plain = letters[:2] + letters[2:].translate(_LOOKALIKES)
    found = _RECORD_CODE.fullmatch(plain)
    if found is None:
        raise Refusal("code.not_a_record_code", "not a record code", value=text[:40])
    body, check = found.groups()
    if _check_character(body) != check:
        raise Refusal("code.wrong_check_character", "a character is wrong", value=text[:40])
    return RecordCode(plain)


def shown_record_code(code: RecordCode) -> str:
    """Group a record code for reading aloud: `HB-4F7K-29QX-M0TZ-8`."""
    return "-".join((code[:2], code[2:6], code[6:10], code[10:14], code[14:]))


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """A school year, `2025-2026`; a value, not a date range."""

    first: int

    def __str__(self) -> str:
        return f"{self.first}-{self.first + 1}"

    @property
    def before(self) -> "SchoolYear":
        """The school year before this one."""
        return SchoolYear(self.first - 1)


def school_year(text: str) -> SchoolYear:
    """
    Read `2025-2026` (or with an en dash).

    Raises: Refusal "code.not_a_school_year".
    """
    found = re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})", text.strip())
    if found is None or int(found[2]) != int(found[1]) + 1:
        raise Refusal("code.not_a_school_year", "not a school year", value=text[:20])
    return SchoolYear(int(found[1]))


_FIRST_MONTH: Final = 8
"""Schools gather in August; what is done in July still belongs to the year before."""


def school_year_on(day: date) -> SchoolYear:
    """Return the school year that is under way on a day."""
    return SchoolYear(day.year if day.month >= _FIRST_MONTH else day.year - 1)


class Gender(StrEnum):
    """Codes of the exchange schema to the National Data Centre: 0 unknown, 1 Nam, 2 Nữ."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"


PersonalId = NewType("PersonalId", str)
"""Twelve digits. Source: Nghị định 137/2015/NĐ-CP, Điều 13."""


def personal_id(text: str) -> PersonalId:
    """
    Read a personal identification number; spaces and dots between digits are forgiven.

    Raises: Refusal "code.not_a_personal_id".
    """
    digits = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"[0-9]{12}", digits):
        raise Refusal("code.not_a_personal_id", "twelve digits are due", value=text[:20])
    return PersonalId(digits)


def personal_id_doubts(number: PersonalId, *, born_on: date, gender: Gender) -> tuple[str, ...]:
    """
    Name what in the number disagrees with gender, century and year of birth.

    A doubt is a warning and never an error: gender can be reassigned, registers can err.
    Returns: of "code.id_century_or_gender_differs", "code.id_birth_year_differs".
    Source: Thông tư 07/2016/TT-BCA, Điều 7.
    """
    century = born_on.year // 100 - 19
    marks = {Gender.MALE: (0,), Gender.FEMALE: (1,), Gender.UNKNOWN: (0, 1)}[gender]
    doubts = []
    if int(number[3]) not in {2 * century + mark for mark in marks}:
        doubts.append("code.id_century_or_gender_differs")
    if int(number[4:6]) != born_on.year % 100:
        doubts.append("code.id_birth_year_differs")
    return tuple(doubts)


def masked_personal_id(number: PersonalId | None) -> str:
    """Show only the first and last four digits; the rest is asked for and logged."""
    return "" if number is None else f"{number[:4]} •••• {number[-4:]}"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RecordKey:
    """One document: one pupil's record, one school year, one version."""

    record_code: RecordCode
    school_year: SchoolYear
    version: int

    def __str__(self) -> str:
        return f"{self.record_code}-{self.school_year}-v{self.version}"


def record_key_of(text: str) -> RecordKey:
    """
    Read a key as `RecordKey` writes itself.

    Raises: ValueError for anything else; Refusal "code.*".
    """
    code, first, last, version = text.rsplit("-", 3)
    return RecordKey(
        record_code=parsed_record_code(code),
        school_year=school_year(f"{first}-{last}"),
        version=int(version.removeprefix("v")),
    )
