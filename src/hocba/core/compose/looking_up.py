"""
Looking a pupil up: who may, for what purpose, and which names a typed name means.

The list of purposes, the limits and the rule of the hour are Hocba's policy: no circular names
them. They serve purpose limitation, Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15.
"""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import PersonalId, RecordCode, parsed_record_code, personal_id
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean, match_key

LOOKS_UP: Final = frozenset({Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER})
"""Who may look pupils up in what an office keeps; a school has its own pupil list."""

MOST_SHOWN: Final = 20
"""Pupils on one answer: whoever needs more than this has not said whom they seek."""

MOST_AN_HOUR: Final = 60
HOUR: Final = timedelta(hours=1)
OPEN_FOR: Final = timedelta(minutes=30)
"""An answer may be read again for so long, by who asked; then it is asked anew."""

_SHORTEST_BASIS: Final = 5
_FEWEST_WORDS: Final = 2


class Purpose(StrEnum):
    """What a pupil is looked up for; told to the pupil with the reading."""

    CONFIRM = "XAC_MINH"
    TRANSFER = "CHUYEN_TRUONG"
    AMENDMENT = "DINH_CHINH"
    COMPLAINT = "KHIEU_NAI"
    COURT = "TO_TUNG"
    INSPECTION = "THANH_TRA"


class AskedBy(StrEnum):
    """What was typed; the text itself is not kept."""

    CODE = "MA_HOC_BA"
    PERSONAL_ID = "SO_DINH_DANH"
    NAME = "HO_TEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPupil:
    """A pupil as one record names them. personal_id: empty where there is none yet."""

    record_code: RecordCode
    full_name: str
    born_on: date
    personal_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthSpan:
    """A day, or a whole year when only that is known; both ends belong to it."""

    first: date
    last: date

    @property
    def is_one_day(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    What is sought: by exactly one of code, personal ID, or name with birth.

    name: as typed, cleaned.
    """

    by: AskedBy
    code: RecordCode | None = None
    personal_id: PersonalId | None = None
    name: str = ""
    born: BirthSpan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """
    One look-up, kept for ever: who, for what, on what basis, and which records it showed.

    basis: the number of a letter or case, as the officer typed it.
    """

    look_up_id: str
    person: str
    role: Role
    office: str
    by: AskedBy
    purpose: Purpose
    basis: str
    at: datetime
    found: tuple[RecordCode, ...]


def why_not_look_up(actor: Actor, *, in_the_last_hour: int) -> Refusal | None:
    """Return the reason why `actor` may not look anybody up now, or None when they may."""
    if actor.role not in LOOKS_UP:
        return Refusal("look_up.not_your_role", role=actor.role.value)
    if in_the_last_hour >= MOST_AN_HOUR:
        return Refusal("look_up.too_many", most=str(MOST_AN_HOUR))
    return None


def why_not_again(look_up: LookUp, actor: Actor, *, now: datetime) -> Refusal | None:
    """Return the reason why an answer may not be read again, or None when it may."""
    if look_up.person != actor.person or look_up.role is not actor.role:
        return Refusal("look_up.of_another", value=look_up.look_up_id)
    if now - look_up.at > OPEN_FOR:
        return Refusal("look_up.over", minutes=str(OPEN_FOR // timedelta(minutes=1)))
    return None


def asked_question(
    *, sought: str, born: BirthSpan | None, purpose: str, basis: str
) -> tuple[Question, Purpose, str]:
    """
    Read what was typed into one box: a record code, a personal ID, or a name with its birth.

    Raises: Refusal "look_up.refused" with every finding: "look_up.purpose_missing",
    "look_up.basis_missing", "look_up.nothing_sought", "look_up.name_too_short",
    "look_up.birth_missing", and those of the codes.
    """
    findings: list[Finding] = []
    if purpose not in set(Purpose):
        findings.append(Finding(code="look_up.purpose_missing", where="purpose"))
    grounds = clean(basis)
    if len(grounds) < _SHORTEST_BASIS:
        findings.append(Finding(code="look_up.basis_missing", where="basis"))
    question = _question(clean(sought), born, findings)
    if question is None or findings:
        raise Refusal("look_up.refused", findings=tuple(findings))
    return question, Purpose(purpose), grounds


def _question(sought: str, born: BirthSpan | None, findings: list[Finding]) -> Question | None:
    if not sought:
        findings.append(Finding(code="look_up.nothing_sought", where="sought"))
        return None
    if any(letter.isdigit() for letter in sought):
        try:
            return _by_number(sought)
        except Refusal as refusal:
            findings.append(Finding(code=refusal.code, where="sought", details=refusal.details))
            return None
    if len(sought.split(" ")) < _FEWEST_WORDS:
        findings.append(Finding(code="look_up.name_too_short", where="sought"))
    if born is None:
        findings.append(Finding(code="look_up.birth_missing", where="born"))
    return Question(by=AskedBy.NAME, name=sought, born=born)


def _by_number(sought: str) -> Question:
    digits = sought.replace(" ", "")
    if digits.isdecimal():
        return Question(by=AskedBy.PERSONAL_ID, personal_id=personal_id(digits))
    return Question(by=AskedBy.CODE, code=parsed_record_code(sought))


def name_key(full_name: str) -> str:
    """
    Return the key under which a name is kept: its words without marks or case, sorted.

    "Nguyễn Thị An", "AN NGUYEN THI" and "nguyên thi an" have one key: registers abroad and old
    lists turn names round, and old keyboards lose marks.
    """
    return " ".join(sorted(match_key(full_name).split(" ")))


def is_part_of(asked: str, full_name: str) -> bool:
    """Tell whether every typed word stands in a name, marks and order aside."""
    return not Counter(match_key(asked).split(" ")) - Counter(match_key(full_name).split(" "))


def agrees_in_marks(asked: str, full_name: str) -> bool:
    """
    Tell whether the words agree in their marks too; a name typed without any agrees with all.

    Where the tone is put ("hoà", "hòa") is spelling, not another name.
    """
    return not _has_marks(asked) or not _marked(asked) - _marked(full_name)


def _marked(name: str) -> Counter[tuple[str, ...]]:
    """Words with their marks, each as the sorted parts of its letters."""
    return Counter(_parts(word) for word in clean(name).casefold().split(" "))


def _parts(word: str) -> tuple[str, ...]:
    apart = unicodedata.normalize("NFD", word)
    base = "".join(part for part in apart if not unicodedata.combining(part))
    return (base, *sorted(part for part in apart if unicodedata.combining(part)))


def _has_marks(name: str) -> bool:
    return match_key(name) != clean(name).casefold()
