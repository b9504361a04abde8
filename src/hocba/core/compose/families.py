"""
Pupils and parents: how they come in by a code on paper, and what they may ask the school.

A school knows by a birth certificate who a child's parents are; it hands the code to that person,
and the code opens that child's record and no other. By a personal number: `guardianship.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode
from hocba.core.terms.outcomes import Refusal

ACCESS_LASTS: Final = timedelta(days=400)
"""A school year and the summer after it. Source: Hocba's policy."""

ANSWER_DUE: Final = timedelta(days=15)
"""Days in which a school answers a family. Source: Hocba's policy; no text was found that says."""

ACCESS_BYTES: Final = 5
_LONGEST_REQUEST: Final = 2000
_SHORTEST_REQUEST: Final = 10


class Kin(StrEnum):
    """Who holds a code, as seen from the pupil; values are those of the record's `QuanHe`."""

    PUPIL = "HOC_SINH"
    FATHER = "CHA"
    MOTHER = "ME"
    GUARDIAN = "GIAM_HO"


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyMember:
    """
    Who has come in to a child's record, by whatever proof.

    access_id: what logs call them: `GD-` and eight letters by a code, `QH-` by a personal number.
    """

    access_id: str
    school: SchoolCode
    sector_code: str
    record_code: RecordCode
    kin: Kin
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyAccess(FamilyMember):
    """
    What is kept of a family's code: never the code, only its digest.

    born_on: of the pupil, asked for beside the code, so that a code that was lost does not open
    by itself. by: who handed it out.
    """

    digest: str
    born_on: date
    by: str
    made_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Tell whether the code opens anything now."""
        return self.withdrawn_at is None and now < self.ends_at


def why_not_of_family(access: FamilyMember, code: RecordCode) -> Refusal | None:
    """Return why a family may not read a record, or None where it is their own child's."""
    if access.record_code != code:
        return Refusal("family.other_child")
    return None


class RequestOutcome(StrEnum):
    """What a school answers."""

    WILL_AMEND = "SE_DINH_CHINH"
    STANDS = "GIU_NGUYEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A school's answer. words: why, in plain words; never empty."""

    outcome: RequestOutcome
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRequest:
    """A family says that something in a record is wrong. due_at: when an answer is due."""

    request_id: str
    school: SchoolCode
    key: RecordKey
    access_id: str
    kin: Kin
    words: str
    at: datetime
    due_at: datetime
    answer: Answer | None = None

    def is_late(self, now: datetime) -> bool:
        """Tell whether the school owes an answer since before now."""
        return self.answer is None and now > self.due_at


def asked_words(typed: str) -> str:
    """
    Return what a family writes, or a school answers, when it is neither too short nor too long.

    Raises: Refusal "family.words_due", "family.words_long".
    """
    words = typed.strip()
    if len(words) < _SHORTEST_REQUEST:
        raise Refusal("family.words_due", least=str(_SHORTEST_REQUEST))
    if len(words) > _LONGEST_REQUEST:
        raise Refusal("family.words_long", most=str(_LONGEST_REQUEST))
    return words
